#pragma once

#include <string>
#include <string_view>

namespace weir::consumers {

/// Gathers bytes and writes them to a file descriptor in large pieces. One thread.
class BufferedWriter {
 public:
  /// Borrows `descriptor`, which must stay open until the last call. Messages call it `name`: "'out.csv'".
  BufferedWriter(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

  /// `flush` and a `write` that flushes throw StageError where the bytes can't be written. A piece handed to one
  /// `write` is not torn apart by a flush.
  void write(std::string_view bytes);
  void flush();

 private:
  int descriptor_;
  std::string name_;
  std::string pending_;
};

}  // namespace weir::consumers
