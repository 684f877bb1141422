#include <weir/behind_links.h>

#include <system_error>
#include <utility>

namespace weir {

std::filesystem::path behind_links(const std::filesystem::path& path) {
  constexpr int kMostLinks = 40;  // as the kernel has it
  std::filesystem::path place = path;
  for (int link = 0; link <= kMostLinks; ++link) {
    std::error_code is_none;
    const std::filesystem::path target = std::filesystem::read_symlink(place, is_none);
    if (is_none) return place;
    std::filesystem::path next = place.parent_path() / target;
    const bool is_by_name = exists(next, is_none) || !exists(place, is_none);
    if (!is_by_name) return place;  // the kernel's links to what a process has open, under /proc, have no other name
    place = std::move(next);
  }
  return path;
}

}  // namespace weir
