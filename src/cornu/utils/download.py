"""Files from the network, checked before they get their name."""

import os
from pathlib import Path

from cornu.utils.hashing import file_digest, new_hash
from cornu.utils.messages import say

_TAR_ENDINGS = (".tar.gz", ".tar.bz2", ".tar.xz")


def get_file(
    fname: str | None = None,
    origin: str | None = None,
    untar: bool = False,
    md5_hash: str | None = None,
    file_hash: str | None = None,
    cache_subdir: str = "datasets",
    hash_algorithm: str = "auto",
    extract: bool = False,
    archive_format: str | list[str] | tuple[str, ...] | None = "auto",
    cache_dir: str | os.PathLike[str] | None = None,
    force_download: bool = False,
) -> str:
    """Return the path of a file in the cache, downloading it if it is not there.

    The download goes to a temporary name beside its place and is renamed only when
    it is complete and its hash is right: a file in the cache is a whole file.

    Parameters
    ----------
    fname : str, optional
        Name in the cache, without folders; the last part of `origin` by default.
    origin : str
        The URL: http, https or file.
    untar : bool, default False
        Unpack a tar file (older spelling of `extract`).
    md5_hash : str, optional
        Older spelling of `file_hash`.
    file_hash : str, optional
        Hexadecimal hash of the file. A cached file that differs is fetched again.
    cache_subdir : str, default "datasets"
        Folder under `cache_dir`; an absolute path stands for itself.
    hash_algorithm : {"auto", "sha256", "md5"}, default "auto"
        ``"auto"`` tells them apart by length.
    extract : bool, default False
        Unpack a zip or tar file, safely: no links, nothing outside the folder.
    archive_format : {"auto", "zip", "tar"} or list of these, default "auto"
        What `extract` accepts.
    cache_dir : path, optional
        ``~/.cornu`` by default. It is made if it does not exist.
    force_download : bool, default False
        Fetch the file even if it is in the cache.

    Returns
    -------
    str
        Path of the file. With `extract`, path of the folder it was unpacked to:
        ``name_extracted`` beside ``name.zip``, or ``name`` beside ``name_archive``
        for a `fname` without ending.

    Raises
    ------
    ValueError
        If `origin` is missing, `fname` is not a plain file name, or the hash of
        what came is wrong.
    DownloadError
        If the file cannot be fetched; the message says where to put it by hand.
    FileFormatError
        If `extract` is set and the file is no archive, or not a safe one.
    """
    if not origin:
        raise ValueError(
            "get_file: origin is missing; pass the URL of the file to download."
        )
    unpack = extract or untar
    name = check_file_name(fname or _name_of(origin))
    folder = Path(cache_dir or Path.home() / ".cornu").expanduser() / cache_subdir
    path, unpacked = folder / name, folder / _unpacked_name(name)
    if unpack and unpacked == path:
        path = folder / f"{name}_archive"
    expected = file_hash or md5_hash
    algorithm = "md5" if md5_hash and not file_hash else hash_algorithm
    fetched = force_download or not _is_cached(path, expected, algorithm)
    if fetched:
        # Here, since it loads the network libraries and few programs download.
        from cornu.utils.transfer import transfer

        folder.mkdir(parents=True, exist_ok=True)
        transfer(origin, path, expected, algorithm)
    if not unpack:
        return str(path)
    if fetched or not unpacked.is_dir():
        from cornu.utils.extraction import extract_archive

        extract_archive(path, unpacked, "tar" if untar else archive_format)
    return str(unpacked)


def check_file_name(name: str) -> str:
    """Return `name` if it is a plain file name that cannot leave its folder.

    Raises
    ------
    ValueError
        If it has a separator or a colon, or is empty, ``"."`` or ``".."``.

    Examples
    --------
    >>> check_file_name("mnist.npz")
    'mnist.npz'
    """
    bad = name in ("", ".", "..") or any(c in name for c in "/\\:\0")
    if bad:
        raise ValueError(
            f"get_file: {name!r} is not a plain file name; leave folders and drives "
            f"out of it and choose the folder with cache_dir and cache_subdir."
        )
    return name


def _name_of(origin: str) -> str:
    from urllib.parse import unquote, urlsplit  # slow to import

    last = urlsplit(origin).path.rpartition("/")[2]
    if not last:
        raise ValueError(
            f"get_file: the URL {origin!r} ends in no file name; pass fname."
        )
    return unquote(last)


def _unpacked_name(name: str) -> str:
    for ending in _TAR_ENDINGS:
        if name.lower().endswith(ending) and len(name) > len(ending):
            return f"{name[: -len(ending)]}_extracted"
    stem, ending = os.path.splitext(name)
    return f"{stem}_extracted" if ending else name


def _is_cached(path: Path, file_hash: str | None, algorithm: str) -> bool:
    if not path.is_file():
        return False
    if not file_hash:
        return True
    name = new_hash(file_hash, algorithm).name
    if file_digest(path, name) == file_hash.lower():
        return True
    say(f"{path} differs from the file expected ({name}); fetching it again.")
    return False
