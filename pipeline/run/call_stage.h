#pragma once

#include <weir/errors.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

namespace weir::run {

/// A stage threw what is neither about a record nor a StageError: it died of it, and may have another life.
class StageDied : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Calls into a stage. Throws StageDied where the stage dies of an exception; what it says of itself, by StageError,
/// and that there is no memory pass unchanged: another life would meet them again.
template <class Call>
decltype(auto) call_stage(Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (const StageError&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    throw StageDied(error.what());
  } catch (...) {
    throw StageDied("an exception that is no std::exception");
  }
}

}  // namespace weir::run
