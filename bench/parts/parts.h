#pragma once

// What a record passes on its way, measured part by part in one thread. Each function adds the benchmarks of one part;
// a benchmark that does not find what it sent says so in place of a figure.
namespace weir::bench {

void add_frame();
void add_emitter();
void add_credit();
void add_histogram();

}  // namespace weir::bench
