"""Where data set files are looked for, fetched to, and how they are read."""

import os
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from cornu.errors import FileFormatError
from cornu.typing import Array
from cornu.utils.download import check_file_name, get_file

Split = tuple[Array, Array]


def folders() -> list[Path]:
    """Return the folders data sets are looked for in, the first one first.

    These are the one named by the environment variable ``CORNU_DATASETS``, if set,
    then ``~/.cornu/datasets`` and ``~/.keras/datasets``.
    """
    own = os.environ.get("CORNU_DATASETS")
    places = [Path(own).expanduser()] if own else []
    home = Path.home()
    return [*places, home / ".cornu" / "datasets", home / ".keras" / "datasets"]


def find(name: str, subfolder: str = "") -> Path | None:
    """Return the first existing file of that name, or None.

    Parameters
    ----------
    name : str
        Plain file name.
    subfolder : str, default ""
        Folder below the data sets folder.
    """
    check_file_name(name)
    for folder in folders():
        path = folder / subfolder / name
        if path.is_file():
            return path
    return None


def find_or_download(
    name: str, origin: str, file_hash: str, subfolder: str = ""
) -> Path:
    """Return the path of a data set's file, downloading it if it is nowhere.

    A file that is already there is taken whatever its hash: its reader checks what
    is in it.

    Parameters
    ----------
    name : str
        Plain file name.
    origin : str
        URL to download from, into ``~/.cornu/datasets``.
    file_hash : str
        sha256 or md5 a downloaded file must have.
    subfolder : str, default ""
        Folder below the data sets folder.

    Returns
    -------
    Path

    Raises
    ------
    DownloadError
        If the file is nowhere and cannot be downloaded.
    """
    found = find(name, subfolder)
    if found is not None:
        return found
    where = os.path.join("datasets", subfolder) if subfolder else "datasets"
    return Path(get_file(name, origin=origin, file_hash=file_hash, cache_subdir=where))


def read_npz(path: Path, keys: Iterable[str]) -> dict[str, Array]:
    """Return arrays of an npz file by name, never unpickling anything.

    Parameters
    ----------
    path : Path
    keys : iterable of str
        Arrays that must be in the file.

    Raises
    ------
    FileFormatError
        If the file is no npz file, or an array is missing or unreadable.
    """
    import zipfile  # slow to import

    wanted = list(keys)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            missing = [key for key in wanted if key not in stored]
            if missing:
                raise broken(path, f"it lacks {missing}; it has {sorted(stored.files)}")
            return {key: stored[key] for key in wanted}
    except FileFormatError:
        raise
    except (AttributeError, TypeError):
        # np.load gives a bare array for a .npy file, whatever the file's name.
        raise broken(path, "it is not an npz file") from None
    except (ValueError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise broken(path, f"it cannot be read as npz ({error})") from error


def check_images(images: Array, labels: Array, path: Path, what: str) -> None:
    """Check one split of 28 by 28 grey images with ten classes.

    Parameters
    ----------
    images : Array, shape (count, 28, 28), uint8
    labels : Array, shape (count,), any integer dtype, 0 to 9
    path : Path
        Named in the message.
    what : str
        Which split, for the message.

    Raises
    ------
    FileFormatError
        If shapes, dtypes, counts or the labels' range are different.
    """
    if images.ndim != 3 or images.shape[1:] != (28, 28) or not len(images):
        raise broken(
            path, f"the {what} images have shape {images.shape}, not (count, 28, 28)"
        )
    if images.dtype != np.uint8:
        raise broken(path, f"the {what} images are {images.dtype}, not uint8")
    check_labels(labels, len(images), 10, path, what)


def check_labels(
    labels: Array, count: int, num_classes: int, path: Path, what: str
) -> None:
    """Check that `labels` are `count` integers in [0, `num_classes`).

    Raises
    ------
    FileFormatError
        If they are not.
    """
    if labels.shape != (count,):
        raise broken(
            path, f"the {what} labels have shape {labels.shape}, not ({count},)"
        )
    if labels.dtype.kind not in "iu":
        raise broken(path, f"the {what} labels are {labels.dtype}, not integers")
    if count and not 0 <= labels.min() <= labels.max() < num_classes:
        raise broken(
            path,
            f"the {what} labels run from {labels.min()} to {labels.max()}, not within "
            f"0 to {num_classes - 1}",
        )


def broken(path: Path, reason: str) -> FileFormatError:
    """Return the error for a file whose content is not the data set's."""
    return FileFormatError(
        f"{path} is not the data set its name says: {reason}. Delete the file to have "
        f"it downloaded anew, or put a right one in its place."
    )
