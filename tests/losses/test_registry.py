import pytest

from cornu import losses


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("mse", losses.mean_squared_error),
        ("MSE", losses.mean_squared_error),
        ("mean_squared_error", losses.mean_squared_error),
        ("mae", losses.mean_absolute_error),
        ("bce", losses.binary_crossentropy),
        ("kld", losses.kl_divergence),
        ("huber", losses.huber),
        ("sparse_categorical_crossentropy", losses.sparse_categorical_crossentropy),
    ],
)
def test_lower_case_names_are_functions(name, function):
    assert losses.get(name) is function


@pytest.mark.parametrize(
    "name", ["MeanSquaredError", "KLDivergence", "LogCosh", "Dice"]
)
def test_class_names_are_instances(name):
    assert type(losses.get(name)) is getattr(losses, name)


def test_unknown_name_gives_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'mean_squared_error'"):
        losses.get("mean_sqared_error")


def test_serialize_as_keras_does():
    assert losses.serialize(losses.MeanSquaredError()) == {
        "module": "keras.losses",
        "class_name": "MeanSquaredError",
        "config": {"name": "mean_squared_error", "reduction": "sum_over_batch_size"},
        "registered_name": None,
    }


def test_deserialize_names_and_configs():
    assert losses.deserialize("mse") is losses.mean_squared_error
    config = losses.serialize(losses.BinaryCrossentropy(from_logits=True))
    assert losses.deserialize(config).from_logits is True


def test_custom_objects():
    class Mine(losses.Loss):
        pass

    config = {"class_name": "Mine", "config": {"name": "m"}}
    assert losses.deserialize(config, {"Mine": Mine}).name == "m"
