"""Reading HDF5 with distrust: only plain arrays, only from this file.

A weights file from elsewhere may point at other files, declare petabytes, or be
damaged. Everything is looked at before any data is read.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from cornu.errors import FileFormatError

MAX_OBJECTS = 100_000
MAX_DEPTH = 64
CHECKSUM = "cornu_crc32"


def check_file(path: Path) -> None:
    """Refuse what is no plain HDF5 file.

    Raises
    ------
    FileNotFoundError
        If there is none.
    FileFormatError
        If it is something else, or empty.
    """
    if not path.exists():
        raise FileNotFoundError(f"No weights file at {path}.")
    if not path.is_file():
        raise FileFormatError(f"{path} is not a plain file.")
    if path.stat().st_size == 0:
        raise FileFormatError(f"{path} is empty: it was not written to its end.")
    if not h5py.is_hdf5(path):
        raise FileFormatError(
            f"{path} is not an HDF5 file, so it holds no weights; was it damaged, or "
            f"is it another kind of file?"
        )


def check_tree(file: h5py.File, path: Path, size: int | None = None) -> int:
    """Walk all groups once and refuse whatever a weights file does not need.

    Parameters
    ----------
    file : h5py.File
    path : Path
        For messages.
    size : int, optional
        Bytes of the file; asked of `path` by default.

    Returns
    -------
    int
        The bytes of all arrays.

    Raises
    ------
    FileFormatError
        Soft or external links, virtual or external storage, text or objects, more
        data declared than the file can hold, or too many or too deep groups.
    """
    size = path.stat().st_size if size is None else size
    declared = 0
    for count, (name, item) in enumerate(_walk(file, path)):
        if count >= MAX_OBJECTS:
            raise FileFormatError(f"{path} holds more than {MAX_OBJECTS} objects.")
        if isinstance(item, h5py.Dataset):
            declared += _check_dataset(item, name, path)
    # Compressed data sets may be larger than the file; zlib's bound is about 1000.
    if declared > 1100 * size:
        raise FileFormatError(
            f"{path} declares {declared} bytes of weights in {size} bytes of file."
        )
    return declared


def _walk(file: h5py.File, path: Path) -> Iterator[tuple[str, Any]]:
    stack: list[tuple[str, Any, int]] = [("", file, 0)]
    seen: set[Any] = set()
    while stack:
        name, group, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise FileFormatError(f"{path}: groups are nested too deeply at {name!r}.")
        identity = h5py.h5o.get_info(group.id).addr
        if identity in seen:
            raise FileFormatError(f"{path}: group {name!r} is reached by two ways.")
        seen.add(identity)
        for key in group:
            full = f"{name}/{key}"
            if not isinstance(group.get(key, getlink=True), h5py.HardLink):
                raise FileFormatError(
                    f"{path}: {full!r} is a link to somewhere else, which a weights "
                    f"file does not need; it is not followed."
                )
            item = group[key]
            if isinstance(item, h5py.Group):
                stack.append((full, item, depth + 1))
            elif not isinstance(item, h5py.Dataset):
                raise FileFormatError(f"{path}: {full!r} is neither group nor array.")
            yield full, item


def _is_bfloat16(item: h5py.Dataset) -> bool:
    is_raw = item.dtype.kind == "V" and item.dtype.itemsize == 2
    return is_raw and item.dtype.fields is None and _text(item) == "bfloat16"


def _text(item: h5py.Dataset) -> str:
    try:
        return str(item.attrs.get("dtype"))
    except (OSError, TypeError, ValueError, RuntimeError):  # a damaged attribute
        return ""


def _check_dataset(item: h5py.Dataset, name: str, path: Path) -> int:
    if item.is_virtual or item.external:
        raise FileFormatError(
            f"{path}: array {name!r} keeps its data in other files, which are not read."
        )
    if item.dtype.kind not in "fiub" and not _is_bfloat16(item):
        raise FileFormatError(
            f"{path}: array {name!r} is of type {item.dtype}; weights are numbers."
        )
    nbytes = int(np.prod(item.shape, dtype=object)) * item.dtype.itemsize
    if item.chunks is None and item.id.get_storage_size() not in (0, nbytes):
        raise FileFormatError(f"{path}: array {name!r} is not stored in full.")
    return nbytes


def read_array(item: h5py.Dataset, path: Path) -> np.ndarray:
    """Read one array and compare it with its checksum, if it has one.

    Raises
    ------
    FileFormatError
        If it cannot be read or the checksum differs.
    """
    try:
        array = np.asarray(item[...])
    except (OSError, RuntimeError, ValueError, TypeError) as error:
        raise FileFormatError(
            f"{path}: {item.name!r} cannot be read ({error!s:.300})."
        ) from None
    wanted = item.attrs.get(CHECKSUM)
    if wanted is not None and int(wanted) != checksum(array):
        raise FileFormatError(
            f"{path}: the values of {item.name!r} have changed since they were "
            f"written (checksum differs); the file is damaged."
        )
    return _as_float32(array) if _is_bfloat16(item) else array


def _as_float32(array: np.ndarray) -> np.ndarray:
    """Return the values of raw bfloat16 numbers, which are halves of float32 ones."""
    wide = np.ascontiguousarray(array).view(np.uint16).astype(np.uint32) << 16
    return wide.view(np.float32)


def checksum(array: np.ndarray) -> int:
    """Return the CRC-32 of an array's bytes."""
    return zlib.crc32(np.ascontiguousarray(array).tobytes())


class Store:
    """Be a mapping of arrays over one HDF5 group.

    Parameters
    ----------
    group : h5py.Group
    path : Path
        The file, for messages.
    """

    def __init__(self, group: h5py.Group, path: Path) -> None:
        self.group = group
        self.path = path

    def __setitem__(self, key: str, value: Any) -> None:
        array = np.asarray(value)
        if array.dtype.name == "bfloat16":  # HDF5 has no such type; as Keras does it
            item = self.group.create_dataset(key, data=array.view("V2"))
            item.attrs["dtype"] = "bfloat16"
        else:
            item = self.group.create_dataset(key, data=array)
        item.attrs[CHECKSUM] = checksum(array)

    def __getitem__(self, key: str) -> np.ndarray:
        return read_array(self.group[key], self.path)

    def __contains__(self, key: object) -> bool:
        return key in self.group

    def __len__(self) -> int:
        return len(self.group)

    def keys(self) -> list[str]:
        """Return the names of the arrays."""
        return list(self.group)

    def in_order(self) -> list[np.ndarray]:
        """Return the arrays that are counted "0", "1", ..., in that order."""
        return [self[key] for key in sorted(self.keys(), key=lambda k: (len(k), k))]

    def shape(self, key: str) -> tuple[int, ...]:
        """Return an array's shape without reading it."""
        shape: tuple[int, ...] = self.group[key].shape
        return shape
