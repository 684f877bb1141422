"""The lesson about waiting for others: pages are fetched from a web server (such as server.py)."""

import functools
import itertools
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool

WORKERS = 4
URLS = [f"http://127.0.0.1:8050/{page}" for page in range(1, 9)]


def default_records(settings):
    return len(settings.texts("url_list.urls", URLS)) * settings.count("url_list.repeat", 5)


def urls(records, settings):
    return itertools.islice(itertools.cycle(settings.texts("url_list.urls", URLS)), records)


def get(timeout, limit, url):
    """Gives how many bytes the page has."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            page = answer.read(limit + 1)
    except OSError as error:  # also where the answer was an error; that of urllib can't leave a process
        raise OSError(f"{url}: {error}") from None
    if len(page) > limit:
        raise ValueError(f"{url}: more than {limit} bytes")
    return len(page)


def work(settings):
    timeout, limit = settings.seconds("http_get.timeout", "5s"), settings.size("http_get.size_limit", "1MB")
    return functools.partial(get, timeout, limit)


def serial(records, workers, settings):
    yield list(map(work(settings), urls(records, settings)))


def threads(records, workers, settings):
    with ThreadPoolExecutor(workers) as executor:
        yield list(executor.map(work(settings), urls(records, settings)))


def processes(records, workers, settings):
    with Pool(workers) as pool:
        yield pool.map(work(settings), urls(records, settings), chunksize=1)


def check(outcome, records, settings):
    if len(outcome) != records or 0 in outcome:
        raise ValueError("a page is empty or missing")
    return sum(outcome)
