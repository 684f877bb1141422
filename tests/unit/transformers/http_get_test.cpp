#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <weir/descriptor.h>
#include <weir/v1/lessons.pb.h>

#include <array>
#include <atomic>
#include <thread>

#include "support/drive.h"
#include "support/payloads.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using testing::ElementsAre;
using v1::Page;

/// A port of this machine, bound but deaf until somebody listens.
class Port {
 public:
  Port() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_.number(), generic, size) != 0 || ::getsockname(socket_.number(), generic, &size) != 0) {
      throw std::runtime_error("no port");
    }
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
  }

  int socket() const { return socket_.number(); }
  std::string url(const std::string& path) const { return url_ + path; }

 private:
  Descriptor socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::string url_;
};

std::string answer(const std::string& status, const std::string& body, const std::string& header = {}) {
  return "HTTP/1.1 " + status + "\r\n" + header + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Speaks HTTP on a thread, with one client after the other.
class WebServer {
 public:
  WebServer() {
    ::listen(port_.socket(), 8);
    thread_ = std::thread([this] { serve(); });
  }
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;
  ~WebServer() {
    ::shutdown(port_.socket(), SHUT_RDWR);
    thread_.join();
  }

  std::string url(const std::string& path) const { return port_.url(path); }
  int connections() const { return connections_; }

 private:
  void serve() {
    for (;;) {
      const Descriptor client(::accept4(port_.socket(), nullptr, nullptr, SOCK_CLOEXEC));
      if (client.number() < 0) return;
      ++connections_;
      talk(client.number());
    }
  }

  void talk(int client) const {
    std::string request;
    std::array<char, 1024> part{};
    for (ssize_t got = 0; (got = ::recv(client, part.data(), part.size(), 0)) > 0;) {
      request.append(part.data(), static_cast<std::size_t>(got));
      if (!request.ends_with("\r\n\r\n")) continue;
      const std::size_t path = request.find('/') + 1;
      const std::string text = answer_to(request.substr(path, request.find(' ', path) - path));
      if (text == "hang up") return;
      ::send(client, text.data(), text.size(), MSG_NOSIGNAL);
      request.clear();
    }
  }

  static std::string answer_to(const std::string& path) {
    if (path == "page") return answer("200 OK", "hello");
    if (path == "empty") return answer("200 OK", "");
    if (path == "hop2") return answer("302 Found", "see there", "Location: /hop1\r\n");
    if (path == "hop1") return answer("301 Moved Permanently", "", "Location: /page\r\n");
    if (path == "file") return answer("302 Found", "", "Location: file:///etc/hostname\r\n");
    if (path == "stream")
      return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n";
    if (path == "error") return answer("500 Internal Server Error", "oh");
    if (path == "stuck") return "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell";
    if (path == "silent") return "";
    if (path == "hang-up") return "hang up";
    return answer("404 Not Found", "what?");
  }

  Port port_;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

class HttpGet : public testing::Test {
 protected:
  HttpGet() { ::setenv("no_proxy", "127.0.0.1", 1); }

  drive::Made<Page> get(const std::vector<std::string>& paths, const drive::With& with = {}) const {
    std::vector<std::string> urls;
    for (const std::string& path : paths) urls.push_back(server_.url(path));
    return drive::transform<Page>(transformers::http_get(), with, payloads::texts(urls));
  }

  /// Why the page is rejected, without its address.
  std::string rejection_of(const std::string& path, const drive::With& with = {}) const {
    const auto made = get({path}, with);
    if (!made.records.empty() || made.rejected.size() != 1) return "not rejected";
    const std::string beginning = server_.url(path) + ": ";
    EXPECT_THAT(made.rejected[0], testing::StartsWith(beginning));
    return made.rejected[0].substr(beginning.size());
  }

  WebServer server_;
};

std::vector<std::string> rejections_of(const std::vector<std::string>& texts) {
  return drive::transform<Page>(transformers::http_get(), {}, payloads::texts(texts)).rejected;
}

TEST_F(HttpGet, AnswersWithThePage) {
  const auto made = get({"page"});
  ASSERT_EQ(made.records.size(), 1);
  const Page& page = made.records[0];
  EXPECT_EQ(page.url(), server_.url("page"));
  EXPECT_EQ(page.status(), 200);
  EXPECT_EQ(page.body(), "hello");
  EXPECT_GT(page.took_ns(), 0);
}

TEST_F(HttpGet, ForgetsThePageBefore) {
  const auto transformer = drive::make<BatchTransformer>(transformers::http_get());
  transformer->stage().start();
  RecordsOf<v1::Text> in;
  RecordsOf<Page> out;
  drive::KeptRejections rejections;
  for (const char* path : {"page", "empty"}) in.append().set_text(server_.url(path));
  for (const std::size_t i : {0, 1}) {
    out.clear();
    transformer->transform(in, {i, 1}, out, rejections);
  }
  EXPECT_EQ(out[0].url(), server_.url("empty"));
  EXPECT_EQ(out[0].body(), "");
}

TEST_F(HttpGet, KeepsItsConnection) {
  EXPECT_EQ(get({"page", "nowhere", "page"}).records.size(), 2);
  EXPECT_EQ(server_.connections(), 1);
}

TEST_F(HttpGet, FollowsRedirectsAndNamesThePageAsItWasAskedFor) {
  const auto made = get({"hop2"}, {{"redirects", "2"}});
  ASSERT_EQ(made.records.size(), 1);
  EXPECT_EQ(made.records[0].url(), server_.url("hop2"));
  EXPECT_EQ(made.records[0].status(), 200);
  EXPECT_EQ(made.records[0].body(), "hello");
}

TEST_F(HttpGet, RejectsWhatIsBehindMoreRedirects) {
  EXPECT_EQ(rejection_of("hop2", {{"redirects", "1"}}), "Number of redirects hit maximum amount");
  EXPECT_EQ(rejection_of("hop1", {{"redirects", "0"}}), "Number of redirects hit maximum amount");
}

TEST_F(HttpGet, FollowsNoRedirectToAFile) { EXPECT_EQ(rejection_of("file"), "Unsupported protocol"); }

TEST_F(HttpGet, RejectsAStatusOf400OrMore) {
  EXPECT_EQ(rejection_of("nowhere"), "status 404");
  EXPECT_EQ(rejection_of("error"), "status 500");
}

TEST_F(HttpGet, RejectsALargerPage) {
  EXPECT_EQ(get({"page"}, {{"size_limit", "5"}}).records.size(), 1);
  EXPECT_EQ(rejection_of("page", {{"size_limit", "4"}}), "larger than 4");
  EXPECT_EQ(get({"stream"}, {{"size_limit", "10"}}).records.at(0).body(), "helloworld");
  EXPECT_EQ(rejection_of("stream", {{"size_limit", "9"}}), "larger than 9");
}

TEST_F(HttpGet, RejectsAPageThatTakesTooLong) {
  for (const char* path : {"silent", "stuck"}) {
    EXPECT_EQ(rejection_of(path, {{"timeout", "50ms"}}), "Timeout was reached") << path;
  }
}

TEST_F(HttpGet, RejectsAPageWhoseServerHangsUp) {
  EXPECT_EQ(rejection_of("hang-up"), "Server returned nothing (no headers, no data)");
}

TEST_F(HttpGet, GoesOnAfterARejection) {
  const auto made = get({"silent", "page"}, {{"timeout", "50ms"}});
  EXPECT_EQ(made.rejected.size(), 1);
  EXPECT_EQ(made.records.size(), 1);
}

TEST_F(HttpGet, RejectsAPageThatNobodyServes) {
  const Port port;
  EXPECT_THAT(rejections_of({port.url("")}), ElementsAre(port.url("") + ": Connection refused"));
}

TEST_F(HttpGet, RejectsATextThatIsNoAddress) {
  const std::string address = "http://127.0.0.1/";
  EXPECT_THAT(
      rejections_of({"hello", "", "file:///etc/hostname", "http:/a"}),
      ElementsAre("hello: no http:// or https:// address", ": no http:// or https:// address",
                  "file:///etc/hostname: no http:// or https:// address", "http:/a: no http:// or https:// address"));
  EXPECT_THAT(rejections_of({address + '\0'}), ElementsAre("an address with a NUL in it"));
  EXPECT_THAT(rejections_of({address + std::string(100'000, 'a')}), ElementsAre("an address of 100017 bytes"));
  EXPECT_THAT(rejections_of({"HTTP://", "http://a b/"}),
              ElementsAre("HTTP://: URL using bad/illegal format or missing URL",
                          "http://a b/: URL using bad/illegal format or missing URL"));
}

TEST_F(HttpGet, IsBounded) {
  const StageSpec spec = transformers::http_get();
  EXPECT_EQ(drive::problem_with(spec, {{"timeout", "0"}}), "timeout: must be from 1ms to 1h");
  EXPECT_EQ(drive::problem_with(spec, {{"size_limit", "9MB"}}), "size_limit: must be from 1 to 8MB");
  EXPECT_EQ(drive::problem_with(spec, {{"redirects", "101"}}), "redirects: must be from 0 to 100");
}

}  // namespace
}  // namespace weir
