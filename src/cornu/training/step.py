"""One step of training, testing or predicting: pure functions of model and batch."""

from typing import Any

from cornu.autodiff import GradientTape, no_grad
from cornu.training.data import unpack


def train_step(model: Any, data: Any) -> dict[str, Any]:
    """Compute the loss of a batch, follow its gradient, and update the metrics.

    Parameters
    ----------
    model : Model
    data : tuple
        ``(x,)``, ``(x, y)`` or ``(x, y, sample_weight)``.

    Returns
    -------
    dict of str to Tensor
        The running value of every metric.
    """
    x, y, sample_weight = unpack(data)
    optimizer = model.optimizer
    with GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(
            x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=True
        )
        scaled = loss if optimizer is None else optimizer.scale_loss(loss)
    with no_grad():
        variables = model.trainable_variables
        if optimizer is not None and variables:
            optimizer.apply(tape.gradient(scaled, variables), variables)
        model.track_loss(loss, x)
        return model.compute_metrics(x, y, y_pred, sample_weight=sample_weight)


def test_step(model: Any, data: Any) -> dict[str, Any]:
    """Compute the loss of a batch and update the metrics."""
    x, y, sample_weight = unpack(data)
    y_pred = model(x, training=False)
    loss = model.compute_loss(
        x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=False
    )
    model.track_loss(loss, x)
    return model.compute_metrics(x, y, y_pred, sample_weight=sample_weight)


def predict_step(model: Any, data: Any) -> Any:
    """Compute the outputs of a batch."""
    x, _, _ = unpack(data)
    return model(x, training=False)
