import pytest

from cornu import optimizers


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("sgd", "SGD"),
        ("SGD", "SGD"),
        ("rmsprop", "RMSprop"),
        ("RMSPROP", "RMSprop"),
        ("AdamW", "AdamW"),
        ("adam", "Adam"),
    ],
)
def test_names_in_any_case(name, cls):
    assert type(optimizers.get(name)) is getattr(optimizers, cls)


def test_objects_and_none_pass_through():
    ready = optimizers.Adam()
    assert optimizers.get(ready) is ready
    assert optimizers.get(None) is None


def test_configs():
    found = optimizers.get({"class_name": "adam", "config": {"learning_rate": 0.1}})
    assert type(found) is optimizers.Adam
    assert float(found.learning_rate) == pytest.approx(0.1)


def test_unknown_name_gives_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'adam'"):
        optimizers.get("adm")


def test_serialize_as_keras_does():
    found = optimizers.serialize(optimizers.SGD(name="mine"))
    assert found["module"] == "keras.optimizers"
    assert found["class_name"] == "SGD"
    assert found["registered_name"] is None
    assert found["config"]["name"] == "mine"


def test_custom_objects():
    class Mine(optimizers.SGD):
        pass

    config = {"class_name": "Mine", "config": {"learning_rate": 0.5}}
    assert type(optimizers.deserialize(config, {"Mine": Mine})) is Mine
