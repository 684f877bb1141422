#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include "support/child.h"
#include "support/scratch_folder.h"

namespace weir {

/// Not a script of the user's own that starts the real one first.
inline const std::string kPython = "/usr/bin/python3";

/// The web server of the lesson http_get, on a free port: each page takes it so many seconds. Not a process of the
/// test's runs.
class PageServer {
 public:
  PageServer(const std::filesystem::path& sources, const std::string& seconds)
      : child_({.arguments = {kPython, (sources / "bench/baselines/lessons/server.py").string(), "0", seconds},
                .environment = {},
                .folder = scratch_ / "",
                .out_file = scratch_ / "url",
                .err_file = scratch_ / "err"}) {
    if (!eventually([this] { return content_of(scratch_ / "url").ends_with('\n'); })) {
      throw std::runtime_error("no web server: " + child_.err());
    }
    url_ = content_of(scratch_ / "url");
    url_.pop_back();
  }

  static bool can_start() { return std::filesystem::exists(kPython); }

  const std::string& url() const { return url_; }

 private:
  ScratchFolder scratch_;
  Child child_;
  std::string url_;
};

}  // namespace weir
