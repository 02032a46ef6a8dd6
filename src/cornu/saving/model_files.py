"""Whole models in one file: Keras 3's ``.keras``, a zip of config and weights."""

import contextlib
import datetime
import os
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cornu.errors import CornuError, FileFormatError, SafetyError
from cornu.layers.layer import Layer
from cornu.saving.archive import (
    CONFIG,
    HDF5_START,
    MAX_CONFIG_BYTES,
    MAX_METADATA_BYTES,
    METADATA,
    WEIGHTS,
    Archive,
)
from cornu.saving.assets import read_assets, write_assets
from cornu.saving.atomic import atomic_write
from cornu.saving.budget import budget
from cornu.saving.json_text import from_text, to_text
from cornu.saving.legacy_config import modernised
from cornu.saving.objects import check_safe_mode, describe, revive
from cornu.saving.weights import WeightsFile, write_weights
from cornu.utils.registry import custom_object_scope, loading

FORMAT = "3.15.1"
"""The version of Keras whose form of files is written."""

_LONGEST = 1000


def save_model(
    model: Any, filepath: Any, overwrite: bool = True, zipped: bool | None = None
) -> None:
    """Write a whole model; see :meth:`Model.save`.

    Parameters
    ----------
    model : Model
    filepath : str or path
        Must end in ``.keras``.
    overwrite : bool, default True
        Whether an existing file may be replaced.
    zipped : True or None
        Only single files are written.

    Raises
    ------
    ValueError
        If the ending is another, or a folder is wanted.
    FileExistsError
        If the file exists and `overwrite` is False.
    FileNotFoundError
        If the folder does not exist.
    TypeError
        If an argument of a layer cannot be written.
    """
    path = Path(os.fspath(filepath))
    if not path.name.endswith(".keras"):
        raise ValueError(
            f"save_model: the file name must end in '.keras', got {path.name!r}. For "
            f"weights alone there is save_weights(), to '.weights.h5'."
        )
    if zipped is False:
        raise ValueError("save_model: folders are not written; leave zipped out.")
    if path.exists() and not overwrite:
        raise FileExistsError(f"save_model: {path} exists; pass overwrite=True.")
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"save_model: the folder {path.parent} does not exist; make it first."
        )
    config = to_text(describe(model))
    if '"__lambda__"' in config:
        warnings.warn(
            f"save_model: {model.name} holds a nameless function, which is written as "
            f"code; the file can only be loaded with safe_mode=False. Name the "
            f"function and decorate it with register_keras_serializable().",
            stacklevel=2,
        )
    if not model.built:
        warnings.warn(
            f"save_model: {model.name} has no weights yet, so none are written; build "
            f"it or call it on data first.",
            stacklevel=2,
        )
    with (
        atomic_write(path) as temporary,
        zipfile.ZipFile(temporary, "w", allowZip64=True) as archive,
    ):
        archive.writestr(METADATA, to_text(_metadata()))
        archive.writestr(CONFIG, config)
        # Without a name in the folder: nothing of it stays if the process is killed.
        with tempfile.TemporaryFile(dir=path.parent) as weights:
            write_weights(model, weights, path)
            weights.seek(0)
            with archive.open(WEIGHTS, "w", force_zip64=True) as member:
                while part := weights.read(2**20):
                    member.write(part)
        write_assets(model, archive)


def _metadata() -> dict[str, str]:
    now = datetime.datetime.now()
    return {"keras_version": FORMAT, "date_saved": now.strftime("%Y-%m-%d@%H:%M:%S")}


def load_model(
    filepath: Any,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,
) -> Any:
    """Read a whole model from a ``.keras`` file, written here or by Keras 3.

    So are those of Keras 2, and old HDF5 files (``.h5``) of both.

    Only that file is opened, nothing is imported, and no code in it runs: classes and
    functions are looked up by name among the library's own and those of the caller.

    Parameters
    ----------
    filepath : str or path
    custom_objects : dict of str to class or function, optional
        What is yours in it, by name.
    compile : bool, default True
        Whether the model is compiled as it was, with the optimizer's state.
    safe_mode : bool, default True
        Whether functions stored as code are refused.

    Returns
    -------
    Model

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileFormatError
        If it is damaged, or no whole model.
    SafetyError
        If it holds code, and `safe_mode` is True.
    ValueError
        If it names what is neither part of the library nor yours.

    Examples
    --------
    >>> import os, tempfile
    >>> import cornu as keras
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "m.keras")
    ...     model.save(path)
    ...     again = keras.models.load_model(path)
    >>> bool((again.get_weights()[0] == model.get_weights()[0]).all())
    True
    """
    check_safe_mode("load_model", safe_mode)
    path = Path(os.fspath(filepath))
    if _is_hdf5(path):
        from cornu.saving.legacy_files import load_legacy_model

        with WeightsFile(path, path) as old, _in_words(path, "model_config"):
            return load_legacy_model(
                old.file, path, old.nbytes, custom_objects, bool(compile), safe_mode
            )
    with Archive(path) as archive:
        config = _parsed(archive, CONFIG, MAX_CONFIG_BYTES)
        training = None
        if _is_of_keras_2(archive):
            with _in_words(path):
                training = config.pop("compile_config", None)
                config = modernised(config)
        with (
            WeightsFile(archive.weights(), path) as weights,
            custom_object_scope(custom_objects or {}),
            loading(safe_mode=safe_mode, compiles=bool(compile)),
            budget(weights.nbytes, str(path)),
            _in_words(path),
        ):
            model = revive(config)
            if not isinstance(model, Layer) or not hasattr(model, "compiled"):
                raise FileFormatError(
                    f"its config describes a {type(model).__name__}, which is no model"
                )
            read_assets(model, archive)
            if model.built:
                weights.load_into(model)
            if training and compile:
                from cornu.saving.legacy_files import compile_as_before

                compile_as_before(model, training, path, weights.optimizer_state())
    return model


def _is_of_keras_2(archive: Archive) -> bool:
    if METADATA not in archive:
        return False
    metadata = _parsed(archive, METADATA, MAX_METADATA_BYTES)
    return str(metadata.get("keras_version")).startswith("2.")


def _is_hdf5(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(HDF5_START)) == HDF5_START


def _parsed(archive: Archive, name: str, limit: int) -> dict[str, Any]:
    who = f"{archive.path}: {name}"
    try:
        text = archive.read(name, limit).decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileFormatError(f"{who} is no text ({error}).") from None
    return from_text(text, who)


@contextlib.contextmanager
def _in_words(path: Path, where: str = CONFIG) -> Iterator[None]:
    """Let every error while a config is read name the file and the place in it."""
    try:
        yield
    except Exception as error:
        place = getattr(error, "_cornu_place", "")
        place = "" if str(error).startswith(place) else place
        text = f"{path}: {where}: {place + ': ' if place else ''}{error}"
        if str(error).startswith(str(path)):
            text = str(error)  # it was about the weights
        kind = SafetyError if isinstance(error, SafetyError) else FileFormatError
        if isinstance(error, CornuError) and isinstance(error, ValueError):
            kind = type(error)  # type: ignore[assignment]
        raise kind(_shortened(text)) from error


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."


def model_from_json(
    json_string: str, custom_objects: Mapping[str, Any] | None = None
) -> Any:
    """Return the model that a text of :meth:`Model.to_json` describes.

    It is built and compiled as it was; its weights are new.

    Parameters
    ----------
    json_string : str
    custom_objects : dict of str to class or function, optional
        What is yours in it, by name.

    Raises
    ------
    TypeError
        If it is no text at all.
    FileFormatError
        If it is no such text.
    ValueError
        If it names what is neither part of the library nor yours.
    """
    if not isinstance(json_string, (str, bytes)):
        raise TypeError(
            f"model_from_json: expected a text, got {type(json_string).__name__}. For "
            f"a dictionary there is Model.from_config(), or json.dumps() before."
        )
    config = from_text(json_string, "model_from_json: the text")
    with custom_object_scope(custom_objects or {}), loading(safe_mode=True):
        return revive(config)
