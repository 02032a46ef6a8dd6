"""Functions as code."""

import json

import pytest

from cornu.errors import FileFormatError, SafetyError
from cornu.utils.bytecode import describe, parts, revive
from cornu.utils.registry import serialize


def stored(function):
    return json.loads(json.dumps(describe(function, serialize)))["config"]


def test_round_trip_of_code_defaults_and_closure():
    by = 3
    config = stored(lambda x, more=1: x * by + more)
    assert revive(config, "it", safe_mode=False)(2) == 7
    code, defaults, closure = parts(lambda x: x * by, serialize)
    other = {"code": code, "defaults": defaults, "closure": closure}
    assert revive(other, "it", safe_mode=False)(2) == 6


def test_refused_in_safe_mode():
    with pytest.raises(SafetyError, match="it: a function is stored as Python code"):
        revive(stored(lambda: 1), "it", safe_mode=True)


@pytest.mark.parametrize("config", [{}, {"value": ["AAAA", None, None]}, {"value": 3}])
def test_damaged_code(config):
    with pytest.raises(FileFormatError, match="cannot be read"):
        revive(config, "it", safe_mode=False)
