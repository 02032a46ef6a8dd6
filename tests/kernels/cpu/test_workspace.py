import threading

import numpy as np

from cornu.kernels.cpu import workspace
from cornu.kernels.cpu.workspace import scratch


def test_memory_is_used_again_and_aligned():
    a = scratch("test.a", (10, 3), "float32")
    b = scratch("test.b", (5,), "float64")
    assert a.shape == (10, 3)
    assert a.ctypes.data % 64 == b.ctypes.data % 64 == 0
    assert not np.shares_memory(a, b)
    assert np.shares_memory(a, scratch("test.a", (4,), "float64"))


def test_threads_have_their_own():
    mine = scratch("test.a", (8,), "float32")
    theirs = []
    thread = threading.Thread(
        target=lambda: theirs.append(scratch("test.a", (8,), "float32"))
    )
    thread.start()
    thread.join()
    assert not np.shares_memory(mine, theirs[0])


def test_too_much_is_not_kept(monkeypatch):
    monkeypatch.setattr(workspace, "LIMIT_BYTES", 1000)
    a = scratch("test.large", (10_000,), "float32")
    b = scratch("test.large", (10_000,), "float32")
    assert not np.shares_memory(a, b)
