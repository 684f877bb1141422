#include "run/account.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <string>
#include <system_error>

#include "run/signals.h"

namespace weir::run {

/// Two statements, of which one counts: [batches noted, figure, figure, …]. Behind them the batches, in a ring.
struct Account::Header {
  std::atomic<std::uint64_t> commits;  ///< the last bit says which statement counts
};

struct Account::Batch {
  std::uint32_t stream;
  std::uint32_t part;
  std::uint64_t sequence;
};

namespace {

std::system_error failed_to(const char* what, const std::filesystem::path& path, int error) {
  return {error, std::generic_category(), std::string("can't ") + what + " account " + path.string()};
}

constexpr std::size_t words_of(std::size_t figures) { return 1 + figures; }

constexpr std::size_t bytes_of(std::size_t figures) {
  constexpr std::size_t kBatchBytes = 16;
  return sizeof(std::uint64_t) * (1 + 2 * words_of(figures)) + kBatchBytes * Account::kRemembered;
}

}  // namespace

void Account::create(const std::filesystem::path& path, std::size_t figures) {
  const Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) throw failed_to("create", path, errno);
  int error = 0;
  do {
    error = posix_fallocate(file.number(), 0, static_cast<off_t>(bytes_of(figures)));
  } while (error == EINTR);
  if (error != 0) throw failed_to("find room for", path, error);
}

Account::Account(const std::filesystem::path& path, std::vector<observe::Cell*> figures)
    : figures_(std::move(figures)), bytes_(bytes_of(figures_.size())) {
  static_assert(sizeof(Header) == sizeof(std::uint64_t) && sizeof(Batch) == 16);
  const Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) throw failed_to("open", path, errno);
  memory_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file.number(), 0);
  if (memory_ == MAP_FAILED) throw failed_to("map", path, errno);

  const std::uint64_t* const counts = statement(static_cast<Header*>(memory_)->commits.load(std::memory_order_acquire));
  noted_ = counts[0];
  for (std::size_t i = 0; i < figures_.size(); ++i) figures_[i]->set(counts[1 + i]);
  for (std::uint64_t number = noted_ - std::min<std::uint64_t>(noted_, kRemembered); number < noted_; ++number) {
    const Batch& known = batch(number);
    before_.emplace(known.stream, known.part, known.sequence);
  }
}

Account::~Account() { munmap(memory_, bytes_); }

std::uint64_t* Account::statement(std::uint64_t number) const {
  auto* const first = static_cast<std::uint64_t*>(memory_) + 1;
  return first + (number % 2) * words_of(figures_.size());
}

Account::Batch& Account::batch(std::uint64_t number) const {
  auto* const first =
      reinterpret_cast<Batch*>(static_cast<std::uint64_t*>(memory_) + 1 + 2 * words_of(figures_.size()));
  return first[number % kRemembered];
}

void Account::note(const link::Identity& identity) {
  batch(noted_++) = {identity.stream, identity.part, identity.sequence};
  changed_ = true;
}

void Account::commit() {
  if (!changed_) return;
  changed_ = false;
  auto& commits = static_cast<Header*>(memory_)->commits;
  const std::uint64_t next = commits.load(std::memory_order_relaxed) + 1;
  std::uint64_t* const counts = statement(next);
  counts[0] = noted_;
  for (std::size_t i = 0; i < figures_.size(); ++i) counts[1 + i] = figures_[i]->get();
  commits.store(next, std::memory_order_release);
}

}  // namespace weir::run
