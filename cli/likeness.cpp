#include "cli/likeness.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace weir::cli {

namespace {

bool same_content(const std::filesystem::path& one, const std::filesystem::path& other) {
  std::ifstream first(one, std::ios::binary);
  std::ifstream second(other, std::ios::binary);
  return first && second &&
         std::equal(std::istreambuf_iterator<char>(first), {}, std::istreambuf_iterator<char>(second), {});
}

/// One number for each line, in ascending order: two large files are not held in memory to be sorted.
std::vector<std::size_t> sorted_lines(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::size_t> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::hash<std::string>()(line));
  std::ranges::sort(lines);
  return lines;
}

}  // namespace

Likeness compare(const std::filesystem::path& one, const std::filesystem::path& other, bool in_one_order) {
  if (same_content(one, other)) return Likeness::kSameBytes;
  const bool both_there = std::filesystem::exists(one) && std::filesystem::exists(other);
  if (in_one_order || !both_there || sorted_lines(one) != sorted_lines(other)) return Likeness::kDifferent;
  return Likeness::kSameLines;
}

}  // namespace weir::cli
