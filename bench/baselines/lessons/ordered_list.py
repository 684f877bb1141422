"""The lesson about order: one thread or process for each number appends it to a list, the even ones late."""

import collections
import multiprocessing
import os
import threading
import time
from multiprocessing.managers import SyncManager

WORKERS = 4  # means nothing here: each number has a worker of its own
MOST_AT_ONCE = 100


def default_records(settings):
    return settings.count("counter.count", 100)


def append(number, seconds, numbers, lock):
    if number % 2 == 0:
        time.sleep(seconds)
    numbers.append(number)
    if lock:
        lock.release()


def start_all(make_worker, records, settings, numbers, lock):
    seconds = settings.seconds("delay.each", "1ms")
    running = collections.deque()
    for number in range(1, records + 1):
        if lock:
            lock.acquire()  # the worker gives it back when it is done: the next one starts after it
        if len(running) == MOST_AT_ONCE:
            running.popleft().join()
        running.append(make_worker(target=append, args=(number, seconds, numbers, lock), daemon=True))
        running[-1].start()
    for worker in running:
        worker.join()


def is_ordered(settings):
    return settings.flag("ordered", "true")


def serial(records, workers, settings):
    numbers = []
    for number in range(1, records + 1):
        append(number, settings.seconds("delay.each", "1ms"), numbers, None)
    yield numbers


def threads(records, workers, settings):
    numbers, lock = [], threading.Lock() if is_ordered(settings) else None
    start_all(threading.Thread, records, settings, numbers, lock)
    yield numbers


def processes(records, workers, settings):
    lock = multiprocessing.Lock() if is_ordered(settings) else None
    # What Manager() gives, at an address that is no file: nothing is left where the lesson is killed.
    with SyncManager(address=f"\0weir-lesson-{os.getpid()}") as manager:
        numbers = manager.list()
        start_all(multiprocessing.Process, records, settings, numbers, lock)
        yield list(numbers)


def check(outcome, records, settings):
    if (outcome if is_ordered(settings) else sorted(outcome)) != list(range(1, records + 1)):
        raise ValueError(f"these are not the numbers up to {records}{' in order' * is_ordered(settings)}")
    return outcome
