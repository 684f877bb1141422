#include <weir/catalog.h>

#include <stdexcept>

namespace weir {

Catalog& Catalog::add(StageSpec spec) {
  if (find(spec.role, spec.name) != nullptr) {
    throw std::logic_error("two stage types are called " + std::string(to_string(spec.role)) + " '" + spec.name + "'");
  }
  specs_.push_back(std::move(spec));
  return *this;
}

const StageSpec* Catalog::find(Role role, std::string_view name) const {
  for (const StageSpec& spec : specs_) {
    if (spec.role == role && spec.name == name) return &spec;
  }
  return nullptr;
}

std::unique_ptr<Records> Catalog::make_records(std::string_view message_type) const {
  for (const StageSpec& spec : specs_) {
    if (spec.make_output_records && spec.output == message_type) return spec.make_output_records();
    const StageSpec* const taker = taking(spec, message_type);
    if (taker != nullptr && taker->make_input_records) return taker->make_input_records();
  }
  throw std::logic_error("no stage type names the message type " + std::string(message_type));
}

}  // namespace weir
