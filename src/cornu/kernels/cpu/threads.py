"""A small team of threads that shares out the pieces of one operation.

Which thread takes which piece is left to chance; pieces write to places of their own,
so that results do not depend on it.
"""

import itertools
import os
import queue
import threading
from collections.abc import Callable

from cornu.config import num_threads
from cornu.kernels.cpu.blas import control, single_threaded_blas

Task = Callable[[int], None]

WORTH_FLOPS = 20e6
"""Below this much work, waking a thread costs more than it brings."""

_local = threading.local()
_start_lock = threading.Lock()
_orders: "queue.SimpleQueue[_Job]" = queue.SimpleQueue()
_started = 0


def team_size() -> int:
    """Return how many threads `share` can use where it is called now.

    One inside a piece of other work, and where matrix products cannot be kept to the
    thread that asks for them.
    """
    if getattr(_local, "busy", False) or control() is None:
        return 1
    return num_threads()


def share(task: Task, count: int, size: int) -> None:
    """Run ``task(0)`` to ``task(count - 1)`` on at most `size` threads.

    The caller sees to it that `size` is at most `team_size` and that matrix products
    stay on one thread (`single_threaded_blas`).
    """
    helpers = min(size, count) - 1
    if helpers < 1:
        for i in range(count):
            task(i)
        return
    _lead(_Job(lambda: task, count), helpers)


def spread(make_task: Callable[[], Task], count: int, flops: float) -> None:
    """Run ``task(0)`` to ``task(count - 1)``, on several threads if that is worth it.

    Matrix products stay on the thread that asks for them, so that their bits are the
    same on any number of threads.

    Parameters
    ----------
    make_task : callable
        Called once on every thread that takes part; returns what runs one piece, with
        scratch memory of its own.
    count : int
        Number of pieces.
    flops : float
        Floating-point operations in all.
    """
    helpers = min(team_size(), count) - 1 if flops >= WORTH_FLOPS else 0
    with single_threaded_blas():
        if helpers > 0:
            _lead(_Job(make_task, count), helpers)
        else:
            _run_all(make_task, count)


def _run_all(make_task: Callable[[], Task], count: int) -> None:
    task = make_task()
    for i in range(count):
        task(i)


def _lead(job: "_Job", helpers: int) -> None:
    if _started < helpers:
        _start(helpers)
    for _ in range(helpers):
        _orders.put(job)
    _local.busy = True  # a piece that asks for threads itself gets none
    try:
        job.work()
    finally:
        _local.busy = False
    job.all_done.acquire()
    if job.error is not None:
        raise job.error


class _Job:
    """Hand out pieces until none is left; locks and counters only, to be quick."""

    __slots__ = ("all_done", "count", "done", "error", "indices", "make_task")

    def __init__(self, make_task: Callable[[], Task], count: int) -> None:
        self.make_task = make_task
        self.count = count
        self.indices = itertools.count()
        self.done = itertools.count(1)
        self.error: BaseException | None = None
        self.all_done = threading.Lock()
        self.all_done.acquire()

    def work(self) -> None:
        task: Task | None = None
        for i in self.indices:
            if i >= self.count:
                return
            if self.error is None:  # otherwise what is left is only counted
                try:
                    if task is None:
                        task = self.make_task()
                    task(i)
                except BaseException as error:
                    self.error = error
            if next(self.done) == self.count:
                self.all_done.release()


def _start(wanted: int) -> None:
    global _started
    with _start_lock:
        while _started < wanted:
            name = f"cornu-{_started + 1}"
            threading.Thread(target=_serve, name=name, daemon=True).start()
            _started += 1


def _serve() -> None:
    _local.busy = True
    while True:
        _orders.get().work()


def _forget() -> None:
    global _started, _orders, _start_lock
    _started, _orders, _start_lock = 0, queue.SimpleQueue(), threading.Lock()
    _local.busy = False


if hasattr(os, "register_at_fork"):  # a forked child has none of its parent's threads
    os.register_at_fork(after_in_child=_forget)
