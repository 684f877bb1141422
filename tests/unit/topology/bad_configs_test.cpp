#include <filesystem>
#include <fstream>
#include <sstream>

#include "planning.h"

namespace weir::topology {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> bad_configs() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(BAD_CONFIGS)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return (std::ostringstream() << file.rdbuf()).str();
}

class BadConfig : public testing::TestWithParam<std::string> {};

TEST_P(BadConfig, IsRefusedAsTheFileBesideItSays) {
  const fs::path path = fs::path(BAD_CONFIGS) / (GetParam() + ".yaml");
  const std::string text = content_of(path);
  const Planned planned = plan_of({text}, path.filename().string());
  EXPECT_FALSE(planned.plan);
  EXPECT_EQ(render(planned.diagnostics, text), content_of(fs::path(path).replace_extension(".expected")));
}

INSTANTIATE_TEST_SUITE_P(Folder, BadConfig, testing::ValuesIn(bad_configs()),
                         [](const testing::TestParamInfo<std::string>& config) { return config.param; });

}  // namespace
}  // namespace weir::topology
