#pragma once

#include <weir/records.h>

#include <string>

namespace weir::consumers {

/// Append a line of CSV (RFC 4180, but for the line end, which is LF) with a cell for each field of the message type,
/// in the order of the .proto file: the fields' names, or the record's values. A field that can be absent and is has
/// an empty cell. May throw RecordError, as `append_json` does, and then leaves an unfinished line.
void append_csv_header(const google::protobuf::Descriptor& type, std::string& line);
void append_csv_row(const Message& record, std::string& line);

}  // namespace weir::consumers
