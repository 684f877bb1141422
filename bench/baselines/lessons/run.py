"""Runs one lesson in one way, and prints how long it took and what came out as one line of JSON.

Usage: run.py LESSON serial|threads|processes SETTINGS

SETTINGS is a JSON object: {"records": 1000, "workers": 2, "with": {"trig.iterations": "10"}}. What is missing
the lesson knows. A lesson is a module of this folder:

  WORKERS                               how many threads or processes, by default
  default_records(settings)             how many records, by default
  serial, threads, processes(records, workers, settings)
                                        yields its outcome when it is complete; what it does after that is not
                                        timed, such as ending its workers
  check(outcome, records, settings)     raises where the outcome is wrong; gives the result, which is printed

The line has "records", "seconds" (with the start of the workers, without that of the interpreter), "result"
and, where processes were started, "start_seconds": how much of that the forks took.
"""

import ctypes
import importlib.util
import json
import multiprocessing
import os
import pathlib
import signal
import sys
import time
from multiprocessing import popen_fork

FOLDER = pathlib.Path(__file__).resolve().parent
LESSONS = ("matrix_invert", "fibonacci", "word_count", "trig", "square", "http_get", "delay", "string_length",
           "shared_counter", "ordered_list", "shared_memory", "pipe", "queue")
WAYS = ("serial", "threads", "processes")
# Parts of multiprocessing that it would load when they are first used: while the time is taken.
LOADED_LATE = ("dummy", "managers", "pool", "queues", "sharedctypes", "synchronize")
PR_SET_PDEATHSIG = 1


class Forks:
    """Sees to it that a process that is forked ends with its parent, and adds up how long the forks took."""

    def __init__(self):
        self.seconds = 0.0
        self._began = 0.0
        self._parent = 0
        self._prctl = ctypes.CDLL(None).prctl
        os.register_at_fork(
            before=self._begin, after_in_parent=self._add_time, after_in_child=self._end_with_parent)

    def _begin(self):
        self._parent = os.getpid()
        self._began = time.monotonic()

    def _add_time(self):
        self.seconds += time.monotonic() - self._began

    def _end_with_parent(self):
        self._prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != self._parent:  # it died before the kernel knew that this process goes with it
            os._exit(1)


class WatchedChild(popen_fork.Popen):
    """Ends the parent where a child has failed: it could wait for ever for what the dead one has."""

    def poll(self, *flag):
        code = super().poll(*flag)
        if code not in (None, 0, -signal.SIGTERM):  # the latter is how a pool ends its workers
            os.write(sys.stderr.fileno(), b"a worker has died\n")
            os._exit(1)
        return code


def watch_children():
    popen_fork.Popen = WatchedChild
    signal.signal(signal.SIGCHLD, lambda *_: multiprocessing.active_children())  # which polls each


def load(name):
    """Gives a module of this folder, under another name: the lesson `queue` is not the library's."""
    own_name = "lesson_" + name
    spec = importlib.util.spec_from_file_location(own_name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[own_name] = module  # where a pool looks for the functions that it is to call
    spec.loader.exec_module(module)
    return module


def run(lesson, way, request):
    settings = load("settings").Settings(request.get("with", {}))
    records = int(request.get("records", lesson.default_records(settings)))
    workers = int(request.get("workers", lesson.WORKERS))
    if records < 0 or workers < 1:
        raise ValueError("needs 0 records or more and 1 worker or more")
    forks = Forks()
    work = getattr(lesson, way)(records, workers, settings)
    began = time.monotonic()
    outcome = next(work)
    seconds = time.monotonic() - began
    start = {"start_seconds": forks.seconds} if forks.seconds else {}
    next(work, None)
    result = lesson.check(outcome, records, settings)
    return {"records": records, "seconds": seconds, **start, "result": result}


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in LESSONS or sys.argv[2] not in WAYS:
        sys.exit(f"usage: run.py {'|'.join(LESSONS)} {'|'.join(WAYS)} SETTINGS")
    name, way, request = sys.argv[1:]
    # Before anything imports the `queue` of the standard library.
    sys.path[:] = [path for path in sys.path if pathlib.Path(path).resolve() != FOLDER]
    for part in LOADED_LATE:
        importlib.import_module(f"multiprocessing.{part}")
    multiprocessing.set_start_method("fork")
    watch_children()
    try:
        load("sending")  # from which lessons import
        print(json.dumps(run(load(name), way, json.loads(request))))
    except Exception as error:
        sys.exit(f"{name} {way}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
