#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

/// What one target does with one input; a broken promise ends the program.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace weir::fuzz {
namespace {

namespace fs = std::filesystem;

/// The files of all folders of WEIR_SEEDS, which a ':' separates.
std::vector<fs::path> seeds() {
  std::vector<fs::path> files;
  std::istringstream folders(WEIR_SEEDS);
  for (std::string folder; std::getline(folders, folder, ':');) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
      if (entry.is_regular_file()) files.push_back(entry);
    }
  }
  std::ranges::sort(files);
  return files;
}

/// Inputs that were found stay solved without a fuzzer.
TEST(EachSeed, KeepsWhatItsTargetPromises) {
  const std::vector<fs::path> files = seeds();
  ASSERT_FALSE(files.empty());
  for (const fs::path& path : files) {
    std::cerr << path.string() << std::endl;  // seen before anything can end the program
    std::ifstream file(path, std::ios::binary);
    ASSERT_TRUE(file);
    const std::string input(std::istreambuf_iterator<char>(file), {});
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  }
}

}  // namespace
}  // namespace weir::fuzz
