"""The lesson about work that is too small to be shared: one number is squared many times."""

import itertools
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool

WORKERS = 4


def default_records(settings):
    return settings.count("constant.count", "1M")


def inputs(records, settings):
    return itertools.repeat(settings.count("constant.value", 10), records)


def square(number):
    return number * number


def serial(records, workers, settings):
    yield sum(square(number) for number in inputs(records, settings))


def threads(records, workers, settings):
    with ThreadPool(workers) as pool:
        yield sum(pool.map(square, inputs(records, settings)))


def processes(records, workers, settings):
    with Pool(workers) as pool:
        yield sum(pool.map(square, inputs(records, settings)))


def check(outcome, records, settings):
    right = records * settings.count("constant.value", 10) ** 2
    if outcome != right:
        raise ValueError(f"the sum is {outcome} instead of {right}")
    return outcome
