"""The lesson about pipes: a writer sends numbers and at last 'DONE' through one, a reader adds them up."""

import collections
import multiprocessing
import threading

WORKERS = 1  # means nothing here: there is one writer and one reader
DONE = "DONE"


def default_records(settings):
    return settings.count("counter.count", "10k")


def write(send, records):
    for number in range(records):
        send(number)
    send(DONE)


def read(receive):
    total = 0
    while (message := receive()) != DONE:
        total += message
    return total


def serial(records, workers, settings):
    messages = collections.deque()
    write(messages.append, records)
    yield read(messages.popleft)


def read_from(make_worker, records):
    reading_end, writing_end = multiprocessing.Pipe(duplex=False)
    writer = make_worker(target=write, args=(writing_end.send, records), daemon=True)
    writer.start()
    yield read(reading_end.recv)
    writer.join()


def threads(records, workers, settings):
    return read_from(threading.Thread, records)


def processes(records, workers, settings):
    return read_from(multiprocessing.Process, records)


def check(outcome, records, settings):
    right = records * (records - 1) // 2
    if outcome != right:
        raise ValueError(f"the numbers add up to {outcome} instead of {right}")
    return outcome
