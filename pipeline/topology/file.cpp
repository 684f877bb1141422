#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "topology/configuration.h"

namespace weir::topology {

FileText read_file(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  const auto refuse = [&path](const std::string& why) {
    return FileText{{}, Diagnostic{{.source = path.string()}, why}};
  };
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return refuse("no such file");
  if (error) return refuse("can't be read: " + error.message());
  if (status.type() == fs::file_type::directory) return refuse("is a folder, not a file");
  if (status.type() != fs::file_type::regular) return refuse("is no regular file");

  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse("can't be read: " + std::generic_category().message(errno));
  std::string text(kLargestFile + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return refuse("can't be read: " + std::generic_category().message(errno));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kLargestFile) return refuse("is larger than 1 MiB");
  return {std::move(text), std::nullopt};
}

}  // namespace weir::topology
