"""Files that layers keep beside their weights: vocabularies, for example."""

import tempfile
import zipfile
from pathlib import Path
from typing import Any

from cornu.errors import FileFormatError
from cornu.saving.archive import ASSETS, Archive
from cornu.saving.weights import walk


def write_assets(model: Any, archive: zipfile.ZipFile) -> None:
    """Put the files of a model's layers into an archive.

    Parameters
    ----------
    model : Layer or Model
    archive : ZipFile, open for writing
    """
    for item, place in walk(model, ""):
        if not hasattr(item, "save_assets"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            item.save_assets(folder)
            for path in sorted(Path(folder).iterdir()):
                archive.write(path, f"{_prefix(place)}{path.name}")


def read_assets(model: Any, archive: Archive) -> None:
    """Give the layers of a model their files.

    Parameters
    ----------
    model : Layer or Model
    archive : Archive

    Raises
    ------
    FileFormatError
        If a file is there that no layer of the model has.
    """
    left = set(archive.assets)
    if not left:
        return
    for item, place in walk(model, ""):
        prefix = _prefix(place)
        # Only what lies right there: names with a slash belong to inner layers.
        mine = [n for n in left if n.startswith(prefix) and "/" not in n[len(prefix) :]]
        if not mine or not hasattr(item, "load_assets"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            for name in mine:
                Path(folder, name[len(prefix) :]).write_bytes(archive.read(name))
            item.load_assets(folder)
        left.difference_update(mine)
    if left:
        raise FileFormatError(
            f"{archive.path}: {min(left)[:200]!r} in it belongs to no layer of the "
            f"model; the file is damaged, or not to be trusted."
        )


def _prefix(place: str) -> str:
    return f"{ASSETS}{place.strip('/')}/" if place.strip("/") else ASSETS
