"""String names and configs."""

import json

import numpy as np
import pytest

from cornu.utils import registry as registry_module
from cornu.utils.registry import (
    Registry,
    custom_object_scope,
    deserialize,
    register_keras_serializable,
    serialize,
)


class Scale:
    """A part with a config."""

    def __init__(self, factor=2.0):
        self.factor = factor

    def get_config(self):
        return {"factor": self.factor}

    def __eq__(self, other):
        return type(self) is type(other) and self.factor == other.factor

    __hash__ = None


@pytest.fixture
def parts(monkeypatch):
    monkeypatch.setattr(registry_module, "_modules", {})
    monkeypatch.setattr(registry_module, "_custom", {})
    return Registry("part", "keras.parts")


def test_every_spelling_finds_the_class(parts):
    class BigScale(Scale):
        pass

    parts.register("bs")(BigScale)
    for name in ("BigScale", "big_scale", "bigscale", "bs"):
        assert parts.find(name) is BigScale


def test_functions_are_found_by_name(parts):
    @parts.register("alias")
    def twice(x):
        return 2 * x

    assert parts.get("twice") is parts.get("alias") is twice


def test_get_makes_instances(parts):
    parts.register()(Scale)
    assert parts.get("scale") == Scale()
    assert parts.get(Scale) == Scale()
    mine = Scale(5.0)
    assert parts.get(mine) is mine
    assert parts.get(None) is None
    assert parts.get({"class_name": "Scale", "config": {"factor": 3.0}}) == Scale(3.0)
    assert parts.get(abs) is abs


def test_unknown_names_suggest(parts):
    parts.register()(Scale)
    with pytest.raises(
        ValueError, match=r"Unknown part: 'scael'\. Did you mean 'scale'"
    ):
        parts.get("scael")


def test_other_things_are_refused(parts):
    with pytest.raises(ValueError, match="Cannot interpret 3 "):
        parts.get(3)


def test_config_round_trip_by_json(parts):
    parts.register()(Scale)
    Scale._cornu_module, before = "keras.parts", Scale.__module__
    Scale.__module__ = "cornu.parts"
    try:
        config = json.loads(json.dumps(serialize(Scale(4.0))))
    finally:
        Scale.__module__ = before
        del Scale._cornu_module
    assert config == {
        "module": "keras.parts",
        "class_name": "Scale",
        "config": {"factor": 4.0},
        "registered_name": None,
    }
    assert deserialize(config) == Scale(4.0)


def test_plain_values_serialize_as_they_are():
    assert serialize({"a": [1, "x", None, (True, 2.5)]}) == {
        "a": [1, "x", None, (True, 2.5)]
    }
    assert serialize(np.float32(0.5)) == 0.5
    assert serialize(np.arange(3)) == [0, 1, 2]


def test_what_has_no_config_is_refused():
    with pytest.raises(TypeError, match="get_config"):
        serialize(object())


def test_own_classes_by_registration(parts):
    @register_keras_serializable("lab")
    class Own(Scale):
        pass

    config = serialize(Own(3.0))
    assert config["registered_name"] == "lab>Own"
    assert deserialize(config) == Own(3.0)


def test_own_classes_by_scope(parts):
    class Own(Scale):
        pass

    config = serialize(Own(3.0))
    with custom_object_scope({"Own": Own}):
        assert deserialize(config) == Own(3.0)
        assert parts.get("Own") == Own()
    with pytest.raises(ValueError, match="register_keras_serializable"):
        deserialize(config)


def test_own_functions(parts):
    def halve(x):
        return x / 2

    config = serialize(halve)
    assert config["class_name"] == "function"
    with custom_object_scope({"halve": halve}):
        assert deserialize(config) is halve
    with pytest.raises(ValueError, match="custom_objects"):
        deserialize(config)


def test_a_config_imports_nothing(parts):
    config = {"module": "os", "class_name": "system", "config": {}}
    with pytest.raises(ValueError, match="Unknown class or function"):
        deserialize(config)
    with pytest.raises(ValueError, match="class_name"):
        deserialize({"name": "x"})


def test_paths_become_strings(tmp_path):
    assert registry_module.serialize(tmp_path) == str(tmp_path)
