// Makes the page of the report on stdin: what the browser's tests look at.
#include <iostream>
#include <iterator>
#include <string>

#include "bench/results_html.h"

int main() {
  const std::string report{std::istreambuf_iterator<char>(std::cin), {}};
  std::cout << weir::bench::to_html(report);
}
