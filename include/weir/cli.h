#pragma once

#include <weir/catalog.h>

namespace weir {

/// The whole program `weir` on the given stage types; `main` returns what it returns. A program with stages of its own:
///
///   int main(int argc, char** argv) { return weir::run_cli(argc, argv, weir::built_in_stages().add(my_stage())); }
///
/// Starts further processes of the same executable, so `main` should do nothing else before.
int run_cli(int argc, char** argv, const Catalog& catalog);

}  // namespace weir
