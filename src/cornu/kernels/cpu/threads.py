"""A small team of threads that shares out the blocks of one operation.

Which thread takes which block is left to chance; blocks write to places of their own,
so that results do not depend on it.
"""

import itertools
import os
import queue
import threading
from collections.abc import Callable

from cornu.kernels.cpu.blas import control, single_threaded_blas

Task = Callable[[int], None]

WORTH_FLOPS = 50e6
"""Below this much work, waking a thread costs more than it brings."""

_MOST = 16

_local = threading.local()
_start_lock = threading.Lock()
_orders: "queue.SimpleQueue[_Job]" = queue.SimpleQueue()
_started = 0


def num_threads() -> int:
    """Return how many threads may work at once.

    The environment variable ``CORNU_NUM_THREADS`` decides, then ``OMP_NUM_THREADS``,
    then the number of cores this process may use.
    """
    for name in ("CORNU_NUM_THREADS", "OMP_NUM_THREADS"):
        text = os.environ.get(name, "")
        if text.isdigit() and int(text) > 0:
            return min(int(text), _MOST)
    try:
        return min(len(os.sched_getaffinity(0)), _MOST)
    except AttributeError:  # systems without processor affinity
        return min(os.cpu_count() or 1, _MOST)


def spread(make_task: Callable[[], Task], count: int, flops: float) -> None:
    """Run ``task(0)`` to ``task(count - 1)``, on several threads if that is worth it.

    Parameters
    ----------
    make_task : callable
        Called once on every thread that takes part; returns what runs one block, with
        scratch memory of its own.
    count : int
        Number of blocks.
    flops : float
        Floating-point operations in all.
    """
    helpers = min(num_threads(), count) - 1
    small = flops < WORTH_FLOPS or getattr(_local, "busy", False)
    if small or control() is None:
        _run_all(make_task, count)
        return
    if helpers < 1:
        # The same products on one thread each, so that the bits are the same, too.
        with single_threaded_blas():
            _run_all(make_task, count)
        return
    _start(helpers)
    job = _Job(make_task, count)
    with single_threaded_blas():
        for _ in range(helpers):
            _orders.put(job)
        job.lead()


def _run_all(make_task: Callable[[], Task], count: int) -> None:
    task = make_task()
    for i in range(count):
        task(i)


class _Job:
    def __init__(self, make_task: Callable[[], Task], count: int) -> None:
        self.make_task = make_task
        self.count = count
        self.indices = itertools.count()
        self.changed = threading.Condition()
        self.helping = 0
        self.closed = False
        self.error: BaseException | None = None

    def lead(self) -> None:
        self._work()
        with self.changed:
            self.closed = True
            while self.helping:
                self.changed.wait()
        if self.error is not None:
            raise self.error

    def help(self) -> None:
        with self.changed:
            if self.closed:
                return
            self.helping += 1
        self._work()
        with self.changed:
            self.helping -= 1
            self.changed.notify_all()

    def _work(self) -> None:
        _local.busy = True  # a block that asks for threads itself gets none
        try:
            task = self.make_task()
            for i in self.indices:
                if i >= self.count or self.error is not None:
                    return
                task(i)
        except BaseException as error:
            self.error = error
        finally:
            _local.busy = False


def _start(wanted: int) -> None:
    global _started
    with _start_lock:
        while _started < wanted:
            name = f"cornu-{_started + 1}"
            threading.Thread(target=_serve, name=name, daemon=True).start()
            _started += 1


def _serve() -> None:
    while True:
        _orders.get().help()


def _forget() -> None:
    global _started, _orders, _start_lock
    _started, _orders, _start_lock = 0, queue.SimpleQueue(), threading.Lock()
    _local.busy = False


if hasattr(os, "register_at_fork"):  # a forked child has none of its parent's threads
    os.register_at_fork(after_in_child=_forget)
