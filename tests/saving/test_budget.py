"""Variables beyond what a file has weights for."""

import threading

import pytest

import cornu as keras
from cornu.errors import FileFormatError
from cornu.saving.budget import budget

HUGE = 2**40


def test_refused_before_it_is_made():
    with (
        budget(100, "m.keras"),
        pytest.raises(
            FileFormatError, match=r"^m\.keras: its config asks for at least"
        ),
    ):
        keras.layers.Dense(HUGE).build((None, 4))
    keras.layers.Dense(3).build((None, 4))


def test_what_fits_is_made():
    with budget(100, "m.keras"):
        keras.layers.Dense(3).build((None, 4))


def test_many_small_ones_count_together():
    with budget(0, "m.keras"), pytest.raises(FileFormatError):
        for _ in range(100):
            keras.layers.Dense(1000).build((None, 1000))


def test_other_threads_are_free():
    made = []
    with budget(0, "m.keras"):
        thread = threading.Thread(
            target=lambda: made.append(keras.initializers.Zeros()((5000, 5000)))
        )
        thread.start()
        thread.join()
    assert made
