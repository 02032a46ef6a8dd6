"""What `compile` was given, as a config, and back."""

from collections.abc import Mapping
from typing import Any

from cornu import optimizers
from cornu.errors import FileFormatError
from cornu.losses.registry import loss_registry
from cornu.metrics.registry import metric_registry
from cornu.utils.registry import Registry, deserialize, serialize

_LARGEST = 1_000_000
"""Numbers of classes or thresholds beyond which a config is taken for hostile."""


def given_config(trainer: Any) -> dict[str, Any]:
    """Return what a trainer was made from, in the form of Keras 3's files."""
    loss = trainer.loss
    metrics, weighted_metrics = trainer.metrics.given
    return {
        "optimizer": serialize(trainer.optimizer),
        "loss": serialize(loss.given) if loss is not None else None,
        "loss_weights": serialize(loss.loss_weights) if loss is not None else None,
        "metrics": serialize(metrics),
        "weighted_metrics": serialize(weighted_metrics),
        "run_eagerly": trainer.run_eagerly,
        "steps_per_execution": trainer.steps_per_execution,
        "jit_compile": trainer.jit_compile,
    }


def given_from_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `compile` that a config describes.

    Parameters
    ----------
    config : dict
        As Keras 3 writes it, or :func:`given_config`.

    Raises
    ------
    ValueError
        If it names a loss, metric or optimizer that is not known.
    FileFormatError
        If a number in it is beyond all measure.
    """
    families = {
        "loss": loss_registry,
        "metrics": metric_registry,
        "weighted_metrics": metric_registry,
    }
    given = {k: _revived(v, families[k]) if k in families else v for k, v in
             config.items()}  # fmt: skip
    if isinstance(given.get("optimizer"), Mapping):
        given["optimizer"] = optimizers.deserialize(given["optimizer"])
    if given.get("jit_compile") is True:
        # Keras writes what it found out for itself; here True would be a demand.
        given["jit_compile"] = "auto"
    return given


def _revived(value: Any, family: Registry) -> Any:
    if isinstance(value, (list, tuple)):
        return [_revived(v, family) for v in value]
    if not isinstance(value, Mapping):
        return value
    if "class_name" not in value:
        return {k: _revived(v, family) for k, v in value.items()}
    settings = value.get("config")
    for key, number in settings.items() if isinstance(settings, Mapping) else ():
        if isinstance(number, int) and abs(number) > _LARGEST:
            raise FileFormatError(
                f"{value['class_name']}: {key} is {number!r:.60}, more than a config "
                f"from a file may ask for ({_LARGEST})."
            )
    return deserialize(value, family)
