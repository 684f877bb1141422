#include "transformers/curl_library.h"

#include <dlfcn.h>
#include <weir/errors.h>

#include <string>

namespace weir::transformers {

namespace {

[[noreturn]] void refuse_curl(const std::string& reason) { throw StageError("http_get: needs libcurl: " + reason); }

template <class Function>
void find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(::dlsym(library, name));
  if (function == nullptr) refuse_curl(::dlerror());
}

}  // namespace

CurlLibrary load_curl(const char* file) {
  void* const library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) refuse_curl(::dlerror());
  CurlLibrary curl{};
  find(library, "curl_global_init", curl.global_init);
  find(library, "curl_easy_init", curl.easy_init);
  find(library, "curl_easy_cleanup", curl.easy_cleanup);
  find(library, "curl_easy_setopt", curl.easy_setopt);
  find(library, "curl_easy_perform", curl.easy_perform);
  find(library, "curl_easy_getinfo", curl.easy_getinfo);
  find(library, "curl_easy_strerror", curl.easy_strerror);
  if (const CURLcode code = curl.global_init(CURL_GLOBAL_DEFAULT); code != CURLE_OK) {
    refuse_curl(curl.easy_strerror(code));
  }
  return curl;
}

const CurlLibrary& curl_library() {
  static const CurlLibrary library = load_curl("libcurl.so.4");
  return library;
}

}  // namespace weir::transformers
