"""Who watches calls."""

import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.core import observers


@pytest.fixture
def calls():
    seen = []

    def observer(primitive, args, params, result):
        seen.append((primitive.name, result))

    observers.active.append(observer)
    yield seen
    observers.active.remove(observer)


def test_forward_and_backward_are_seen(calls):
    x = Tensor([1.0, 2.0])
    with GradientTape() as tape:
        tape.watch(x)
        y = x * x
    assert [name for name, _ in calls] == ["multiply"]
    assert calls[0][1] is y
    assert tape.gradient(y, x).tolist() == [2.0, 4.0]
    # Rules run on tensors while someone watches, so the backward pass is seen as well.
    assert [name for name, _ in calls] == ["multiply", "multiply", "multiply", "add"]


def test_host_reads_are_noted():
    reads = []

    def listener(array):
        reads.append(array.shape)

    observers.host_read.append(listener)
    try:
        t = Tensor(3.0)
        bool(t), float(t), t.numpy(), t.item()
        assert len(reads) == 4
        assert (t.shape, t.ndim) == ((), 0)
        assert len(reads) == 4
        repr(t)  # what is printed has been read
        assert reads == [()] * 5
    finally:
        observers.host_read.remove(listener)
