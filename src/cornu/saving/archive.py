"""The zip file of a whole model, read with distrust.

Only members of known names are looked at, none becomes a file of that name, and no
declared size is believed.
"""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any

from cornu.errors import FileFormatError

METADATA, CONFIG, WEIGHTS = "metadata.json", "config.json", "model.weights.h5"
ASSETS = "assets/"

HDF5_START = b"\x89HDF\r\n\x1a\n"
MAX_CONFIG_BYTES = 64 * 2**20
MAX_METADATA_BYTES = 2**20
MAX_MEMBERS = 10_000
_MAX_DIRECTORY_BYTES = 16 * 2**20
_CHUNK = 2**20
_ASSET = re.compile(r"assets(/[\w.\-]{1,200}){1,64}")

# zlib and struct errors come from damaged members, RuntimeError from encrypted ones.
_BAD = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
)


class Archive:
    """Be an open whole-model file.

    Parameters
    ----------
    path : Path

    Attributes
    ----------
    limit : int
        Bytes that all members together may have.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileFormatError
        If it is no zip file, or not one of a model.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        size = _checked_size(path)
        # Weights are not compressed as a rule; a bomb has a thousand times its size.
        self.limit = MAX_CONFIG_BYTES + 4 * size
        self._left = self.limit
        _check_directory(path, size)
        try:
            self._zip = zipfile.ZipFile(path)
        except _BAD as error:
            raise self._damaged(error) from None
        try:
            self._members = self._checked_members()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def assets(self) -> list[str]:
        """Names of the members that are files of layers."""
        return [name for name in self._members if name.startswith(ASSETS)]

    def read(self, name: str, limit: int | None = None) -> bytes:
        """Return a member's bytes; its checksum is compared.

        Parameters
        ----------
        name : str
        limit : int, optional
            Most bytes it may have; what is left for the whole file by default.

        Raises
        ------
        FileFormatError
            If it is missing, damaged or longer.
        """
        if name not in self._members:
            raise FileFormatError(
                f"{self.path}: there is no {name!r} in it, so it is not a whole model "
                f"as Keras 3 saves it."
            )
        limit = self._left if limit is None else min(limit, self._left)
        parts: list[bytes] = []
        count = 0
        try:
            with self._zip.open(self._members[name]) as member:
                while part := member.read(_CHUNK):
                    count += len(part)
                    if count > limit:
                        raise FileFormatError(
                            f"{self.path}: {name!r} has more than the {limit} bytes it "
                            f"may have; the file is damaged, or not to be trusted."
                        )
                    parts.append(part)
        except FileFormatError:
            raise
        except _BAD as error:
            raise self._damaged(error, name) from None
        self._left -= count
        return b"".join(parts)

    def weights(self) -> io.BytesIO:
        """Return the weights file in it, in memory.

        Raises
        ------
        FileFormatError
            If it is missing, damaged, or no HDF5 file.
        """
        found = self.read(WEIGHTS)
        if not found.startswith(HDF5_START):
            raise FileFormatError(
                f"{self.path}: {WEIGHTS!r} in it is not an HDF5 file; it is damaged."
            )
        return io.BytesIO(found)

    def _checked_members(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        declared = 0
        for info in self._zip.infolist():
            name = info.filename
            if info.is_dir() and _is_asset(name.rstrip("/")):
                continue
            if name not in (METADATA, CONFIG, WEIGHTS) and not _is_asset(name):
                raise FileFormatError(
                    f"{self.path}: member {name[:200]!r} is not part of a whole model "
                    f"in one file; it is not opened."
                )
            if name in found:
                raise FileFormatError(f"{self.path}: member {name!r} is there twice.")
            if info.flag_bits & 1 or info.compress_type not in (
                zipfile.ZIP_STORED,
                zipfile.ZIP_DEFLATED,
            ):
                raise FileFormatError(
                    f"{self.path}: member {name!r} is encrypted or packed in an "
                    f"unusual way; save the model again."
                )
            found[name] = info
            declared += info.file_size
        if declared > self.limit:
            raise FileFormatError(
                f"{self.path}: its members have {declared} bytes, too many for a file "
                f"of this size; it is damaged, or not to be trusted."
            )
        return found

    def _damaged(self, error: Exception, name: str | None = None) -> FileFormatError:
        what = f"{self.path}: member {name!r}" if name else f"{self.path}"
        return FileFormatError(
            f"{what} cannot be read ({type(error).__name__}: {error!s:.200}); the "
            f"file is "
            f"damaged, or no whole model."
        )


def _is_asset(name: str) -> bool:
    parts = name.split("/")
    return bool(_ASSET.fullmatch(name)) and not {".", ".."} & set(parts)


def _checked_size(path: Path) -> int:
    if not path.exists():
        raise FileNotFoundError(f"load_model: there is no file {path}.")
    if not path.is_file():
        raise FileFormatError(
            f"{path} is not a plain file; a whole model is one file, ending in .keras."
        )
    size = path.stat().st_size
    if size == 0:
        raise FileFormatError(f"{path} is empty: it was not written to its end.")
    with path.open("rb") as file:
        start = file.read(8)
    if start == HDF5_START:
        raise FileFormatError(
            f"{path} is an HDF5 file and no zip file, whatever its name says."
        )
    if not start.startswith(b"PK"):
        raise FileFormatError(
            f"{path} is not a zip file, so it is no whole model; was it damaged, or is "
            f"it another kind of file?"
        )
    return size


_END = struct.Struct("<4s4H2LH")
_END_64_PLACE = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")


def _check_directory(path: Path, size: int) -> None:
    """Refuse a directory of very many members before it is read into memory."""
    with path.open("rb") as file:
        tail_start = max(0, size - _END.size - 0xFFFF)
        file.seek(tail_start)
        tail = file.read()
        at = tail.rfind(b"PK\5\6")
        if at < 0 or len(tail) - at < _END.size:
            raise FileFormatError(
                f"{path} has no zip directory at its end: it was cut off, or was not "
                f"written to its end."
            )
        fields = _END.unpack_from(tail, at)
        members, nbytes = fields[4], fields[5]
        if at >= _END_64_PLACE.size:
            place = _END_64_PLACE.unpack_from(tail, at - _END_64_PLACE.size)
            if place[0] == b"PK\6\7" and place[2] + _END_64.size <= size:
                file.seek(place[2])
                record = _END_64.unpack(file.read(_END_64.size))
                members, nbytes = max(members, record[7]), max(nbytes, record[8])
    is_wide = members == 0xFFFF or nbytes == 0xFFFFFFFF
    if is_wide or members > MAX_MEMBERS or nbytes > _MAX_DIRECTORY_BYTES:
        raise FileFormatError(
            f"{path}: its zip directory lists {members} members in {nbytes} bytes, "
            f"more than a model has."
        )
