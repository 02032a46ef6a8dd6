"""Files that appear whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def atomic_write(target: Path) -> Iterator[Path]:
    """Give a temporary path beside `target`; move it there when the block succeeds.

    The data is forced to disk before the move, and the folder after it, so that after
    a crash the old file or the new one is there, whole. On an exception the temporary
    file is removed and `target` is left as it was. What a process that was killed left
    behind is removed by the next one.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_write(Path(folder) / "a.txt") as path:
    ...         _ = path.write_text("whole")
    ...     (Path(folder) / "a.txt").read_text()
    'whole'
    """
    _remove_leftovers(target)
    handle, name = tempfile.mkstemp(
        prefix=f".{target.name}.{os.getpid()}.", suffix=".tmp", dir=target.parent
    )
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _match_umask(temporary)
        _flush(temporary)
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush(target.parent)


def _remove_leftovers(target: Path) -> None:
    """Remove temporary files for `target` whose process is no more."""
    start = f".{target.name}."
    for path in target.parent.iterdir():
        if not (path.name.startswith(start) and path.name.endswith(".tmp")):
            continue
        number = path.name[len(start) :].partition(".")[0]
        if number.isdigit() and not _is_alive(int(number)):
            with contextlib.suppress(OSError):
                path.unlink()


def _is_alive(process: int) -> bool:
    if os.name != "posix":  # os.kill would end it elsewhere
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def _match_umask(path: Path) -> None:
    # mkstemp makes files only their owner may read; a saved model is a normal file.
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)


def _flush(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except (OSError, PermissionError):  # folders cannot be opened on Windows
        return
    try:
        os.fsync(handle)
    except OSError:  # some file systems have no fsync for folders
        pass
    finally:
        os.close(handle)
