"""From arrays and names to backends."""

import types

import numpy as np
import pytest

from cornu.backend import HOST, backend_for, backend_of, common_backend, parse_device
from cornu.backend import of as of_module
from cornu.errors import DeviceError


def test_numpy_lives_on_the_host():
    for value in (np.zeros(2), np.float32(1), np.ma.zeros(2), np.memmap):
        if not isinstance(value, type):
            assert backend_of(value) is HOST


def test_python_values_live_nowhere():
    for value in (1, 1.0, True, None, "text", [1, 2], 1j):
        assert backend_of(value) is None
    assert common_backend((1, 2.0)) is HOST
    assert common_backend(()) is HOST
    assert common_backend((1, np.zeros(2), None)) is HOST


def test_mixed_devices_are_refused(monkeypatch):
    class Elsewhere:
        pass

    there = types.SimpleNamespace(name="gpu")
    monkeypatch.setitem(of_module._by_type, Elsewhere, there)
    assert common_backend((Elsewhere(), 1.0)) is there
    with pytest.raises(DeviceError, match="one on cpu, one on gpu"):
        common_backend((np.zeros(2), Elsewhere()))


@pytest.mark.parametrize(
    ("name", "parsed"),
    [
        ("cpu", ("cpu", 0)),
        ("gpu", ("gpu", 0)),
        ("GPU:3", ("gpu", 3)),
        ("/GPU:1", ("gpu", 1)),
        ("cuda:2", ("gpu", 2)),
        ("cpu:0", ("cpu", 0)),
    ],
)
def test_names_of_devices(name, parsed):
    assert parse_device(name) == parsed


@pytest.mark.parametrize("name", ["tpu", "gpu:one", "gpu:-1", "", "gpus"])
def test_wrong_names_are_refused(name):
    with pytest.raises(ValueError, match="Unknown device"):
        parse_device(name)


def test_backend_for_the_host():
    assert backend_for("cpu") is HOST
