#pragma once

#include <curl/curl.h>

namespace weir::transformers {

/// What weir uses of libcurl. That is loaded when a stage asks for it and not linked: it brings some thirty libraries,
/// which would delay every start of the program.
struct CurlLibrary {
  decltype(&::curl_global_init) global_init;
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_perform) easy_perform;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_easy_strerror) easy_strerror;
};

/// Loads it from `file`, for good, and prepares it. Throws StageError "http_get: needs libcurl: REASON". One thread.
CurlLibrary load_curl(const char* file);

/// libcurl of this machine, loaded by the first call that can. Throws as `load_curl` does. Any thread.
const CurlLibrary& curl_library();

}  // namespace weir::transformers
