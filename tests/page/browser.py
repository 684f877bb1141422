"""A real browser without a window, driven as the WebDriver protocol has it. One thread."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the protocol's name for a reference to an element
SECONDS = 15  # for one answer
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
KEYS = {"Tab": "\ue004", "Escape": "\ue00c", "Space": " ", "ArrowLeft": "\ue012", "ArrowUp": "\ue013",
        "ArrowRight": "\ue014", "ArrowDown": "\ue015"}


class Missing(Exception):
    """What is needed to look at a page is not there."""


def found(program):
    path = shutil.which(program)
    if path is None:
        raise Missing(f"{program} is not installed, so nobody has looked at the page; ./dev setup installs it")
    return path


class Browser:
    """Leave it as a context: what it started ends there, and what it wrote goes."""

    def __init__(self):
        chromium, driver = found("chromium"), found("chromedriver")
        self._folder = tempfile.TemporaryDirectory(prefix="weir-page-", ignore_cleanup_errors=True)
        surroundings = {**os.environ, "TMPDIR": self._folder.name, "HOME": self._folder.name}
        self._driver = subprocess.Popen([driver, "--port=0"], env=surroundings, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self._session = ""
        try:
            self._server = f"http://127.0.0.1:{self._port()}"
            self._session = "/session/" + self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": {"binary": chromium, "args": OPTIONS},
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})["sessionId"]
        except BaseException:
            self._end()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._ask("DELETE", "")
        finally:
            self._end()

    def show(self, html, width=1280, scheme="light"):
        """Opens a page, and waits until its charts are drawn."""
        path = os.path.join(self._folder.name, "page.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(html)
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.resize(width)
        self.logged("browser"), self.logged("performance")  # of the page before
        self._ask("POST", "/url", {"url": f"file://{path}"})
        self._wait_for_drawing()

    def resize(self, width):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self._wait_for_drawing()

    def run(self, script, *arguments):
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def elements(self, selector):
        return self._ask("POST", "/elements", {"using": "css selector", "value": selector})

    def click(self, element):
        self._ask("POST", f"/element/{element[ELEMENT]}/click", {})

    def press(self, key):
        self._act("key", "keyboard", [{"type": "keyDown", "value": KEYS[key]}, {"type": "keyUp", "value": KEYS[key]}])

    def point_at(self, element):
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        self._act("pointer", "mouse", [{"type": "pointerMove", "origin": element, "x": 0, "y": 0}])

    def devtools(self, command, **parameters):
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def logged(self, log):
        """What has come since it was asked last."""
        return [entry["message"] for entry in self._ask("POST", "/se/log", {"type": log})]

    def requested(self):
        """The addresses that the page has asked for, itself among them."""
        events = [json.loads(message)["message"] for message in self.logged("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def _wait_for_drawing(self):
        self._ask("POST", "/execute/async", {"args": [], "script": """
            const done = arguments[0];
            requestAnimationFrame(() => requestAnimationFrame(() => done()));"""})

    def _act(self, kind, name, actions):
        self._ask("POST", "/actions", {"actions": [{"type": kind, "id": name, "actions": actions}]})

    def _port(self):
        for line in self._driver.stdout:
            if match := re.search(r"started successfully on port (\d+)", line):
                return match[1]
        raise RuntimeError("chromedriver ended before it told its port")

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(self._server + self._session + path, method=method,
                                         headers={"Content-Type": "application/json"},
                                         data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {json.load(error)['value']['message']}") from None

    def _end(self):
        self._driver.terminate()
        self._driver.wait()
        self._driver.stdout.close()
        self._folder.cleanup()
