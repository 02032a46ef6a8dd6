import pytest

from cornu import metrics, ops
from cornu.metrics import Metric


class Largest(Metric):
    def __init__(self, scale=1.0, name="largest", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.scale = scale
        self.top = self.add_weight(name="top")
        self.seen = self.add_variable((2,), initializer="ones", name="seen")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.top.assign(ops.maximum(self.top, self.scale * ops.max(y_pred)))

    def result(self):
        return self.top.value


def test_an_own_metric_gathers_and_forgets():
    metric = Largest(scale=2.0)
    assert metric(None, [1.0, 3.0]).item() == 6.0
    assert metric(None, [2.0]).item() == 6.0
    metric.reset_state()
    assert metric.result().item() == 0.0
    assert metric.seen.numpy().tolist() == [0.0, 0.0]


def test_variables_have_paths_and_types():
    metric = Largest(dtype="float64")
    assert [v.path for v in metric.variables] == ["largest/top", "largest/seen"]
    assert {v.dtype for v in metric.variables} == {"float64"}
    assert not any(v.trainable for v in metric.variables)


def test_metrics_inside_are_part_of_the_state():
    class Pair(Metric):
        def __init__(self):
            super().__init__(name="pair")
            self.inner = metrics.Mean()

    pair = Pair()
    pair.inner.update_state(3.0)
    assert len(pair.variables) == 2
    pair.reset_state()
    assert pair.inner.result().item() == 0.0


def test_config_round_trip():
    metric = Largest(scale=3.0)
    assert metric.get_config() == {"name": "largest", "dtype": "float32", "scale": 3.0}
    assert Largest.from_config(metric.get_config()).scale == 3.0


def test_names_are_made_from_the_class():
    assert Metric(name=None).name.startswith("metric")


def test_unknown_initializer_is_refused():
    with pytest.raises(ValueError, match="initializer: 'onez'"):
        Largest().add_variable((), initializer="onez")


def test_an_empty_metric_says_what_is_missing():
    with pytest.raises(TypeError, match="update_state"):
        Metric(name="m").update_state(1)
    with pytest.raises(TypeError, match="result"):
        Metric(name="m").result()
