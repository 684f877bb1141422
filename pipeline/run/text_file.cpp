#include "run/text_file.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <system_error>

#include "run/run_directory.h"

namespace weir::run {

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return file ? text.str() : std::string();
}

void write_text(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path whole = path.native() + ".new";
  std::ofstream file(whole, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file || rename(whole.c_str(), path.c_str()) != 0) {
    throw RunDirectoryError("run directory '" + path.string() +
                            "': can't be written: " + std::generic_category().message(errno));
  }
}

}  // namespace weir::run
