import copy
import json
import pickle

import numpy as np
import pytest

from cornu.autodiff import Tensor
from cornu.training.logs import LazyLogs, to_floats


class Source:
    def __init__(self, **values):
        self.values, self.looks = values or {"loss": 0.5, "acc": 0.25}, 0

    def logs(self):
        return LazyLogs(self)

    def __call__(self):
        self.looks += 1
        return dict(self.values)


LOOKS = {
    "index": lambda logs: logs["loss"],
    "get": lambda logs: logs.get("loss"),
    "in": lambda logs: "loss" in logs,
    "len": len,
    "list": list,
    "dict": dict,
    "reversed": lambda logs: list(reversed(logs)),
    "items": lambda logs: list(logs.items()),
    "keys": lambda logs: list(logs.keys()),
    "values": lambda logs: list(logs.values()),
    "unpacking": lambda logs: {**logs},
    "or": lambda logs: logs | {"a": 1.0},
    "or from the left": lambda logs: {"a": 1.0} | logs,
    "update of another": lambda logs: {}.update(logs),
    "copy": lambda logs: logs.copy(),
    "copy module": copy.copy,
    "pickle": lambda logs: pickle.loads(pickle.dumps(logs)),
    "repr": repr,
    "equality": lambda logs: logs == {"loss": 0.5, "acc": 0.25},
    "pop": lambda logs: logs.pop("loss"),
    "pop with default": lambda logs: logs.pop("none", 3),
    "setdefault": lambda logs: logs.setdefault("loss", 7.0),
}


@pytest.mark.parametrize("way", LOOKS)
def test_every_look_sees_what_a_dictionary_would(way):
    source = Source()
    found = LOOKS[way](source.logs())
    assert found == LOOKS[way](to_floats(source.values))
    assert source.looks == 1


def test_nothing_is_computed_before_and_once_only():
    source = Source()
    logs = source.logs()
    assert logs
    assert source.looks == 0
    assert logs.fetch() is logs
    assert [logs["loss"], logs["acc"], len(logs)] == [0.5, 0.25, 2]
    assert source.looks == 1


def test_names_are_sorted():
    logs = Source(loss=1.0, b=2.0, a=3.0).logs()
    assert list(logs) == ["a", "b", "loss"]
    assert json.dumps(logs) == '{"a": 3.0, "b": 2.0, "loss": 1.0}'


def test_what_a_step_adds_stays():
    source = Source()
    logs = source.logs()
    logs["norm"] = Tensor(2.0)
    logs["loss"] = 9.0
    assert source.looks == 0
    assert logs == {"acc": 0.25, "loss": 9.0, "norm": 2.0}
    assert type(logs["norm"]) is float


def test_what_a_step_takes_out_is_gone():
    logs = Source().logs()
    del logs["loss"]
    assert dict(logs) == {"acc": 0.25}
    logs = Source().logs()
    logs.clear()
    assert dict(logs) == {}


def test_copies_are_plain():
    for made in (Source().logs().copy(), copy.deepcopy(Source().logs())):
        assert type(made) is dict
        assert made == {"loss": 0.5, "acc": 0.25}


def test_an_error_comes_out_where_someone_looks():
    def fail():
        raise ZeroDivisionError

    logs = LazyLogs(fail)
    with pytest.raises(ZeroDivisionError):
        logs["loss"]


def test_numbers_become_plain():
    found = to_floats(
        {
            "tensor": Tensor(0.5),
            "scalar": np.float32(0.25),
            "array": np.array([1.0, 2.0]),
            "vector": Tensor([3.0, 4.0]),
            "count": 3,
            "text": "x",
        }
    )
    assert list(found) == sorted(found)
    assert found == {
        "tensor": 0.5,
        "scalar": 0.25,
        "array": [1.0, 2.0],
        "vector": [3.0, 4.0],
        "count": 3.0,
        "text": "x",
    }
    assert type(found["count"]) is float
    assert type(found["scalar"]) is float
