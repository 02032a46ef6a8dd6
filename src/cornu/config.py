"""Settings: where new arrays are born, the default float type, the image layout.

Read where things are born (creation ops, variables, prefetch, dtype policies) and
nowhere else; computation follows the arrays.
"""

import contextlib
import os
import threading
from collections.abc import Iterator

from cornu.backend import Backend, backend_for, parse_device
from cornu.typing import Device
from cornu.utils.bfloat16 import load_bfloat16
from cornu.utils.naming import suggest

_FLOATS = ("bfloat16", "float16", "float32", "float64")
_LAYOUTS = ("channels_last", "channels_first")


class _Settings(threading.local):
    """One set of values per thread; new threads start from the process's defaults."""

    def __init__(self) -> None:
        self.device: Device = _process["device"]
        self.backend: Backend | None = None


_process: dict[str, str] = {
    "device": os.environ.get("CORNU_DEVICE")
    or {"cupy": "gpu"}.get(os.environ.get("CORNU_BACKEND", ""), "cpu"),
    "floatx": "float32",
    "layout": "channels_last",
}
_numbers: dict[str, float] = {"epsilon": 1e-7}
_settings = _Settings()


def set_device(device: Device) -> None:
    """Choose where new arrays and weights are born, in this process.

    Parameters
    ----------
    device : {"cpu", "gpu", "gpu:<index>"}

    Raises
    ------
    DeviceError
        If no such GPU answers; the message names what to install.

    Examples
    --------
    >>> set_device("cpu")
    >>> get_device()
    'cpu'
    """
    backend = backend_for(device)
    kind, index = parse_device(device)
    name = kind if kind == "cpu" else f"gpu:{index}"
    _process["device"] = _settings.device = name
    _settings.backend = backend


def get_device() -> Device:
    """Return where new arrays are born: ``"cpu"`` or ``"gpu:<index>"``."""
    return _settings.device


def current_backend() -> Backend:
    """Return the backend new arrays are born on."""
    backend = _settings.backend
    if backend is None:
        backend = _settings.backend = backend_for(_settings.device)
    return backend


@contextlib.contextmanager
def device(name: Device) -> Iterator[None]:
    """Let new arrays be born on device `name` inside the ``with`` block.

    Parameters
    ----------
    name : {"cpu", "gpu", "gpu:<index>"}

    Raises
    ------
    DeviceError
        If no such GPU answers.

    Examples
    --------
    >>> with device("cpu"):
    ...     get_device()
    'cpu'
    """
    before = _settings.device, _settings.backend
    backend = backend_for(name)
    kind, index = parse_device(name)
    _settings.device = kind if kind == "cpu" else f"gpu:{index}"
    _settings.backend = backend
    try:
        yield
    finally:
        _settings.device, _settings.backend = before


def floatx() -> str:
    """Return the default float type's name, ``"float32"`` unless changed."""
    return _process["floatx"]


def set_floatx(value: str) -> None:
    """Set the default float type.

    Parameters
    ----------
    value : {"bfloat16", "float16", "float32", "float64"}

    Raises
    ------
    ValueError
        If there is no such type; the nearest one is named.
    DTypeError
        If it is "bfloat16", and the package ``ml_dtypes`` is not installed.
    """
    if value not in _FLOATS:
        raise ValueError(
            f"Unknown float type {value!r}.{suggest(str(value), _FLOATS)} Use one of "
            f"{', '.join(_FLOATS)}."
        )
    if value == "bfloat16":
        load_bfloat16()
    _process["floatx"] = str(value)


def epsilon() -> float:
    """Return the small number added where a division by zero threatens (1e-7)."""
    return _numbers["epsilon"]


def set_epsilon(value: float) -> None:
    """Set the small number of :func:`epsilon`.

    Parameters
    ----------
    value : float > 0
    """
    _numbers["epsilon"] = float(value)


def image_data_format() -> str:
    """Return the default layout of images, ``"channels_last"`` unless changed."""
    return _process["layout"]


def set_image_data_format(data_format: str) -> None:
    """Set the default image layout.

    Parameters
    ----------
    data_format : {"channels_last", "channels_first"}

    Raises
    ------
    ValueError
        If it is neither.
    """
    _process["layout"] = standardize_data_format(data_format)


def standardize_data_format(data_format: str | None) -> str:
    """Return a valid image layout; None stands for the configured default.

    Raises
    ------
    ValueError
        If it is neither "channels_last" nor "channels_first".
    """
    if data_format is None:
        return image_data_format()
    name = str(data_format).lower()
    if name not in _LAYOUTS:
        raise ValueError(
            f"Unknown data_format {data_format!r}.{suggest(name, _LAYOUTS)} Use "
            f"'channels_last' or 'channels_first'."
        )
    return name


# ---- threads ----

_MOST_THREADS = 16
_threads: dict[str, int | None] = {"count": None}


def set_num_threads(count: int | None) -> None:
    """Choose how many threads may work at once on the CPU, in this process.

    Results do not depend on it, not by a bit.

    Parameters
    ----------
    count : int >= 1 or None
        None leaves it to the environment; see :func:`num_threads`.

    Raises
    ------
    ValueError
        If `count` is less than one or no integer.

    Examples
    --------
    >>> set_num_threads(1)
    >>> num_threads()
    1
    >>> set_num_threads(None)
    """
    if count is not None and (not hasattr(count, "__index__") or count < 1):
        raise ValueError(
            f"set_num_threads: count must be a positive integer, or None to let the "
            f"environment decide, got {count!r}."
        )
    _threads["count"] = None if count is None else min(int(count), _MOST_THREADS)


def num_threads() -> int:
    """Return how many threads may work at once on the CPU, 16 at most.

    What :func:`set_num_threads` was given decides, then the environment variables
    ``CORNU_NUM_THREADS`` and ``OMP_NUM_THREADS``, then the number of cores this process
    may use.

    Examples
    --------
    >>> num_threads() >= 1
    True
    """
    chosen = _threads["count"]
    if chosen is not None:
        return chosen
    for name in ("CORNU_NUM_THREADS", "OMP_NUM_THREADS"):
        text = os.environ.get(name, "")
        if text.isdigit() and int(text) > 0:
            return min(int(text), _MOST_THREADS)
    try:
        return min(len(os.sched_getaffinity(0)), _MOST_THREADS)
    except AttributeError:  # systems without processor affinity
        return min(os.cpu_count() or 1, _MOST_THREADS)
