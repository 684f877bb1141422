#include <weir/cli.h>

#include "run/address_space.h"

int main(int argc, char** argv) {
  weir::run::make_do_with_address_space();  // of which the catalog takes some already
  return weir::run_cli(argc, argv, weir::built_in_stages());
}
