"""The host's backend."""

import numpy as np

from cornu.backend import HOST
from cornu.backend.philox import philox_block


def test_arrays_pass_through():
    array = np.arange(3.0)
    assert HOST.asarray(array) is array
    assert HOST.to_host(array) is array
    assert HOST.asarray([1, 2], "float32").dtype == np.float32
    assert HOST.xp is np


def test_arrays_of_a_gpu_are_fetched():
    class Remote:
        device = "gpu:0"

        def get(self):
            return np.arange(2)

    assert HOST.asarray(Remote()).tolist() == [0, 1]


def test_empty_and_device():
    array = HOST.empty((2, 3), "float16")
    assert array.shape == (2, 3)
    assert array.dtype == np.float16
    assert HOST.device_of(array) == "cpu"
    HOST.synchronize()


def test_bits_follow_seed_and_step():
    words = HOST.bits(np.array([5, 2], np.uint32), 5).tolist()
    wanted = philox_block((5, 0), (1, 2, 0, 0)) + philox_block((5, 0), (2, 2, 0, 0))
    assert words == wanted[:5]


def test_memory_is_told_in_bytes():
    memory = HOST.memory_info()
    assert set(memory) == {"used", "total"}
    assert 0 <= memory["used"] <= memory["total"]
