#include <weir/errors.h>
#include <weir/shared_values.h>

#include <cerrno>
#include <mutex>
#include <system_error>

namespace weir {

namespace {

void expect_success(int error) {
  if (error != 0) throw std::system_error(error, std::generic_category(), "a lock between processes");
}

}  // namespace

SharedLock::SharedLock() {
  pthread_mutexattr_t attributes;
  expect_success(pthread_mutexattr_init(&attributes));
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  const int error = pthread_mutex_init(&mutex_, &attributes);
  pthread_mutexattr_destroy(&attributes);
  expect_success(error);
}

void SharedLock::lock() {
  const int error = pthread_mutex_lock(&mutex_);
  expect_success(error == EOWNERDEAD ? pthread_mutex_consistent(&mutex_) : error);
}

void SharedLock::unlock() { pthread_mutex_unlock(&mutex_); }

bool SharedList::append(std::int64_t value) {
  const std::scoped_lock hold(lock_);
  const std::size_t size = size_.load(std::memory_order_relaxed);
  if (size == kMost) return false;
  values_[size] = value;
  size_.store(size + 1, std::memory_order_release);
  return true;
}

}  // namespace weir
