"""The lesson about recursion: Fibonacci numbers computed the slow way, which keeps a processor busy."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool

WORKERS = 2


def numbers(settings):
    if "sequence.values" in settings:
        return settings.counts("sequence.values", [])
    return [settings.count("constant.value", 24)]


def default_records(settings):
    if "sequence.values" in settings:
        return len(numbers(settings)) * settings.count("sequence.repeat", 1)
    return settings.count("constant.count", 64)


def inputs(records, settings):
    return itertools.islice(itertools.cycle(numbers(settings)), records)


def fibonacci(n):
    if n <= 2:
        return n - 1
    return fibonacci(n - 1) + fibonacci(n - 2)


def serial(records, workers, settings):
    yield [fibonacci(n) for n in inputs(records, settings)]


def threads(records, workers, settings):
    with ThreadPoolExecutor(workers) as executor:
        yield list(executor.map(fibonacci, inputs(records, settings)))


def processes(records, workers, settings):
    with Pool(workers) as pool:
        yield pool.map(fibonacci, inputs(records, settings), chunksize=1)


def iterative(n):
    if n < 1:
        raise ValueError(f"there is no Fibonacci number {n}: the first is F(1)")
    this, following = 0, 1
    for _ in range(n - 1):
        this, following = following, this + following
    return this


def check(outcome, records, settings):
    right = {n: iterative(n) for n in numbers(settings)}
    if outcome != [right[n] for n in inputs(records, settings)]:
        raise ValueError(f"the right numbers are {right}")
    return outcome
