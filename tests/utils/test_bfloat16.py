"""bfloat16: there with the package that brings it, and words without."""

import importlib

import numpy as np
import pytest

import cornu as keras
from cornu.errors import DTypeError
from cornu.utils.bfloat16 import load_bfloat16


def test_it_is_known_after_loading():
    pytest.importorskip("ml_dtypes")
    load_bfloat16()
    assert np.dtype("bfloat16").itemsize == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda: keras.DTypePolicy("mixed_bfloat16"),
        lambda: keras.config.set_floatx("bfloat16"),
        lambda: keras.ops.cast([1.0], "bfloat16"),
        lambda: keras.ops.zeros((2,), "bfloat16"),
        lambda: keras.Input((2,), dtype="bfloat16"),
        lambda: keras.Variable([1.0], dtype="bfloat16"),
        lambda: keras.layers.Dense(2, dtype="bfloat16"),
    ],
)
def test_without_the_package_it_is_said_how_to_get_it(ask, monkeypatch):
    def missing(name):
        raise ImportError(name)

    load_bfloat16.cache_clear()
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(DTypeError, match="pip install ml_dtypes"):
        ask()
