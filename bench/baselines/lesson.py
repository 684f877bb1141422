"""The lesson about readers and writers, as it is usually written: a writer puts numbers, a reader adds them up.

Usage: lesson.py queue|pipe|thread-queue MESSAGES BYTES read|unread
"""

import ctypes
import json
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time

NUMBER_BYTES = 8
# A queue without a bound is faster: it has one where all messages together would take more memory than this.
MOST_WAITING_BYTES = 256 * 1024 * 1024
OBJECT_BYTES = 64
NO_BOUND = 0
PR_SET_PDEATHSIG = 1


def write(put, messages, size):
    put(time.monotonic())
    if size == NUMBER_BYTES:
        for number in range(messages):
            put(number)
    else:
        rest = rest_of_message(size)
        for number in range(messages):
            put(number.to_bytes(NUMBER_BYTES, "little") + rest)
    put(None)


def read(get, messages, size, reads_all):
    """Gives the seconds that it took and the sum of the numbers."""
    rest = rest_of_message(size) if reads_all else b""
    began = get()
    total = 0
    for received in range(messages):
        message = get()
        if message is None:
            sys.exit(f"only {received} of {messages} messages came")
        total += message if size == NUMBER_BYTES else number_in(message, size, rest)
    seconds = time.monotonic() - began
    if get() is not None:
        sys.exit("more messages came than were sent")
    return seconds, total


def number_in(message, size, rest):
    if len(message) != size or not message.endswith(rest):
        sys.exit("a message was changed on its way")
    return int.from_bytes(message[:NUMBER_BYTES], "little")


def rest_of_message(size):
    return bytes(i % 256 for i in range(NUMBER_BYTES, size))


def write_in_process(parent, put, messages, size):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == parent:
        write(put, messages, size)


def start_and_watch(writer):
    """Ends the reader where the writer dies: nobody else would."""
    def look(*_):
        if writer.exitcode:
            sys.exit("the writer has died")

    signal.signal(signal.SIGCHLD, look)
    writer.start()
    look()  # it may have died before `writer` knew of it


def main():
    way, messages, size, reads_all = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "read"
    fitting = MOST_WAITING_BYTES // (size + OBJECT_BYTES)
    room = NO_BOUND if messages <= fitting else fitting
    multiprocessing.set_start_method("fork")
    if way == "queue":
        numbers = multiprocessing.Queue(room)
        put, get = numbers.put, numbers.get
    elif way == "pipe":
        reading_end, writing_end = multiprocessing.Pipe(duplex=False)
        put, get = writing_end.send, reading_end.recv
    else:
        numbers = queue.Queue(room)
        put, get = numbers.put, numbers.get
    if way == "thread-queue":
        writer = threading.Thread(target=write, args=(put, messages, size), daemon=True)
        writer.start()
    else:
        writer = multiprocessing.Process(target=write_in_process, args=(os.getpid(), put, messages, size), daemon=True)
        start_and_watch(writer)
    seconds, total = read(get, messages, size, reads_all)
    writer.join()
    if total != messages * (messages - 1) // 2:
        sys.exit(f"the numbers from 0 to {messages - 1} do not add up to {total}: one was lost or came twice")
    print(json.dumps({"seconds": seconds, "messages": messages}))


main()
