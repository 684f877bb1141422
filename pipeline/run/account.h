#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <tuple>
#include <vector>

#include "link/batch.h"
#include "observe/cell.h"

namespace weir::run {

/// What a replica has counted and which batches are counted in it, in a file that outlives a killed process. The next
/// life of the replica goes on from there: a batch that comes again is worked on again, but not counted again. Figures
/// and batches are committed together, so a kill at any instruction leaves a whole account. One thread.
///
/// What is committed is safe from the end of a process, not from that of the machine.
class Account {
 public:
  /// Makes the file for so many figures and takes its room on the disk. Throws std::system_error when it can't.
  static void create(const std::filesystem::path& path, std::size_t figures);

  /// Takes up what an earlier life committed, and sets `figures` to it; in the first life they are 0. The figures must
  /// outlive the account. Throws std::system_error when the file can't be mapped.
  Account(const std::filesystem::path& path, std::vector<observe::Cell*> figures);
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account();

  /// Whether an earlier life has counted the batch.
  bool has(const link::Identity& identity) const { return !before_.empty() && before_.contains(key_of(identity)); }

  /// The batch is counted in the figures; committed with them.
  void note(const link::Identity& identity);

  /// What was noted since the last call counts from now on, together with the figures as they are.
  void commit();

  /// So many batches are remembered, the latest. No sender has more of them unacknowledged.
  static constexpr std::size_t kRemembered = 65'536;

 private:
  using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>;  // stream, part, sequence
  static Key key_of(const link::Identity& identity) { return {identity.stream, identity.part, identity.sequence}; }
  struct Header;
  struct Batch;

  std::uint64_t* statement(std::uint64_t number) const;
  Batch& batch(std::uint64_t number) const;

  std::vector<observe::Cell*> figures_;
  std::size_t bytes_;
  void* memory_;
  std::uint64_t noted_ = 0;  ///< batches, in all lives
  bool changed_ = false;
  std::set<Key> before_;
};

}  // namespace weir::run
