"""A web server for the lesson http_get: answers any path after a while with a small page, /missing with 404.

Usage: server.py [PORT [SECONDS]]

Listens on 127.0.0.1. Port 0, the default, is any free one; it takes 0.05 seconds by default.

Prints its URL as one line when it listens. Ends on SIGTERM, and when whoever started it dies.
"""

import ctypes
import html
import http.server
import os
import signal
import sys
import time

PR_SET_PDEATHSIG = 1


class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # which keeps connections
    wbufsize = -1  # an answer leaves as a whole
    seconds = 0.05

    def do_GET(self):
        time.sleep(self.seconds)
        if self.path == "/missing":
            self.send_error(404)
            return
        name = html.escape(self.path)
        page = f"<html><head><title>Page {name}</title></head><body>This is {name}.</body></html>\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        """Says nothing: many requests come."""


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """Says nothing: a client that is killed leaves its connections broken."""


def end_with(parent):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the kernel knew that this process goes with it
        sys.exit(1)


def main():
    end_with(os.getppid())
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: sys.exit(0))
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    if len(sys.argv) > 2:
        Pages.seconds = float(sys.argv[2])
    with Server(("127.0.0.1", port), Pages) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
