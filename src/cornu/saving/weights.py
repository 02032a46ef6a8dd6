"""Weights files: Keras 3's ``.weights.h5`` layout.

Each layer has a group, ``vars`` inside it holds its own weights as "0", "1", ...;
sublayers hang below under the name of their attribute, those in lists under their
class's name in snake case, counted.
"""

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from cornu.errors import ArgumentError, CornuError, FileFormatError, ShapeError
from cornu.layers.holder import UNTRACKED
from cornu.saving.archive import Archive
from cornu.saving.atomic import atomic_write
from cornu.utils.naming import to_snake_case

BROKEN = (OSError, RuntimeError, KeyError, ValueError, TypeError, OverflowError)
"""What h5py raises for damaged files; which for what differs with its version."""

# What a model keeps its parts in a second time, and what has none.
_PASSED_OVER = UNTRACKED | {
    "_graph_layers",
    "_stack",
    "_function",
    "_trainer",
    "history",
}


def save_weights(
    model: Any, filepath: Any, overwrite: bool = True, max_shard_size: Any = None
) -> None:
    """Write a model's weights; see :meth:`Model.save_weights`.

    Parameters
    ----------
    model : Layer or Model
    filepath : str or path
        Must end in ``.weights.h5``.
    overwrite : bool, default True
    max_shard_size : None
        Accepted for compatibility; one file is written.

    Raises
    ------
    ValueError
        If the ending is another.
    FileExistsError
        If the file exists and `overwrite` is False.
    FileNotFoundError
        If the folder does not exist.
    ShapeError
        If the model has no weights yet.
    """
    path = Path(filepath)
    if not path.name.endswith(".weights.h5"):
        raise ValueError(
            f"save_weights: the file name must end in '.weights.h5', got {path.name!r}."
        )
    if path.exists() and not overwrite:
        raise FileExistsError(f"save_weights: {path} exists; pass overwrite=True.")
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"save_weights: the folder {path.parent} does not exist; make it first."
        )
    if not model.built:
        raise ShapeError(
            f"save_weights: {model.name} has no weights yet; build it or call it first."
        )
    with atomic_write(path) as temporary:
        write_weights(model, temporary, path)


def write_weights(model: Any, target: Any, path: Path) -> None:
    """Write a model's weights into a new HDF5 file.

    Parameters
    ----------
    model : Layer or Model
    target : path or binary file
    path : Path
        What it is called in messages.
    """
    # h5py takes longer to import than all of this library: only who saves pays.
    import h5py

    from cornu.saving.hdf5 import Store

    with h5py.File(target, "w") as file:
        for item, place in walk(model, ""):
            group = file.create_group(f"{place}/vars".lstrip("/"))
            group.attrs["name"] = str(getattr(item, "name", type(item).__name__))
            item.save_own_variables(Store(group, path))


def load_weights(
    model: Any, filepath: Any, skip_mismatch: bool = False, by_name: bool = False
) -> None:
    """Read a model's weights; see :meth:`Model.load_weights`.

    Parameters
    ----------
    model : Layer or Model
    filepath : str or path
    skip_mismatch : bool, default False
        Whether to leave out what does not fit, with a warning.
    by_name : bool, default False
        Of old HDF5 files, whether layers get the weights of those of their name.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileFormatError
        If it is damaged or no weights file.
    ShapeError
        If weights do not fit, or the model has none yet.
    """
    path = Path(filepath)
    if not model.built:
        raise ShapeError(
            f"load_weights: {model.name} has no weights yet to load into; build it or "
            f"call it on data first."
        )
    if path.name.endswith(".keras"):
        with Archive(path) as archive, WeightsFile(archive.weights(), path) as file:
            file.load_into(model, skip_mismatch)
        return
    from cornu.saving.hdf5 import check_file

    check_file(path)
    with WeightsFile(path, path) as file:
        from cornu.saving.legacy_files import is_legacy, load_legacy_weights

        if is_legacy(file.file):
            load_legacy_weights(model, file.file, path, skip_mismatch, by_name)
            return
        if by_name:
            raise ArgumentError(
                f"load_weights: by_name=True is for old HDF5 files; {path} has its "
                f"weights by the places of layers."
            )
        file.load_into(model, skip_mismatch)


class WeightsFile:
    """Be an open weights file, of which every array has been looked at.

    Parameters
    ----------
    source : path or binary file
    path : Path
        What it is called in messages.

    Attributes
    ----------
    file : h5py.File
    nbytes : int
        Bytes of all arrays.

    Raises
    ------
    FileFormatError
        If it is damaged, or holds what weights files do not need.
    """

    def __init__(self, source: Any, path: Path) -> None:
        import h5py

        from cornu.saving.hdf5 import check_tree

        self.path = path
        size = source.getbuffer().nbytes if hasattr(source, "getbuffer") else None
        with in_words(path):
            self.file = h5py.File(source, "r")
            try:
                self.nbytes = check_tree(self.file, path, size)
            except BaseException:
                self.file.close()
                raise

    def __enter__(self) -> "WeightsFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()

    def load_into(self, model: Any, skip_mismatch: bool = False) -> None:
        """Give a model its weights; see :func:`load_weights`."""
        _load(model, self.file, self.path, skip_mismatch)

    def optimizer_state(self) -> list[Any]:
        """Return the arrays of the optimizer, in their order."""
        from cornu.saving.hdf5 import Store

        if "optimizer/vars" not in self.file:
            return []
        return Store(self.file["optimizer/vars"], self.path).in_order()


@contextlib.contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what h5py raises for damaged files into an error that names the file."""
    try:
        yield
    except CornuError:
        raise
    except BROKEN as error:
        raise FileFormatError(f"{path} cannot be read: {error!s:.300}.") from None


def _load(model: Any, file: Any, path: Path, skip_mismatch: bool) -> None:
    from cornu.saving.hdf5 import Store

    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and "optimizer/vars" in file and not optimizer.built:
        # One that had not learned yet was saved without slots.
        if len(file["optimizer/vars"]) > len(optimizer.variables):
            optimizer.build(model.trainable_variables)
    plan: list[tuple[Any, dict[str, Any]]] = []
    for item, place in walk(model, ""):
        with in_words(path):
            group = _group_at(file, f"{place}/vars".lstrip("/"))
            store = None if group is None else Store(group, path)
        try:
            # Everything is read and compared first: a misfit leaves the model whole.
            plan.append((item, _matched(item, store, place or "/", path)))
        except CornuError as error:
            if isinstance(error, FileFormatError) or not skip_mismatch:
                raise
            warnings.warn(f"load_weights skips a layer: {error}", stacklevel=6)
    for item, arrays in plan:
        if arrays:
            item.load_own_variables(_Arrays(arrays))


def _group_at(file: Any, place: str) -> Any:
    """Return a group, or None. Keras 2 left the underscore before hidden parts."""
    group = file
    for key in place.split("/"):
        found = key if key in group else f"_{key}"
        if found not in group:
            return None
        group = group[found]
    return group


def optimizer_pairs(variables: list[Any], state: list[Any]) -> list[tuple[Any, Any]]:
    """Return an optimizer's variables, each with its value from a file, in order.

    Parameters
    ----------
    variables : list of Variable
    state : list of array
        As Keras 3 keeps them or Keras 2 did: without the learning rate, which was in
        the config alone, and with slots of zeros where there is no momentum.

    Returns
    -------
    list of (Variable, array)
        Empty if the state is that of another optimizer.
    """
    if len(state) == len(variables) - 1:
        variables = [variables[0], *variables[2:]]
    elif len(variables) == 2 < len(state):
        variables, state = variables[:1], state[:1]
    shapes = [tuple(v.shape) for v in variables]
    fits = [tuple(a.shape) for a in state] == shapes
    return list(zip(variables, state)) if fits else []


class _Arrays(dict):  # type: ignore[type-arg]
    """Arrays already read, by their keys."""


def _matched(item: Any, store: Any, place: str, path: Path) -> dict[str, Any]:
    own = own_variables(item)
    keys = store.keys() if store is not None else []
    who = getattr(item, "name", type(item).__name__)
    is_optimizer = not hasattr(item, "weights")
    if is_optimizer and store is None:
        return {}
    if is_optimizer and store is not None and len(keys) != len(own):
        pairs = optimizer_pairs(own, store.in_order())
        if pairs:
            values = {id(variable): array for variable, array in pairs}
            return {str(i): values.get(id(v), v.numpy()) for i, v in enumerate(own)}
    if _overrides_loading(item):
        return {k: store[k] for k in keys} if store is not None else {}
    if len(keys) != len(own):
        raise ShapeError(
            f"{path}: {who!r} has {len(own)} weights "
            f"{[tuple(v.shape) for v in own]}, the file has {len(keys)} at {place!r}. "
            f"Is it the same architecture?"
        )
    for i, variable in enumerate(own):
        assert store is not None  # there are keys
        shape = store.shape(str(i)) if str(i) in store else None
        if shape != tuple(variable.shape):
            raise ShapeError(
                f"{path}: weight {variable.path!r} has shape {tuple(variable.shape)}, "
                f"the file's array at {place!r} {shape}. Build the model as it was "
                f"when the file was written, or leave such layers as they are by "
                f"skip_mismatch=True."
            )
    return {k: store[k] for k in keys} if store is not None else {}


def own_variables(item: Any) -> list[Any]:
    """Return the variables an object saves by itself."""
    if hasattr(item, "_own_trainable"):
        return [*item._own_trainable, *item._own_frozen]
    return list(item.variables)


def _overrides_loading(item: Any) -> bool:
    module: str = getattr(type(item).load_own_variables, "__module__", "")
    # Layers with more than variables to keep; all others here load what is compared.
    return not module.startswith("cornu.") or ".preprocessing." in module


def walk(
    item: Any, place: str, seen: set[int] | None = None
) -> Iterator[tuple[Any, str]]:
    """Yield every object that saves variables, with its place in the file."""
    seen = set() if seen is None else seen
    if id(item) in seen:
        return
    seen.add(id(item))
    yield item, place
    for name, child in _attributes(item):
        inner = f"{place}/{name}"
        if _is_saveable(child):
            yield from walk(child, inner, seen)
        elif isinstance(child, (list, tuple, dict, set)):
            yield from _walk_container(child, inner, seen)


def _walk_container(
    container: Any, place: str, seen: set[int]
) -> Iterator[tuple[Any, str]]:
    counts: dict[str, int] = {}
    items = container.values() if isinstance(container, dict) else container
    for child in items:
        if not _is_saveable(child):
            continue
        name = to_snake_case(type(child).__name__)
        count = counts.get(name, 0)
        counts[name] = count + 1
        yield from walk(child, f"{place}/{f'{name}_{count}' if count else name}", seen)


def _attributes(item: Any) -> list[tuple[str, Any]]:
    found = {k: v for k, v in item.__dict__.items() if k not in _PASSED_OVER}
    if hasattr(item, "layers") and hasattr(item, "compiled"):
        found["layers"] = item.layers
        if item.optimizer is not None:
            found["optimizer"] = item.optimizer
    return sorted(found.items())


def _is_saveable(value: Any) -> bool:
    return hasattr(value, "save_own_variables") and hasattr(value, "load_own_variables")
