"""Objects as dictionaries, and back: the forms of Keras 3.15."""

import json

import numpy as np
import pytest

import cornu as keras
from cornu import activations, layers, losses
from cornu.errors import ArgumentError, FileFormatError, SafetyError
from cornu.saving import (
    custom_object_scope,
    deserialize_keras_object,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
    serialize_keras_object,
)
from cornu.saving.objects import check_safe_mode, describe, revive

S, D = serialize_keras_object, deserialize_keras_object


@register_keras_serializable("test_objects")
class Mine(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight((input_shape[-1], self.units), name="w")

    def call(self, x):
        return x @ self.w


@register_keras_serializable("test_objects")
def halve(x):
    return x * 0.5


@pytest.mark.parametrize(
    ("value", "described"),
    [
        (3, 3),
        (None, None),
        ({"a": (1,)}, {"a": (1,)}),
        (np.float32(3.0), 3.0),
        (slice(1, 2), {"class_name": "__slice__",
                       "config": {"start": 1, "stop": 2, "step": None}}),
        (..., {"class_name": "__ellipsis__", "config": {}}),
        (b"ab", {"class_name": "__bytes__", "config": {"value": "ab"}}),
        (activations.relu, {"module": "builtins", "class_name": "function",
                            "config": "relu", "registered_name": "function"}),
        (halve, {"module": "builtins", "class_name": "function",
                 "config": "test_objects>halve", "registered_name": "function"}),
    ],
    ids=str,
)  # fmt: skip
def test_values_and_functions(value, described):
    assert S(value) == described
    if not isinstance(value, dict):
        assert D(json.loads(json.dumps(described))) == value


def test_arrays():
    again = D(json.loads(json.dumps(S(np.array([1.0, 2.0], "float32")))))
    np.testing.assert_array_equal(again, [1.0, 2.0])
    theirs = {"class_name": "__numpy__", "config": {"value": [1, 2], "dtype": "int64"}}
    assert D(theirs).dtype == "int64"


def test_own_classes_and_what_they_were_built_on():
    layer = Mine(2, name="m")
    layer(np.ones((1, 3), "float32"))
    entry = json.loads(json.dumps(S(layer)))
    assert entry["registered_name"] == "test_objects>Mine"
    assert entry["build_config"] == {"input_shape": [1, 3]}
    again = D(entry)
    assert again.w.shape == (3, 2)
    assert D([entry, {"a": entry}])[1]["a"].units == 2


def test_a_subclass_is_not_registered_by_its_base():
    class Other(Mine):
        pass

    assert S(Other(2))["registered_name"] == "Other"
    assert get_registered_name(Other) == "Other"
    assert get_registered_name(Mine) == "test_objects>Mine"


def test_losses_of_keras_s_files():
    entry = S(losses.MeanSquaredError())
    assert entry["module"] == "keras.losses"
    assert isinstance(D(entry), losses.MeanSquaredError)


def test_models_are_compiled_as_they_were():
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    assert describe(model)["compile_config"] == {}
    model.compile("adam", "mse", metrics=["mae"])
    again = revive(json.loads(json.dumps(describe(model))))
    assert type(again.optimizer).__name__ == "Adam"
    assert again.loss == "mse"


def test_registered_objects():
    assert get_registered_object("test_objects>Mine") is Mine
    assert get_registered_object("nope") is None
    assert get_registered_object("a", {"a": 1}) == 1
    assert get_registered_object("a", None, {"a": 2}) == 2


def test_names_are_looked_up_and_nothing_is_imported():
    for config in (
        {"module": "os", "class_name": "system", "config": {"command": "ls"}},
        {"module": "os", "class_name": "Dense", "config": {"units": 1}},
        {"module": "builtins", "class_name": "function", "config": "eval"},
        {"module": "keras.utils", "class_name": "get_file", "config": {"fname": "a"}},
        {"module": "keras.config", "class_name": "function",
         "config": "enable_unsafe_deserialization", "registered_name": "function"},
    ):  # fmt: skip
        with pytest.raises(ValueError, match="Unknown"):
            D(config)


def test_configs_of_another_form_are_refused():
    with pytest.raises(FileFormatError, match="its 'config' must be a dictionary"):
        D({"module": "keras.layers", "class_name": "Dense", "config": "x"})
    with pytest.raises(FileFormatError, match="Not a config"):
        revive({"config": {}})
    entry = {"module": "keras.layers", "class_name": "Flatten", "config": {}}
    with pytest.raises(FileFormatError, match="'build_config' must be a dictionary"):
        revive({**entry, "build_config": [1]})


def test_code_needs_leave_at_every_door():
    entry = json.loads(json.dumps(S(layers.Lambda(lambda x: x * 3, name="la"))))
    value = json.loads(json.dumps(S(lambda x: x + 1)))
    for config in (entry, value, {"a": [value]}):
        with pytest.raises(SafetyError, match="stored as Python code"):
            D(config)
    with pytest.raises(SafetyError, match=r"'la' \(Lambda\): a function is stored"):
        layers.deserialize(entry) if hasattr(layers, "deserialize") else D(entry)
    assert D(value, safe_mode=False)(1) == 2
    assert D(entry, safe_mode=False)([2.0]).tolist() == [6.0]
    with pytest.raises(SafetyError):  # leave was given for one call
        D(value)


def test_safe_mode_is_not_guessed():
    with pytest.raises(ArgumentError, match="must be True or False, got 0"):
        D({}, safe_mode=0)
    with pytest.raises(ArgumentError, match="who: safe_mode"):
        check_safe_mode("who", "no")


def test_objects_of_the_caller():
    class Local(Mine):
        pass

    entry = S(Local(1))
    with pytest.raises(ValueError, match="custom_objects"):
        D(entry)
    assert type(D(entry, custom_objects={"Local": Local})) is Local
    with custom_object_scope({"Local": Local}):
        assert type(D(entry)) is Local
