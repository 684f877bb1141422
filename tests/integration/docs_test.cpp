#include <algorithm>
#include <fstream>
#include <regex>

#include "support/program_test.h"

namespace weir {
namespace {

namespace fs = std::filesystem;

/// A line `$ COMMAND` of a ```console block.
struct ShownCommand {
  std::size_t line = 0;
  std::string text;
  int exit_code = 0;  ///< other than 0 where the block goes on with `$ echo $?` and that number
};

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<ShownCommand> commands_in(const fs::path& file) {
  std::vector<ShownCommand> commands;
  const std::vector<std::string> lines = lines_of(file);
  bool in_block = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with("```")) in_block = !in_block && lines[i] == "```console";
    if (!in_block || !lines[i].starts_with("$ ")) continue;
    if (lines[i] == "$ echo $?" && i + 1 < lines.size() && !commands.empty()) {
      commands.back().exit_code = std::stoi(lines[i + 1]);
    } else {
      commands.push_back({i + 1, lines[i].substr(2), 0});
    }
  }
  return commands;
}

/// Commands of weir that are whole; what builds, installs or stops something is for people.
bool can_be_tried(const ShownCommand& command) {
  static const std::regex of_weir(R"(^([A-Za-z_]+=\S* )*((build/release/)?weir .*|\./dev)$)");
  return std::regex_match(command.text, of_weir) && command.text.find("...") == std::string::npos &&
         command.text.find("…") == std::string::npos;
}

bool mentions_commands(const fs::path& file) {
  const std::vector<std::string> lines = lines_of(file);
  return std::ranges::find(lines, "```console") != lines.end();
}

std::vector<std::string> documents() {
  std::vector<std::string> names{"README.md"};
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(source_folder() / "docs", missing)) {
    if (entry.path().extension() == ".md") names.push_back("docs/" + entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

class Document : public ProgramTest, public ::testing::WithParamInterface<std::string> {
 protected:
  /// Looks like the folder of the sources after a release build, but what a command writes there is gone with the test.
  fs::path make_workplace() {
    const fs::path workplace = scratch("workplace");
    fs::create_directories(workplace / "build/release");
    fs::create_symlink(command({}).arguments.front(), workplace / "build/release/weir");
    for (const fs::directory_entry& entry : fs::directory_iterator(source_folder())) {
      const std::string name = entry.path().filename();
      if (name == "configs" || name == "docs") fs::copy(entry, workplace / name, fs::copy_options::recursive);
      if (name == "configs" || name == "docs" || name == "build" || name == "out" || name.starts_with(".")) continue;
      fs::create_symlink(entry, workplace / name);
    }
    return workplace;
  }
};

TEST_P(Document, ShowsCommandsThatDoWhatItSays) {
  const fs::path file = source_folder() / GetParam();
  const std::vector<ShownCommand> commands = commands_in(file);
  if (!mentions_commands(file)) GTEST_SKIP() << "shows no commands";
  EXPECT_FALSE(commands.empty()) << "has a ```console block, and no line that begins with '$ '";
  EXPECT_TRUE(GetParam() != "README.md" || std::ranges::any_of(commands, can_be_tried)) << "none of them is weir's";
  const fs::path workplace = make_workplace();
  environment_["PATH"] = (workplace / "build/release").string() + ":" + environment_["PATH"];
  environment_.erase("OUT");
  for (const ShownCommand& shown : commands) {
    if (!can_be_tried(shown)) continue;
    Command command = this->command({});
    command.arguments = {"sh", "-c", shown.text};
    command.folder = workplace;
    const Ended ended = Child(std::move(command)).wait();
    EXPECT_EQ(ended.exit_code, shown.exit_code) << GetParam() << ":" << shown.line << ": " << shown.text << "\n"
                                                << ended;
  }
}

INSTANTIATE_TEST_SUITE_P(, Document, ::testing::ValuesIn(documents()), [](const auto& it) {
  std::string name = fs::path(it.param).stem();
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace weir
