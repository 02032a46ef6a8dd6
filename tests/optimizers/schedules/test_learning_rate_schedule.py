import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import Variable
from cornu.optimizers import schedules


class Halving(schedules.LearningRateSchedule):
    def __init__(self, start=1.0):
        self.start = start

    def __call__(self, step):
        return self.start * 0.5 ** ops.cast(step, "float32")


def test_steps_may_be_numbers_or_variables():
    for cls in (schedules.ExponentialDecay, schedules.InverseTimeDecay):
        rate = cls(0.1, 3, 0.5)
        step = Variable(4, dtype="int32")
        np.testing.assert_allclose(float(rate(step)), float(rate(4)))


def test_config_round_trip_of_all():
    made = [
        schedules.ExponentialDecay(0.1, 3, 0.5, staircase=True),
        schedules.InverseTimeDecay(0.1, 3, 0.5),
        schedules.PiecewiseConstantDecay([1], [0.1, 0.2]),
        schedules.PolynomialDecay(0.1, 3, cycle=True),
        schedules.CosineDecay(0.1, 3, warmup_target=0.2, warmup_steps=1),
        schedules.CosineDecayRestarts(0.1, 3, t_mul=1.5),
    ]
    for schedule in made:
        config = schedules.serialize(schedule)
        assert config["module"] == "keras.optimizers.schedules"
        twin = schedules.deserialize(config)
        assert type(twin) is type(schedule)
        assert twin.get_config() == schedule.get_config()


def test_own_schedules():
    assert Halving(2.0).get_config() == {"start": 2.0}
    config = {"class_name": "Halving", "config": {"start": 4.0}}
    twin = schedules.deserialize(config, {"Halving": Halving})
    assert float(twin(1)) == 2.0
    with pytest.raises(TypeError, match="__call__"):
        schedules.LearningRateSchedule()(0)
