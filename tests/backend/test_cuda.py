"""The GPU's backend: what it says where there is none, and that it agrees."""

import sys
import types

import numpy as np
import pytest

from cornu.backend import HOST, backend_for, cuda
from cornu.errors import DeviceError


def library(count):
    """Return a stand-in for the GPU library on a machine with `count` devices."""

    def get_device_count():
        if isinstance(count, Exception):
            raise count
        return count

    runtime = types.SimpleNamespace(getDeviceCount=get_device_count)
    return types.SimpleNamespace(cuda=types.SimpleNamespace(runtime=runtime))


def test_a_missing_library_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "cupy", None)
    with pytest.raises(DeviceError) as caught:
        cuda.load()
    words = str(caught.value)
    for part in ('pip install "cornu[cuda13]"', '"cornu[cuda12]"', 'set_device("cpu")'):
        assert part in words


def test_a_silent_driver_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "cupy", library(OSError("no libcuda")))
    with pytest.raises(DeviceError, match=r"driver does not answer.*no libcuda.*pip"):
        cuda.load()


@pytest.mark.parametrize(("count", "index"), [(0, 0), (1, 1), (2, 7)])
def test_an_index_too_high_is_told(monkeypatch, count, index):
    monkeypatch.setitem(sys.modules, "cupy", library(count))
    with pytest.raises(DeviceError, match=rf"gpu:{index} .* has {count} GPU"):
        cuda.load(index)


@pytest.fixture
def gpu():
    try:
        return backend_for("gpu")
    except DeviceError as error:
        pytest.skip(f"no GPU: {error}")


@pytest.mark.gpu
def test_arrays_travel(gpu):
    array = np.arange(6.0).reshape(2, 3)
    there = gpu.asarray(array)
    assert gpu.device_of(there).startswith("gpu:")
    assert (gpu.to_host(there) == array).all()
    assert gpu.empty((2, 3), "float32").shape == (2, 3)
    gpu.synchronize()
    assert gpu.memory_info()["total"] > 0


@pytest.mark.gpu
@pytest.mark.parametrize("count", [0, 1, 5, 1000])
def test_bits_are_the_hosts(gpu, count):
    state = np.array([11, 4], np.uint32)
    there = gpu.to_host(gpu.bits(gpu.asarray(state), count))
    assert (there == HOST.bits(state, count)).all()
