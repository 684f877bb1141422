"""The lesson about queues: a writer puts numbers and at last 'DONE' into one, a reader adds them up."""

import collections
import multiprocessing
import queue
import threading

WORKERS = 1  # means nothing here: there is one writer and one reader
DONE = "DONE"


def default_records(settings):
    return settings.count("counter.count", "10k")


def write(put, records):
    for number in range(records):
        put(number)
    put(DONE)


def read(get):
    total = 0
    while (message := get()) != DONE:
        total += message
    return total


def serial(records, workers, settings):
    messages = collections.deque()
    write(messages.append, records)
    yield read(messages.popleft)


def threads(records, workers, settings):
    messages = queue.Queue()
    writer = threading.Thread(target=write, args=(messages.put, records), daemon=True)
    writer.start()
    yield read(messages.get)
    writer.join()


def processes(records, workers, settings):
    messages = multiprocessing.Queue()
    writer = multiprocessing.Process(target=write, args=(messages.put, records), daemon=True)
    writer.start()
    yield read(messages.get)
    writer.join()


def check(outcome, records, settings):
    right = records * (records - 1) // 2
    if outcome != right:
        raise ValueError(f"the numbers add up to {outcome} instead of {right}")
    return outcome
