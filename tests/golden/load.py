"""Read the golden files: numbers and configurations recorded from real Keras 3.

Each ``<name>.npz`` holds one flat array per dtype and ``index``, a UTF-8 JSON text.
In that text an array stands as ``{"@": [dtype, offset, shape]}``.
Only NumPy and the standard library are needed here; the files themselves are made by
the ``make_*.py`` scripts next to this one.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

FOLDER = Path(__file__).resolve().parent


@dataclass
class Case:
    """One recorded case; fields a kind of case does not use keep their default.

    Attributes
    ----------
    id : str
        Unique inside its file; doubles as the name of the test.
    class_name : str
        Public class in ``layers``, ``optimizers``, ``losses`` or ``metrics``.
    kwargs : dict
        Constructor arguments; nested objects are ``{"@layer": name, "kwargs": ...}``.
    config : dict
        What ``get_config()`` returned right after construction, as JSON would hold it.
    inputs : list of ndarray
        Call arguments; `many` says whether they travel as one list, `spread` whether
        each is an argument of its own.
    call_kwargs : dict
        Keyword arguments of the call: mask, initial_state.
    weights : list of dict
        ``path, trainable, value`` in the order of ``get_weights()``.
    outputs : list of ndarray
        Inference-mode outputs, flattened.
    input_grads, state_grads, weight_grads : list
        Gradients of ``sum(output * probe(output))``; None where there is none.
    output_mask : Any
        ``compute_mask`` of the inputs and `call_kwargs`' mask.
    training_outputs, training_weights : list of ndarray or None
        Outputs with ``training=True`` and all weights after that call.
    extra : dict
        Whatever else the file records.
    """

    id: str
    class_name: str
    kwargs: dict[str, Any]
    config: dict[str, Any]
    inputs: list[Any] = field(default_factory=list)
    many: bool = False
    spread: bool = False
    call_kwargs: dict[str, Any] = field(default_factory=dict)
    weights: list[dict[str, Any]] = field(default_factory=list)
    outputs: list[Any] = field(default_factory=list)
    input_grads: list[Any] = field(default_factory=list)
    state_grads: list[Any] = field(default_factory=list)
    weight_grads: list[Any] = field(default_factory=list)
    output_mask: Any = None
    training_outputs: list[Any] | None = None
    training_weights: list[Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def read(name: str) -> dict[str, Any]:
    """Return the whole recorded document `name` with its arrays in place."""
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as archive:
        flat = {key: archive[key] for key in archive.files}
    index = json.loads(flat.pop("index").tobytes().decode())

    def restore(item: Any) -> Any:
        if isinstance(item, dict):
            if set(item) == {"@"}:
                dtype, offset, shape = item["@"]
                size = int(np.prod(shape))
                return flat[dtype][offset : offset + size].reshape(shape)
            return {key: restore(value) for key, value in item.items()}
        if isinstance(item, list):
            return [restore(value) for value in item]
        return item

    return restore(index)


def cases(name: str) -> list[Case]:
    """Return every case of the golden file `name` ("layers", "losses", ...)."""
    return [Case(**entry) for entry in read(name)["cases"]]


def generator(label: str) -> np.random.Generator:
    """Return the random generator that belongs to a label, the same everywhere."""
    return np.random.Generator(np.random.Philox(zlib.crc32(label.encode())))


def probe(shape: tuple[int, ...]) -> np.ndarray:
    """Return the fixed weights by which an output is reduced before a gradient."""
    count = np.arange(1, int(np.prod(shape)) + 1, dtype=np.float64)
    return np.cos(1.7 * count).astype(np.float32).reshape(shape)


def build(namespace: ModuleType, class_name: str, kwargs: dict[str, Any]) -> Any:
    """Construct ``namespace.class_name(**kwargs)``, building nested layers first."""
    return getattr(namespace, class_name)(**_revive(kwargs, namespace))


def _revive(item: Any, namespace: Any) -> Any:
    if isinstance(item, dict):
        if "@layer" in item:
            return build(namespace, item["@layer"], item["kwargs"])
        if "@schedule" in item:
            factory: Callable[..., Any] = getattr(
                namespace.schedules, item["@schedule"]
            )
            return factory(**item["kwargs"])
        return {key: _revive(value, namespace) for key, value in item.items()}
    if isinstance(item, list):
        return [_revive(value, namespace) for value in item]
    return item


def plain(config: Any) -> Any:
    """Return `config` as a JSON file would give it back: lists for tuples, no NumPy."""
    if isinstance(config, dict):
        return {str(key): plain(value) for key, value in config.items()}
    if isinstance(config, list | tuple):
        return [plain(value) for value in config]
    if isinstance(config, np.generic):
        return config.item()
    if hasattr(config, "__array__"):
        return np.asarray(config).tolist()
    return config
