#include <weir/cli.h>
#include <weir/v1/payloads.pb.h>

namespace {

using weir::v1::Number;

class Triple final : public weir::Transformer<Number, Number> {
 public:
  void transform(const Number& in, weir::Emitter<Number>& out) override { out.emit().set_value(3 * in.value()); }
};

}  // namespace

int main(int argc, char** argv) {
  weir::Catalog catalog = weir::built_in_stages();
  catalog.add(weir::describe<Triple>("triple", "Three times a number."));
  return weir::run_cli(argc, argv, catalog);
}
