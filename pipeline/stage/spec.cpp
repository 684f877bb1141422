#include <weir/spec.h>

namespace weir {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::kProducer:
      return "producer";
    case Role::kTransformer:
      return "transformer";
    case Role::kConsumer:
      return "consumer";
  }
  return "";
}

const StageSpec* taking(const StageSpec& spec, std::string_view message_type) {
  if (spec.any_input || spec.input == message_type) return &spec;
  for (const StageSpec& other : spec.for_other_inputs) {
    if (other.input == message_type) return &other;
  }
  return nullptr;
}

std::vector<std::string> inputs_of(const StageSpec& spec) {
  if (spec.input.empty()) return {};
  std::vector<std::string> types{spec.input};
  for (const StageSpec& other : spec.for_other_inputs) types.push_back(other.input);
  return types;
}

}  // namespace weir
