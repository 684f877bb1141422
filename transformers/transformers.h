#pragma once

#include <weir/spec.h>

#include <vector>

namespace weir::transformers {

/// The folder's table of contents: one function a stage type, each in the .cpp of its name.
StageSpec identity();
StageSpec busy();
StageSpec delay();
StageSpec square();
StageSpec scale();
StageSpec threshold();
StageSpec moving_average();
StageSpec word_count();
StageSpec string_length();
StageSpec fibonacci();
StageSpec trig();
StageSpec matrix_invert();
StageSpec gaussian_fit();
StageSpec http_get();
StageSpec increment();
StageSpec square_into();

/// All of them, in the order in which the manual lists them.
std::vector<StageSpec> all();

}  // namespace weir::transformers
