#pragma once

#include <string>
#include <vector>

#include "bench/results.h"
#include "bench/sheet.h"

namespace weir::bench {

/// Two reports side by side: of each row that both have, how many times the old rate the new one is.
Sheet compare(const Results& before, const Results& now);

/// In what the two were measured on that differs; empty: in nothing.
std::string differences(const observe::Provenance& before, const observe::Provenance& now);

}  // namespace weir::bench
