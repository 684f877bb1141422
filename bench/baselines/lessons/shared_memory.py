"""The lesson about memory: another thread or process squares a list into shared memory, or into its own."""

import itertools
import threading
from multiprocessing import Array, Process, Value

WORKERS = 1  # means nothing here: one squares the whole list
VALUES = [1, 2, 3, 4]

own_squares = []


def default_records(settings):
    return len(settings.texts("sequence.values", VALUES)) * settings.count("sequence.repeat", 1)


def values(records, settings):
    return list(itertools.islice(itertools.cycle(settings.counts("sequence.values", VALUES)), records))


def is_shared(settings):
    return settings.one_of("square_into.memory", ("shared", "private"), "shared") == "shared"


def square_into_shared(numbers, squares, total):
    for index, number in enumerate(numbers):
        squares[index] = number * number
    total.value = sum(squares)


def square_into_own(numbers):
    for number in numbers:
        own_squares.append(number * number)


def start_and_join(worker):
    worker.start()
    worker.join()


def squares_of(make_worker, records, settings):
    """Gives what this process sees of what the worker did; and whether that should be nothing."""
    numbers = values(records, settings)
    if not is_shared(settings):
        start_and_join(make_worker(target=square_into_own, args=(numbers,), daemon=True))
        return own_squares, sum(own_squares), make_worker is Process
    squares, total = Array("q", records), Value("q")
    start_and_join(make_worker(target=square_into_shared, args=(numbers, squares, total), daemon=True))
    return squares[:], total.value, False


def serial(records, workers, settings):
    square_into_own(values(records, settings))
    yield own_squares, sum(own_squares), False


def threads(records, workers, settings):
    yield squares_of(threading.Thread, records, settings)


def processes(records, workers, settings):
    yield squares_of(Process, records, settings)


def check(outcome, records, settings):
    squares, total, is_unseen = outcome
    right = [] if is_unseen else [number ** 2 for number in values(records, settings)]
    if squares != right or total != sum(right):
        raise ValueError(f"{len(squares)} squares, the sum {total}, instead of {len(right)} and {sum(right)}")
    return {"squares": squares, "sum": total}
