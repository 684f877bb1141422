"""The lesson about sleeping: each number waits as long as it is large, so the small ones are done first."""

import functools
import itertools
import time
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool

WORKERS = 3
VALUES = [3, 1, 2]


def default_records(settings):
    return len(settings.texts("sequence.values", VALUES)) * settings.count("sequence.repeat", 1)


def values(records, settings):
    return itertools.islice(itertools.cycle(settings.counts("sequence.values", VALUES)), records)


def wait(each, value):
    time.sleep(max(value, 0) * each)
    return value


def work(settings):
    return functools.partial(wait, settings.seconds("delay.each", "100ms"))


def serial(records, workers, settings):
    yield list(map(work(settings), values(records, settings)))


def finished_in(pool, records, settings):
    finished = []
    for value in pool.imap_unordered(work(settings), values(records, settings)):
        finished.append(value)
    return finished


def threads(records, workers, settings):
    with ThreadPool(workers) as pool:
        yield finished_in(pool, records, settings)


def processes(records, workers, settings):
    with Pool(workers) as pool:
        yield finished_in(pool, records, settings)


def check(finished, records, settings):
    if sorted(finished) != sorted(values(records, settings)):
        raise ValueError("the numbers that are done are not those that were given")
    return finished
