"""The lesson about races: all workers add to one counter, with a lock or without."""

import contextlib
import threading
from multiprocessing import Process, RawValue, Value

WORKERS = 2
LOCKS = ("none", "mutex", "atomic")  # Python has no atomic numbers: a lock stands in for them

counter = 0


def default_records(settings):
    return settings.count("counter.count", "100k")


def is_locked(settings):
    return settings.one_of("increment.lock", LOCKS, "mutex") != "none"


def shares(records, workers):
    return [records // workers + (worker < records % workers) for worker in range(workers)]


def add_to_global(times, lock):
    global counter
    for _ in range(times):
        with lock:
            counter += 1


def add_to_value(times, lock, value):
    for _ in range(times):
        with lock:
            value.value += 1


def start_and_join(workers):
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def serial(records, workers, settings):
    add_to_global(records, contextlib.nullcontext())
    yield counter


def threads(records, workers, settings):
    lock = threading.Lock() if is_locked(settings) else contextlib.nullcontext()
    start_and_join([threading.Thread(target=add_to_global, args=(times, lock), daemon=True)
                    for times in shares(records, workers)])
    yield counter


def processes(records, workers, settings):
    value = Value("q", 0) if is_locked(settings) else RawValue("q", 0)
    lock = value.get_lock() if is_locked(settings) else contextlib.nullcontext()
    start_and_join([Process(target=add_to_value, args=(times, lock, value), daemon=True)
                    for times in shares(records, workers)])
    yield value.value


def check(outcome, records, settings):
    if outcome > records or (is_locked(settings) and outcome != records):
        raise ValueError(f"the counter is at {outcome} after {records} times one more")
    return outcome
