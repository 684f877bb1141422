#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <weir/descriptor.h>
#include <weir/errors.h>
#include <weir/shared.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <system_error>

namespace weir {

namespace {

namespace fs = std::filesystem;

// What stands before the object in its file.
struct alignas(64) Head {
  std::array<char, 36> boot;  ///< since which it is made; others where its maker died over it, or with the machine
};

/// Of this run of the kernel: what stood in memory before it may be torn, and its locks are held by nobody.
std::array<char, 36> this_boot() {
  std::array<char, 36> id{};
  id.fill('-');  // where the kernel does not say; a new file has zeros
  std::ifstream("/proc/sys/kernel/random/boot_id").read(id.data(), id.size());
  return id;
}

bool is_name(std::string_view name) {
  constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !name.empty() && name.find_first_not_of(kSigns) == std::string_view::npos;
}

[[noreturn]] void fail(std::string_view name, const std::string& why) {
  throw StageError("what is shared as '" + std::string(name) + "' " + why);
}

[[noreturn]] void fail_errno(std::string_view name, int error) {
  fail(name, "can't be opened: " + std::system_category().message(error));
}

/// The room of the file, where it has none yet; its bytes are zero then.
void take_room(std::string_view name, int file, std::size_t bytes) {
  struct stat status {};
  if (fstat(file, &status) != 0) fail_errno(name, errno);
  const auto there = static_cast<std::size_t>(status.st_size);
  if (there != 0 && there != bytes) {
    fail(name, "is another object: it takes " + std::to_string(there) + " bytes, not " + std::to_string(bytes));
  }
  // Taken at once: where there is no more memory it is said here, and nobody dies of a write.
  if (const int error = posix_fallocate(file, 0, static_cast<off_t>(bytes)); error != 0) fail_errno(name, error);
}

struct InProcess {
  std::weak_ptr<void> object;
  std::size_t bytes = 0;
};

}  // namespace

std::shared_ptr<void> SharedObjects::open(std::string_view name, Reach reach, const Kind& kind) const {
  if (!is_name(name)) fail(name, "needs a name of letters, digits, '_' and '-'");
  if (folder_.empty()) fail(name, "is of a run, and this stage is in none");
  return reach == Reach::kRun ? open_in_run(name, kind) : open_in_process(name, kind);
}

std::shared_ptr<void> SharedObjects::open_in_process(std::string_view name, const Kind& kind) const {
  static std::mutex mutex;
  static std::map<fs::path, InProcess> objects;
  const std::scoped_lock hold(mutex);
  std::erase_if(objects, [](const auto& entry) { return entry.second.object.expired(); });
  InProcess& known = objects[folder_ / name];
  if (std::shared_ptr<void> object = known.object.lock()) {
    if (known.bytes != kind.bytes) fail(name, "is another object");
    return object;
  }
  std::shared_ptr<void> object(::operator new (kind.bytes, std::align_val_t{alignof(Head)}),
                               [](void* at) { ::operator delete (at, std::align_val_t{alignof(Head)}); });
  kind.make(object.get());
  known = {object, kind.bytes};
  return object;
}

std::shared_ptr<void> SharedObjects::open_in_run(std::string_view name, const Kind& kind) const {
  const std::size_t bytes = sizeof(Head) + kind.bytes;
  if (mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) fail_errno(name, errno);
  const Descriptor file(::open((folder_ / name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open() || flock(file.number(), LOCK_EX) != 0) fail_errno(name, errno);
  take_room(name, file.number(), bytes);
  void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.number(), 0);
  if (memory == MAP_FAILED) fail_errno(name, errno);
  const std::shared_ptr<void> mapping(memory, [bytes](void* at) { munmap(at, bytes); });
  auto& head = *static_cast<Head*>(memory);
  void* const object = static_cast<std::byte*>(memory) + sizeof(Head);
  if (const auto boot = this_boot(); head.boot != boot) {
    kind.make(object);
    head.boot = boot;
  }
  flock(file.number(), LOCK_UN);  // closing alone does not: the mapping keeps the file open
  return {mapping, object};
}

}  // namespace weir
