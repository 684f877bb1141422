#include <strings.h>
#include <weir/v1/lessons.pb.h>
#include <weir/v1/payloads.pb.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <system_error>

#include "transformers/curl_library.h"
#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Page;
using v1::Text;

// Together below what a link takes.
constexpr std::uint64_t kLargestPage = 8'000'000;
constexpr std::size_t kLongestAddress = 100'000;
constexpr const char* kSchemes = "http,https";

/// Throws RecordError where libcurl is not to be asked for it.
void check_address(const std::string& text) {
  const auto begins_with = [&text](const std::string& scheme) {
    return ::strncasecmp(text.c_str(), scheme.c_str(), scheme.size()) == 0;
  };
  if (text.size() > kLongestAddress) throw RecordError("an address of " + std::to_string(text.size()) + " bytes");
  if (text.find('\0') != std::string::npos) throw RecordError("an address with a NUL in it");
  if (!begins_with("http://") && !begins_with("https://")) {
    throw RecordError(text + ": no http:// or https:// address");
  }
}

/// Where libcurl puts what comes.
struct Body {
  std::string* bytes = nullptr;
  std::size_t limit = 0;
  bool is_too_large = false;
};

/// As libcurl calls it; another answer than `count` breaks the transfer off.
std::size_t append_to_body(char* bytes, std::size_t /*size of one*/, std::size_t count, void* body) {
  Body& whole = *static_cast<Body*>(body);
  whole.is_too_large = count > whole.limit - whole.bytes->size();
  if (whole.is_too_large) return 0;
  whole.bytes->append(bytes, count);
  return count;
}

struct CloseRequest {
  void operator()(CURL* request) const { curl_library().easy_cleanup(request); }
};

class HttpGet final : public Transformer<Text, Page> {
 public:
  struct Settings {
    std::chrono::milliseconds timeout = std::chrono::seconds{4};  // before a stage counts as stalled
    ByteSize size_limit{1'000'000};
    std::uint32_t redirects = 5;
  };

  explicit HttpGet(const Settings& settings) : settings_(settings) {}

  void start() override {
    request_.reset(curl_library().easy_init());
    if (!request_) throw StageError("http_get: libcurl has no room for a request");
    set(CURLOPT_NOSIGNAL, 1L);  // there are other threads
    set(CURLOPT_PROTOCOLS_STR, kSchemes);
    set(CURLOPT_REDIR_PROTOCOLS_STR, kSchemes);
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, static_cast<long>(settings_.redirects));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.timeout.count()));
    set(CURLOPT_USERAGENT, "weir");
    set(CURLOPT_WRITEFUNCTION, &append_to_body);
  }

  void transform(const Text& in, Emitter<Page>& out) override {
    const std::string& url = in.text();
    check_address(url);
    Page& page = out.emit_reused();
    page.set_url(url);
    get(url, page);
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    const CURLcode code = curl_library().easy_setopt(request_.get(), option, value);
    if (code != CURLE_OK) throw StageError(std::string("http_get: libcurl: ") + curl_library().easy_strerror(code));
  }

  void get(const std::string& url, Page& page) {
    Body body{.bytes = page.mutable_body(), .limit = settings_.size_limit.bytes};
    body.bytes->clear();
    set(CURLOPT_WRITEDATA, &body);
    set(CURLOPT_URL, url.c_str());
    const auto begin = std::chrono::steady_clock::now();
    const CURLcode code = curl_library().easy_perform(request_.get());
    page.set_took_ns(std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin).count());

    const long status = info(CURLINFO_RESPONSE_CODE);
    if (status >= 400) throw RecordError(url + ": status " + std::to_string(status));
    if (body.is_too_large) throw RecordError(url + ": larger than " + to_text(settings_.size_limit));
    if (code != CURLE_OK) throw RecordError(url + ": " + reason_of(code));
    page.set_status(static_cast<std::uint32_t>(status));
  }

  long info(CURLINFO which) const {
    long value = 0;
    curl_library().easy_getinfo(request_.get(), which, &value);
    return value;
  }

  std::string reason_of(CURLcode code) const {
    const auto error = static_cast<int>(info(CURLINFO_OS_ERRNO));
    if (code == CURLE_COULDNT_CONNECT && error != 0) return std::generic_category().message(error);
    return curl_library().easy_strerror(code);
  }

  Settings settings_;
  std::unique_ptr<CURL, CloseRequest> request_;  ///< one for all records, because it keeps its connections
};

}  // namespace

StageSpec http_get() {
  using Settings = HttpGet::Settings;
  using namespace std::chrono_literals;
  return describe<HttpGet>("http_get", "Gets the page at each address, over HTTP or HTTPS.")
      .stateless()
      .field("timeout", &Settings::timeout, "The most that a page may take, from its name being looked up to its end.",
             between<std::chrono::milliseconds>(1ms, 1h))
      .field("size_limit", &Settings::size_limit, "Larger pages are rejected.",
             between(ByteSize{1}, ByteSize{kLargestPage}))
      .field("redirects", &Settings::redirects, "How many redirects are followed; a page behind more is rejected.",
             between(0, 100))
      .details(
          "Each text is an address; it is answered by the page, with its `url` as it was asked for, the status, the "
          "body and the time in nanoseconds from the request to the last byte, redirects included. A replica gets one "
          "page after the other and keeps its connections. Feed it by batches of one record: then several replicas "
          "wait at the same time, and a run that is to end waits for no more than the page at hand. A proxy is taken "
          "from the environment (http_proxy, no_proxy), as curl does.\n"
          "A record is rejected where the text is no http:// or https:// address or longer than 100,000 bytes, the "
          "server can't be reached, the page takes longer than `timeout` or is larger than `size_limit`, a redirect "
          "leads elsewhere than to HTTP or HTTPS, and at a status of 400 or more. The stage fails at its start where "
          "this machine has no libcurl.so.4.\n"
          "A process that waits for longer than the `stall_after` of the stage's `restart`, 5s by default, looks as if "
          "it hung: who gives a page more time gives that more as well. Where a process has died, what it had not "
          "passed on is asked for again, and a server may answer otherwise.");
}

}  // namespace weir::transformers
