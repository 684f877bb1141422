"""The lesson about queues: a writer puts numbers and at last 'DONE' into one, a reader adds them up."""

import multiprocessing
import queue
import threading

from lesson_sending import WORKERS, check, default_records, send_to_reader, serial  # noqa: F401, what run.py calls


def threads(records, workers, settings):
    messages = queue.Queue()
    yield from send_to_reader(threading.Thread, messages.put, messages.get, records)


def processes(records, workers, settings):
    messages = multiprocessing.Queue()
    yield from send_to_reader(multiprocessing.Process, messages.put, messages.get, records)
