"""A model that only remembers, and a training that only tells callbacks."""

import math
from pathlib import Path


class Rate:
    """A learning rate kept in single precision, as a variable would."""

    def __init__(self, value):
        self.assign(value)

    def assign(self, value):
        # Single precision has 24 binary digits.
        mantissa, exponent = math.frexp(value)
        self.value = math.ldexp(round(mantissa * 2**24), exponent - 24)

    def __float__(self):
        return self.value


class Optimizer:
    def __init__(self, rate=0.1):
        self._rate = rate if callable(rate) else Rate(rate)

    @property
    def learning_rate(self):
        return self._rate() if callable(self._rate) else self._rate

    @learning_rate.setter
    def learning_rate(self, value):
        self._rate.assign(value)


class Metric:
    def __init__(self, name, direction=None):
        self.name = name
        if direction is not None:
            self._direction = direction


class Model:
    """Its one weight counts the epochs; its files hold that weight."""

    def __init__(self, rate=0.1, metrics=()):
        self.optimizer = Optimizer(rate)
        self.metrics = list(metrics)
        self.stop_training = False
        self.history = None
        self.weight = -1
        self.saved = []

    def get_weights(self):
        return [self.weight]

    def set_weights(self, weights):
        (self.weight,) = weights

    def save_weights(self, path, overwrite=True):
        assert overwrite
        Path(path).write_text(str(self.weight), "utf-8")
        self.saved.append(str(path))


def train(callback, epochs, model=None, batches=1):
    """Run a callback through epochs, given as one dictionary of logs each.

    Returns the model and the logs as the callback left them.
    """
    model = model or Model()
    model.stop_training = False
    callback.set_model(model)
    callback.set_params({"verbose": 0, "epochs": len(epochs), "steps": batches})
    callback.on_train_begin({})
    seen = []
    for epoch, given in enumerate(epochs):
        logs = dict(given)
        callback.on_epoch_begin(epoch, {})
        model.weight = epoch
        for batch in range(batches):
            callback.on_train_batch_begin(batch, {})
            callback.on_train_batch_end(batch, dict(given))
        callback.on_epoch_end(epoch, logs)
        seen.append(logs)
        if model.stop_training:
            break
    callback.on_train_end(seen[-1] if seen else {})
    return model, seen


def val_losses(*values):
    return [{"loss": 0.5, "val_loss": v} for v in values]
