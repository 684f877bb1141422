#include <weir/cli.h>

int main(int argc, char** argv) { return weir::run_cli(argc, argv, weir::built_in_stages()); }
