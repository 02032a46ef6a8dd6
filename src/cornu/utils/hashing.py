"""Hashes of files: checks against accidents, not against attackers."""

import os
from typing import Any

_CHUNK = 1 << 16


def new_hash(file_hash: str | None, algorithm: str) -> Any:
    """Return a fresh hash object that `file_hash` can be compared with.

    Parameters
    ----------
    file_hash : str or None
        The hash expected; its length decides where `algorithm` is ``"auto"``.
    algorithm : {"auto", "sha256", "md5"}

    Raises
    ------
    ValueError
        If the algorithm is another.

    Examples
    --------
    >>> new_hash("d41d8cd98f00b204e9800998ecf8427e", "auto").name
    'md5'
    """
    if algorithm == "auto":
        algorithm = "md5" if file_hash and len(file_hash) == 32 else "sha256"
    if algorithm not in ("sha256", "md5"):
        raise ValueError(
            f"get_file: hash_algorithm {algorithm!r} is unknown; use 'auto', 'sha256' "
            f"or 'md5'."
        )
    # A check against accidents, so a weak hash will do where only that was published.
    import hashlib  # slow to import

    return hashlib.new(algorithm, usedforsecurity=False)


def file_digest(path: str | os.PathLike[str], algorithm: str = "sha256") -> str:
    """Return the hexadecimal hash of a file.

    Parameters
    ----------
    path : path
    algorithm : {"sha256", "md5"}, default "sha256"
    """
    digest = new_hash(None, algorithm)
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return str(digest.hexdigest())
