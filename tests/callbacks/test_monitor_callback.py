import warnings

import pytest

from callbacks.fakes import Metric, Model
from cornu.callbacks.monitor_callback import MonitorCallback


class Follower(MonitorCallback):
    """Follow a metric and remember which values were better."""

    def __init__(self, monitor, mode="auto", min_delta=0.0):
        super().__init__(monitor, mode, min_delta)
        self.better = []

    def on_epoch_end(self, epoch, logs=None):
        value = self._watch(logs, "Nothing follows.")
        if value is not None and self._is_better(value, self.best):
            self.best = value
            self.better.append(value)


def follow(values, monitor="val_loss", mode="auto", metrics=(), min_delta=0.0):
    callback = Follower(monitor, mode, min_delta)
    callback.set_model(Model(metrics=metrics))
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {monitor: value})
    return callback.better


# The directions Keras 3 gives its metrics, by the names they have in logs.
RISING = [
    "accuracy",
    "acc",
    "auc",
    "precision",
    "recall",
    "f1_score",
    "fbeta_score",
    "binary_accuracy",
    "sparse_top_k_categorical_accuracy",
    "mean_io_u",
    "r2_score",
    "cosine_similarity",
    "pearson_correlation",
    "precision_at_recall",
    "sensitivity_at_specificity",
    "specificity_at_sensitivity",
]
FALLING = [
    "loss",
    "mae",
    "mse",
    "mean_squared_logarithmic_error",
    "root_mean_squared_error",
    "binary_crossentropy",
    "categorical_hinge",
    "squared_hinge",
    "kl_divergence",
    "logcosh",
    "poisson",
]


@pytest.mark.parametrize("form", ["{}", "val_{}", "val_head_{}", "{}_1"])
@pytest.mark.parametrize("name", RISING)
def test_more_is_better(name, form):
    assert follow([0.1, 0.3, 0.2], form.format(name)) == [0.1, 0.3]


@pytest.mark.parametrize("form", ["{}", "val_{}", "val_head_{}", "{}_1"])
@pytest.mark.parametrize("name", FALLING)
def test_less_is_better(name, form):
    assert follow([0.3, 0.1, 0.2], form.format(name)) == [0.3, 0.1]


def test_mode_goes_before_the_name():
    assert follow([0.1, 0.3], "val_loss", mode="max") == [0.1, 0.3]
    assert follow([0.3, 0.1], "accuracy", mode="min") == [0.3, 0.1]


def test_a_metric_says_itself_what_is_better():
    metrics = [Metric("loss"), Metric("score", "up"), Metric("cost", "down")]
    assert follow([0.1, 0.3, 0.2], "val_score", metrics=metrics) == [0.1, 0.3]
    assert follow([0.3, 0.1, 0.2], "cost", metrics=metrics) == [0.3, 0.1]


def test_a_renamed_metric_is_known_by_its_class():
    class AUC(Metric):
        pass

    assert follow([0.1, 0.3], "val_area", metrics=[AUC("area")]) == [0.1, 0.3]
    with pytest.raises(ValueError, match="mode='max'"):
        follow([0.1], "val_area", metrics=[Metric("area")])


@pytest.mark.parametrize("name", ["foo", "val_foo", "glossy", "mean", "true_positives"])
def test_an_unknown_direction_is_refused(name):
    with pytest.raises(ValueError, match=f"Follower: cannot tell whether '{name}'"):
        follow([1.0], name)


def test_an_unknown_direction_of_a_missing_metric_names_what_there_is():
    callback = Follower("acuracyy")
    with pytest.raises(ValueError, match=r"loss, accuracy\. Did you mean 'accuracy'\?"):
        callback.on_epoch_end(0, {"loss": 1.0, "accuracy": 0.5})


def test_a_missing_metric_is_named_once():
    callback = Follower("accuracy")
    callback.on_train_begin()
    with pytest.warns(
        UserWarning, match=r"'accuracy'.*available are: loss, acc"
    ) as got:
        callback.on_epoch_end(0, {"loss": 1.0, "acc": 0.5})
    callback.on_epoch_end(1, {"loss": 1.0, "acc": 0.5})  # a warning would be an error
    assert len(got) == 1
    assert "Did you mean 'acc'?" in str(got[0].message)
    assert "Nothing follows." in str(got[0].message)


def test_missing_validation_is_explained():
    with pytest.warns(UserWarning, match="Pass validation_data or validation_split"):
        Follower("val_loss").on_epoch_end(0, {"loss": 1.0})


def test_the_next_training_warns_again():
    callback = Follower("val_loss")
    for _ in range(2):
        callback.on_train_begin()
        with pytest.warns(UserWarning, match="not available"):
            callback.on_epoch_end(0, {"loss": 1.0})


def test_min_delta_is_what_it_takes():
    assert follow([1.0, 0.8, 0.75, 0.7], min_delta=0.25) == [1.0, 0.7]
    assert follow([1.0, 0.8, 0.75, 0.7], min_delta=-0.25) == [1.0, 0.7]
    # Exactly so much is not enough.
    assert follow([1.0, 0.75], min_delta=0.25) == [1.0]
    assert follow([0.5, 0.75, 0.8], "acc", min_delta=0.25) == [0.5, 0.8]


def test_an_equal_value_is_not_better():
    assert follow([1.0, 1.0]) == [1.0]


def test_a_number_is_better_than_nan_and_nan_than_no_number():
    nan = float("nan")
    better = follow([nan, nan, 2.0, nan, 1.0])
    assert better[1:] == [2.0, 1.0]
    assert better[0] != better[0]


def test_unknown_mode_is_auto_with_a_warning():
    with pytest.warns(UserWarning, match="mode 'least' is unknown"):
        callback = Follower("val_loss", mode="least")
    assert callback.mode == "auto"


def test_known_modes_do_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for mode in ("auto", "min", "max"):
            Follower("val_loss", mode)


def test_the_name_must_be_a_name():
    with pytest.raises(TypeError, match="monitor must be a metric's name, got 3"):
        Follower(3)


def test_one_number_is_followed_only():
    with pytest.raises(ValueError, match="a single number"):
        follow([[0.1, 0.2]], "iou")
