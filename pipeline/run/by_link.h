#pragma once

#include <weir/state.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace weir::run {

/// Replaces `bytes` by what `entries_of` gives of each link, every entry with the number of its link before it.
template <class Links, class EntriesOf>
void write_by_link(Links& links, EntriesOf entries_of, std::string& bytes) {
  bytes.clear();
  StateWriter writer(bytes);
  for (std::size_t link = 0; link < links.size(); ++link) {
    for (const auto& entry : entries_of(links[link])) writer.put(link).put(entry);
  }
}

/// Lets each link go on from its entries.
template <class Entry, class Links>
void go_on_by_link(Links& links, std::string_view bytes) {
  StateReader reader(bytes);
  for (std::size_t left = bytes.size() / (sizeof(std::size_t) + sizeof(Entry)); left > 0; --left) {
    const auto link = reader.take<std::size_t>();
    links[link].go_on_from(reader.take<Entry>());
  }
}

}  // namespace weir::run
