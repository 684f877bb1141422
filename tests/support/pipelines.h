#pragma once

#include <cstdint>
#include <string>

// Pipelines in which the tests of several files are interested.
namespace weir {

/// Prints 0, 1, 2, … until it is stopped, and adds the squares up.
inline const std::string kEndless = R"(version: 1
name: endless
producers:
  numbers: {type: counter}
transformers:
  square: {type: square}
  copy: {type: identity}
consumers:
  total: {type: sum}
  shown: {type: console}
queues:
  to_square: numbers -> square
  squares: square -> total
  to_copy: numbers -> copy
  copies: {from: copy, to: shown, capacity: 1024}
)";

/// Its transformer sleeps a minute on the first line of BOOK, which is printed at once where it is `kLongLine`.
inline const std::string kStuck = R"(version: 1
name: stuck
producers:
  book: {type: text_file, with: {path: "${BOOK}"}}
transformers:
  slow: {type: delay, with: {each: 1min}}
consumers:
  seen: {type: count}
  shown: {type: console}
queues:
  waiting: book -> slow
  done: slow -> seen
  also: book -> shown
)";
inline const std::string kLongLine(70'000, 'x');

/// The lines "0", "1", … "n - 1".
inline std::string numbers_as_lines(std::uint64_t n) {
  std::string lines;
  for (std::uint64_t i = 0; i < n; ++i) lines += std::to_string(i) + "\n";
  return lines;
}

}  // namespace weir
