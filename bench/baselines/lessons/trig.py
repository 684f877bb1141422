"""The lesson about computing: a number is led towards where its cosine and sine add up to nothing."""

import functools
import itertools
import math
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool

WORKERS = 2
CHECKED = 10  # of the first results


def default_records(settings):
    return settings.count("constant.count", settings.count("counter.count", "100k"))


def inputs(records, settings):
    if "constant.value" in settings:
        return itertools.repeat(settings.count("constant.value", 1), records)
    numbers = itertools.count(settings.count("counter.from", 0), settings.count("counter.step", 1))
    return itertools.islice(numbers, records)


def trig(iterations, number):
    x = float(number)
    for _ in range(iterations):
        x += math.cos(x) + math.sin(x)
    return x


def work(settings):
    return functools.partial(trig, settings.count("trig.iterations", 10))


def serial(records, workers, settings):
    values = list(map(work(settings), inputs(records, settings)))
    yield values, sum(values)


def threads(records, workers, settings):
    with ThreadPool(workers) as pool:
        values = pool.map(work(settings), inputs(records, settings))
        yield values, sum(values)


def processes(records, workers, settings):
    with Pool(workers) as pool:
        values = pool.map(work(settings), inputs(records, settings))
        yield values, sum(values)


def check(outcome, records, settings):
    values, total = outcome
    first = inputs(min(records, CHECKED), settings)
    if len(values) != records or values[:CHECKED] != list(map(work(settings), first)):
        raise ValueError("the values are not those of the numbers")
    return total
