import pytest

from cornu import metrics


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("mse", "MeanSquaredError"),
        ("MAE", "MeanAbsoluteError"),
        ("accuracy", "Accuracy"),
        ("auc", "AUC"),
        ("AUC", "AUC"),
        ("f1_score", "F1Score"),
        ("fbeta_score", "FBetaScore"),
        ("kl_divergence", "KLDivergence"),
        ("root_mean_squared_error", "RootMeanSquaredError"),
        ("TopKCategoricalAccuracy", "TopKCategoricalAccuracy"),
    ],
)
def test_names(name, cls):
    assert type(metrics.get(name)) is getattr(metrics, cls)


def test_unknown_name_gives_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'accuracy'"):
        metrics.get("acuracy")


def test_serialize_as_keras_does():
    assert metrics.serialize(metrics.MeanSquaredError()) == {
        "module": "keras.metrics",
        "class_name": "MeanSquaredError",
        "config": {"name": "mean_squared_error", "dtype": "float32"},
        "registered_name": None,
    }


def test_custom_objects():
    class Mine(metrics.Mean):
        pass

    config = {"class_name": "Mine", "config": {"name": "m"}}
    assert metrics.deserialize(config, {"Mine": Mine}).name == "m"
