"""Archives from elsewhere, unpacked one member at a time and never outside a folder."""

import errno
import functools
import re
import shutil
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from cornu.errors import FileFormatError

_CHUNK = 1 << 18
_DRIVE = re.compile(r"^[A-Za-z]:")
# Real data seldom packs beyond 100 to 1; a bomb made to fill a disk does.
_FREE_BYTES = 1 << 30
_GROWTH = 100
# A member named like a folder of another one, or the reverse.
_NAME_CLASHES = (errno.EEXIST, errno.EISDIR, errno.ENOTDIR)

# A name and how to open its content: opened by the writer, so closed by it too.
Member = tuple[str, Callable[[], IO[bytes]]]


def extract_archive(
    archive: str | Path,
    folder: str | Path,
    archive_format: str | list[str] | tuple[str, ...] | None = "auto",
) -> Path:
    """Unpack a zip or tar file into `folder`, which appears complete or not at all.

    Plain files and folders are written; permissions and times are not taken over.

    Parameters
    ----------
    archive : path
    folder : path
        Made anew; an older folder of that name is replaced.
    archive_format : {"auto", "zip", "tar"} or list of these, default "auto"
        What to try; ``"auto"`` tries both. A tar file may be compressed.

    Returns
    -------
    Path
        `folder`.

    Raises
    ------
    FileFormatError
        If the file is no such archive or is damaged, if a member is a link or a
        device or lies outside the folder, or if it unpacks to more than 1 GiB plus
        a hundred times the archive's size.
    """
    archive, folder = Path(archive), Path(folder)
    kinds = _checked_formats(archive_format)
    limit = _FREE_BYTES + _GROWTH * archive.stat().st_size
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".unpack-") as scratch:
        root = Path(scratch, "content")
        root.mkdir()
        try:
            with _opened(archive, kinds) as members:
                _write_all(members, root, archive, limit)
        except FileFormatError:
            raise
        except Exception as error:
            if getattr(error, "errno", None) not in (None, *_NAME_CLASHES):
                raise  # the disk's trouble, not the archive's
            # Damaged archives make their readers raise almost anything.
            raise _refusal(archive, str(error) or type(error).__name__) from error
        if folder.exists():
            shutil.rmtree(folder)
        root.replace(folder)
    return folder


def _refusal(archive: Path, reason: str) -> FileFormatError:
    return FileFormatError(
        f"Cannot extract {archive}: {reason}. Nothing was unpacked. Check where the "
        f"file came from, or unpack it by hand."
    )


def _checked_formats(
    archive_format: str | list[str] | tuple[str, ...] | None,
) -> list[str]:
    if archive_format == "auto":
        return ["zip", "tar"]
    one = isinstance(archive_format, str)
    kinds = [str(archive_format)] if one else list(archive_format or [])
    for kind in kinds:
        if kind not in ("zip", "tar"):
            raise ValueError(
                f"extract_archive: archive_format {kind!r} is unknown; use 'auto', "
                f"'zip' or 'tar'."
            )
    return kinds


@contextmanager
def _opened(archive: Path, kinds: list[str]) -> Iterator[Iterator[Member]]:
    if "zip" in kinds and zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            yield _zip_members(packed, archive)
    elif "tar" in kinds and tarfile.is_tarfile(archive):
        with tarfile.open(archive) as tape:
            yield _tar_members(tape, archive)
    else:
        raise _refusal(archive, f"it is no {' or '.join(kinds) or 'known'} archive")


def _zip_members(packed: zipfile.ZipFile, archive: Path) -> Iterator[Member]:
    for info in packed.infolist():
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _refusal(archive, f"member {info.filename!r} is a link or a device")
        if not info.is_dir():
            yield info.filename, functools.partial(packed.open, info)


def _tar_members(tape: tarfile.TarFile, archive: Path) -> Iterator[Member]:
    for info in tape:
        if not (info.isreg() or info.isdir()):
            raise _refusal(archive, f"member {info.name!r} is a link or a device")
        if info.isreg():
            yield info.name, functools.partial(_open_plain, tape, info)


def _open_plain(tape: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = tape.extractfile(info)
    if content is None:
        raise tarfile.ReadError(f"member {info.name!r} has no content")
    return content


def _write_all(
    members: Iterator[Member], root: Path, archive: Path, limit: int
) -> None:
    written = 0
    for name, opened in members:
        target = _inside(root, name, archive)
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened() as content, target.open("wb") as out:
            while chunk := content.read(_CHUNK):
                written += len(chunk)
                if written > limit:
                    raise _refusal(archive, f"it unpacks to more than {limit} bytes")
                out.write(chunk)


def _inside(root: Path, name: str, archive: Path) -> Path:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    named = [part for part in parts if part != "."]
    outside = not named or ".." in named or named[0][0] == "/" or "\0" in name
    if outside or _DRIVE.match(name):
        raise _refusal(archive, f"member {name!r} would lie outside the folder")
    target = root.joinpath(*named).resolve()
    if not target.is_relative_to(root.resolve()):
        raise _refusal(archive, f"member {name!r} would lie outside the folder")
    return target
