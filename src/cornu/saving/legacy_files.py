"""Whole models and weights in the HDF5 files of Keras 2, which Keras 3 writes as well.

The root has the config as a text, ``model_weights`` a group for each layer, in which
``weight_names`` lists its arrays in order.
"""

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cornu.errors import FileFormatError, ShapeError
from cornu.layers.layer import Layer
from cornu.saving.archive import MAX_CONFIG_BYTES
from cornu.saving.budget import budget
from cornu.saving.hdf5 import read_array
from cornu.saving.json_text import from_text
from cornu.saving.legacy_config import modernised, modernised_training
from cornu.saving.objects import revive
from cornu.saving.weights import in_words, optimizer_pairs
from cornu.utils.registry import custom_object_scope, loading

_MOST_CHUNKS = 10_000


def is_legacy(file: Any) -> bool:
    """Tell whether an open HDF5 file has its arrays by layers' names."""
    return "layer_names" in _names_at(file) or "model_weights" in file


def _names_at(file: Any) -> set[str]:
    # A long list is cut into pieces, whose names have numbers.
    return {name.rstrip("0123456789") for name in file.attrs}


def load_legacy_model(
    file: Any,
    path: Path,
    nbytes: int,
    custom_objects: Mapping[str, Any] | None,
    compiles: bool,
    safe_mode: bool,
) -> Any:
    """Return the model of an old file; see :func:`~cornu.models.load_model`.

    Parameters
    ----------
    file : h5py.File
        Looked through already.
    path : Path
    nbytes : int
        Bytes of all arrays in it.
    custom_objects : dict of str to class or function, or None
    compiles, safe_mode : bool
    """
    config = _config(file, "model_config", path)
    if config is None or "model_weights" not in file:
        raise FileFormatError(
            f"{path} holds weights, but no model: build the model and call "
            f"load_weights()."
        )
    with (
        custom_object_scope(custom_objects or {}),
        loading(safe_mode=safe_mode),
        budget(nbytes, str(path)),
    ):
        model = revive(modernised(config))
        if not isinstance(model, Layer) or not hasattr(model, "compiled"):
            raise FileFormatError(
                f"its config describes a {type(model).__name__}, which is no model"
            )
        if model.built:
            _fill(model, file["model_weights"], path, by_name=True, skip=False)
        training = _config(file, "training_config", path)
        if compiles and training is not None:
            compile_as_before(model, training, path, _optimizer_state(file, path))
    return model


def load_legacy_weights(
    model: Any, file: Any, path: Path, skip_mismatch: bool, by_name: bool
) -> None:
    """Give a model the weights of an old file; see :meth:`Model.load_weights`."""
    group = file.get("model_weights", file)
    _fill(model, group, path, by_name=by_name, skip=skip_mismatch)


# ---- reading ----


def _config(file: Any, name: str, path: Path) -> dict[str, Any] | None:
    if name not in file.attrs:
        return None
    with in_words(path):
        text = file.attrs[name]
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            raise FileFormatError(f"{path}: its {name} is no text.") from None
    if not isinstance(text, str) or len(text) > MAX_CONFIG_BYTES:
        raise FileFormatError(f"{path}: its {name} is no text of a config's length.")
    return from_text(text, f"{path}: {name}")


def _listed(group: Any, name: str, path: Path) -> list[str]:
    """Return the names in an attribute, or in the pieces it was cut into."""
    with in_words(path):
        if name in group.attrs:
            pieces = [group.attrs[name]]
        else:
            pieces = []
            while f"{name}{len(pieces)}" in group.attrs:
                if len(pieces) == _MOST_CHUNKS:
                    raise FileFormatError(f"{path}: too many pieces of {name!r}.")
                pieces.append(group.attrs[f"{name}{len(pieces)}"])
    found = [item for piece in pieces for item in getattr(piece, "flat", [piece])]
    return [n.decode("utf-8", "replace") if isinstance(n, bytes) else str(n)
            for n in found]  # fmt: skip


def _fill(model: Any, group: Any, path: Path, *, by_name: bool, skip: bool) -> None:
    """Read all arrays, compare them, and only then give them to the layers."""
    saved = {}
    for name in _listed(group, "layer_names", path):
        if name not in group:
            raise FileFormatError(
                f"{path}: it lists a layer {name!r} it does not hold."
            )
        weights = _listed(group[name], "weight_names", path)
        if weights:
            saved[name] = weights
    layers = [layer for layer in model.layers if layer.weights]
    if by_name:
        pairs = [(layer, layer.name) for layer in layers if layer.name in saved]
    elif len(layers) != len(saved):
        raise ShapeError(
            f"{path} has weights for {len(saved)} layers {list(saved)[:20]}, the model "
            f"{len(layers)} layers with weights {[x.name for x in layers][:20]}. Is it "
            f"the same architecture? by_name=True loads the layers of equal names."
        )
    else:
        pairs = list(zip(layers, saved))
    plan = []
    for layer, name in pairs:
        variables = [*layer.trainable_weights, *layer.non_trainable_weights]
        try:
            plan.append((variables, _arrays(group[name], saved[name], variables, path)))
        except ShapeError as error:
            if not skip:
                raise
            warnings.warn(f"load_weights skips a layer: {error}", stacklevel=6)
    own = [*model._own_trainable, *model._own_frozen]
    top = "top_level_model_weights"
    if own and top in group:
        names = _listed(group[top], "weight_names", path)
        plan.append((own, _arrays(group[top], names, own, path)))
    for variables, arrays in plan:
        for variable, array in zip(variables, arrays):
            variable.assign(array)


def _arrays(
    group: Any, names: list[str], variables: list[Any], path: Path
) -> list[Any]:
    layer = group.name.rpartition("/")[2]
    if len(names) != len(variables):
        raise ShapeError(
            f"{path}: it has {len(names)} weights for layer {layer!r}, the model "
            f"{len(variables)}: {[(v.path, v.shape) for v in variables]}."
        )
    found = []
    for name, variable in zip(names, variables):
        item = _held(group, name, path)
        shape = item.shape
        if shape != tuple(variable.shape):
            raise ShapeError(
                f"{path}: weight {variable.path!r} has shape {tuple(variable.shape)}, "
                f"the file's {name!r} {shape}."
            )
        found.append(read_array(item, path))
    return found


def _held(group: Any, name: str, path: Path) -> Any:
    """Return an array that a group lists."""
    with in_words(path):
        item = group.get(name)
        if not hasattr(item, "shape"):
            where = group.name.rpartition("/")[2]
            raise FileFormatError(
                f"{path}: {where!r} lists {name!r}, but does not hold it."
            )
        return item


# ---- training ----


def compile_as_before(
    model: Any, training: Mapping[str, Any], path: Path, state: list[Any]
) -> None:
    """Compile as an old file says; what cannot be done is told, the model is good.

    Parameters
    ----------
    model : Model
    training : dict
    path : Path
        The file, for messages.
    state : list of array
        The optimizer's variables, in their order.
    """
    try:
        model.compile_from_config(modernised_training(training))
    except Exception as error:
        warnings.warn(
            f"load_model: {path} says how the model was compiled in a way that cannot "
            f"be repeated ({error!s:.300}), so it is not compiled; call compile().",
            stacklevel=5,
        )
        return
    optimizer = model.optimizer
    if not state or optimizer is None:
        return
    optimizer.build(model.trainable_variables)
    pairs = optimizer_pairs(list(optimizer.variables), state)
    if not pairs:
        warnings.warn(
            f"load_model: the state of {type(optimizer).__name__} in {path} is not "
            f"that of today's, so the optimizer begins anew.",
            stacklevel=5,
        )
    for variable, array in pairs:
        variable.assign(array)


def _optimizer_state(file: Any, path: Path) -> list[Any]:
    if "optimizer_weights" not in file:
        return []
    group = file["optimizer_weights"]
    return [
        read_array(_held(group, name, path), path)
        for name in _listed(group, "weight_names", path)
    ]
