"""The examples in docstrings run and say what they claim."""

import doctest
import importlib
import pkgutil

import pytest

import cornu
from cornu.utils.naming import reset_names


def module_names():
    return [
        info.name
        for info in pkgutil.walk_packages(cornu.__path__, "cornu.")
        if not info.name.startswith("cornu.kernels.cuda")
        and info.name != "cornu.backend.cuda"  # imports the GPU library
        and not info.name.endswith("__main__")
    ]


@pytest.mark.parametrize("name", module_names())
def test_examples(name):
    module = importlib.import_module(name)
    reset_names()  # examples show names that count up
    failed, _ = doctest.testmod(module, verbose=False)
    assert failed == 0, "see the captured output"
