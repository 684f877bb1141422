"""The lesson about small work in great number: the words of many lines are counted."""

import itertools
import re
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool

WORKERS = 2
CHUNK = 1000  # lines that a worker takes at once
LINES = ["hello world", "this is another line", "this is yet another line"]


def default_records(settings):
    return len(settings.texts("strings.values", LINES)) * settings.count("strings.repeat", "100k")


def lines(records, settings):
    return itertools.islice(itertools.cycle(settings.texts("strings.values", LINES)), records)


def count_words(line):
    return len(line.split())


def serial(records, workers, settings):
    yield sum(count_words(line) for line in lines(records, settings))


def threads(records, workers, settings):
    with ThreadPool(workers) as pool:
        yield sum(pool.map(count_words, lines(records, settings), CHUNK))


def processes(records, workers, settings):
    with Pool(workers) as pool:
        yield sum(pool.map(count_words, lines(records, settings), CHUNK))


def check(outcome, records, settings):
    words = [len(re.findall(r"\S+", line)) for line in settings.texts("strings.values", LINES)]
    rounds, rest = divmod(records, len(words))
    right = rounds * sum(words) + sum(words[:rest])
    if outcome != right:
        raise ValueError(f"{outcome} words instead of {right}")
    return outcome
