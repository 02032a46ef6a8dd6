"""Record functional models of real Keras 3 with one raw op each: config and outputs.

Run from the repository's root, with Keras, JAX and cornu installed::

    KERAS_BACKEND=jax python tests/golden/make_op_graphs.py

For the first call of every op in ``contracts/op_calls`` that stands in a model. Each
model is also built here, and its config given to Keras: what Keras cannot read or
computes otherwise is printed.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import keras
import numpy as np
from load import plain
from make_ops import families, function_of
from store import Store, versions

import cornu
from contracts.op_calls import base, compare

# Ours are Python's numbers, also of symbols.
PLAIN = ("ndim", "size")


def model_of(library: Any, case: base.Case) -> tuple[Any, list[np.ndarray]]:
    """Return a model whose inputs are the arrays of a call, and those arrays."""
    symbols: list[Any] = []
    arrays: list[np.ndarray] = []

    def stand_in(array: np.ndarray) -> Any:
        name = f"x{len(symbols)}"
        symbols.append(
            library.Input(batch_shape=array.shape, dtype=array.dtype.name, name=name)
        )
        arrays.append(array)
        return symbols[-1]

    args, kwargs = case.make(library, stand_in)
    result = function_of(library, case.op.name)(*args, **kwargs)
    outputs = [x for x in compare.leaves(result) if isinstance(x, library.KerasTensor)]
    return library.Model(symbols, outputs), arrays


def values(model: Any, arrays: list[Any]) -> list[np.ndarray]:
    """Return the outputs of a model on arrays."""
    found = model(arrays if len(arrays) > 1 else arrays[0])
    return [np.asarray(x) for x in compare.leaves(found)]


def cases() -> list[base.Case]:
    """Return the first call of each op that can stand in a model."""
    import importlib

    found = []
    for family in families():
        for op in importlib.import_module(f"contracts.op_calls.{family}").OPS:
            case = base.Case(op, 0, (op.calls[0].dtypes or op.dtypes)[0])
            parts = list(compare.leaves(case.make(keras)))
            if op.symbols or case.differs or any(callable(p) for p in parts):
                continue
            if any(isinstance(p, np.ndarray) for p in parts):
                found.append(case)
    return found


def main() -> None:
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    store, recorded = Store(), {}
    refused, unreadable, other = [], [], []
    for case in cases():
        try:
            model, arrays = model_of(keras, case)
            config = json.loads(json.dumps(plain(model.get_config())))
            outputs = values(model, arrays)
        except Exception as error:
            refused.append(f"{case.op.name}: {error!r:.120}")
            continue
        if case.op.name in PLAIN or any(x.dtype.kind == "V" for x in outputs):
            continue
        recorded[case.op.name] = {
            "config": json.dumps(config),
            "inputs": arrays,
            "outputs": outputs,
        }
        words = ""
        try:
            mine, _ = model_of(cornu, case)
            config = json.loads(json.dumps(mine.get_config()))
            twin = keras.Model.from_config(config)
            found = values(twin, arrays)
            if case.op.settle is None:
                words = compare.difference(found, outputs, case.op.loose)
        except Exception as error:
            unreadable.append(f"{case.op.name}: {str(error)[:300]!r}")
            continue
        if words:
            other.append(f"{case.op.name}: {words}")
    store.save("op_graphs", {"versions": versions(), "models": recorded})
    for title, lines in (
        ("Keras cannot build or write", refused),
        ("Keras cannot read ours", unreadable),
        ("Keras computes otherwise from ours", other),
    ):
        print(f"{title}: {len(lines)}")
        for line in lines:
            print(f"  {line}")
    print(f"{len(recorded)} models")


if __name__ == "__main__":
    main()
