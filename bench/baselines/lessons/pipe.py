"""The lesson about pipes: a writer sends numbers and at last 'DONE' through one, a reader adds them up."""

import multiprocessing
import threading

from lesson_sending import WORKERS, check, default_records, send_to_reader, serial  # noqa: F401, what run.py calls


def read_from(make_worker, records):
    reading_end, writing_end = multiprocessing.Pipe(duplex=False)
    yield from send_to_reader(make_worker, writing_end.send, reading_end.recv, records)


def threads(records, workers, settings):
    return read_from(threading.Thread, records)


def processes(records, workers, settings):
    return read_from(multiprocessing.Process, records)
