"""What the lessons about pipes and queues have in common: a writer, a reader, and 'DONE' at the end."""

import collections

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


def send_to_reader(make_worker, send, receive, records):
    """The writer is a thread or a process, the reader is here."""
    writer = make_worker(target=write, args=(send, records), daemon=True)
    writer.start()
    yield read(receive)
    writer.join()


def check(outcome, records, settings):
    right = records * (records - 1) // 2
    if outcome != right:
        raise ValueError(f"the numbers add up to {outcome} instead of {right}")
    return outcome
