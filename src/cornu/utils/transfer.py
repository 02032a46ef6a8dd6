"""One file over the network, whole and right or not at all.

A module of its own since the network libraries it loads are slow to import.
"""

import http.client
import os
import secrets
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from cornu.errors import DownloadError
from cornu.utils.hashing import new_hash
from cornu.utils.messages import say
from cornu.utils.progress import ProgressBar

_CHUNK = 1 << 16
_TIMEOUT_S = 30.0
_SCHEMES = ("http", "https", "file")


class HashMismatchError(DownloadError, ValueError):
    """Report a downloaded file that is not the one that was promised."""


def transfer(
    origin: str,
    path: Path,
    file_hash: str | None = None,
    hash_algorithm: str = "auto",
) -> None:
    """Fetch `origin` into `path`, completely and rightly or not at all.

    Parameters
    ----------
    origin : str
        The URL: http, https or file.
    path : Path
        Where the file goes; its folder exists.
    file_hash : str, optional
        What the file must hash to.
    hash_algorithm : {"auto", "sha256", "md5"}, default "auto"

    Raises
    ------
    ValueError
        If the URL is of another kind, or the hash is wrong.
    DownloadError
        If the file cannot be fetched.
    """
    scheme = urllib.parse.urlsplit(origin).scheme.lower()
    if scheme not in _SCHEMES:
        raise ValueError(
            f"get_file: origin {origin!r} is no URL this function fetches; it must "
            f"begin with http://, https:// or file://."
        )
    digest = new_hash(file_hash, hash_algorithm)
    part = path.with_name(f"{path.name}.{secrets.token_hex(6)}.part")
    say(f"Downloading data from {origin}")
    try:
        with part.open("xb") as out:
            _stream(origin, out, digest)
        found = digest.hexdigest()
        if file_hash and found != file_hash.lower():
            raise HashMismatchError(
                f"get_file: what came from {origin} is not the file expected as "
                f"{path.name!r}: its {digest.name} is {found}, not {file_hash}. It "
                f"was thrown away. Try again, or put the right file at {path}."
            )
        os.replace(part, path)
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        if isinstance(error, DownloadError):
            raise
        reason = _reason(error)
        raise DownloadError(
            f"get_file: cannot download {path.name!r} from {origin} ({reason}). Check "
            f"the connection, or fetch the file some other way and put it at {path}."
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _stream(origin: str, out: Any, digest: Any) -> None:
    with urllib.request.urlopen(origin, timeout=_TIMEOUT_S) as response:
        length = response.headers.get("Content-Length")
        size = int(length) if length and length.isdigit() else None
        bar = ProgressBar(size, unit="B")
        count = 0
        try:
            while chunk := response.read(_CHUNK):
                out.write(chunk)
                digest.update(chunk)
                count += len(chunk)
                bar.update(count)
            if size is not None and count != size:
                raise http.client.IncompleteRead(b"", size - count)
            bar.finish(current=count)
        finally:
            bar.close()


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, http.client.IncompleteRead):
        return f"the connection ended {error.expected} bytes early"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    return str(error) or type(error).__name__
