#pragma once

#include <weir/records.h>

#include <string>

namespace weir::consumers {

enum class DefaultValues { kPrinted, kLeftOut };

/// Appends the record as JSON on one line, fields under their names in the .proto file; 64-bit integers in quotes, NaN
/// and infinities as "NaN" and "Infinity", bytes in base64, as protobuf's JSON has it. Throws RecordError, and leaves
/// `text` as it was, where protobuf has no JSON for it.
void append_json(const Message& record, std::string& text, DefaultValues defaults = DefaultValues::kPrinted);

/// Appends the shortest decimal text that reads back as the same value; "nan", "inf" and "-inf" for the others.
void append_number(double value, std::string& text);
void append_number(float value, std::string& text);

}  // namespace weir::consumers
