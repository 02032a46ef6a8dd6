"""Settings: where new arrays are born, the default float type, the image layout.

Read where things are born (creation ops, variables, prefetch, dtype policies) and
nowhere else; computation follows the arrays.
"""

import contextlib
import os
import threading
from collections.abc import Iterator
from typing import NoReturn

from cornu.backend import Backend, backend_for, parse_device
from cornu.errors import ArgumentError, SafetyError
from cornu.typing import Device
from cornu.utils.bfloat16 import load_bfloat16
from cornu.utils.messages import MESSAGES
from cornu.utils.naming import suggest
from cornu.utils.tracebacks import FILTER

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
def device(device_name: Device) -> Iterator[None]:
    """Let new arrays be born on another device inside the ``with`` block.

    Parameters
    ----------
    device_name : {"cpu", "gpu", "gpu:<index>"}

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
    backend = backend_for(device_name)
    kind, index = parse_device(device_name)
    _settings.device = kind if kind == "cpu" else f"gpu:{index}"
    _settings.backend = backend
    try:
        yield
    finally:
        _settings.device, _settings.backend = before


_DEVICES = {"numpy": "cpu", "cupy": "gpu"}


def backend() -> str:
    """Return the array library of new arrays: ``"numpy"`` or ``"cupy"``."""
    kind = parse_device(get_device())[0]
    return next(name for name, device in _DEVICES.items() if device == kind)


def set_backend(backend: str) -> None:
    """Choose the array library of new arrays; what exists stays what it is.

    Another way to say :func:`set_device`; nothing is loaded anew.

    Parameters
    ----------
    backend : {"numpy", "cupy"}
        Main memory, or the first GPU.

    Raises
    ------
    ArgumentError
        If it is another.
    DeviceError
        If there is no GPU.

    Examples
    --------
    >>> set_backend("numpy")
    >>> get_device()
    'cpu'
    """
    if backend not in _DEVICES:
        raise ArgumentError(
            f"set_backend: {backend!r} is not one of this library's backends: "
            f"'numpy' (the processor) or 'cupy' (a GPU)."
        )
    set_device(_DEVICES[backend])


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


# ---- how long a run may be ----

_limits: dict[str, int | None] = {"epochs": None, "steps": None}


def max_epochs() -> int | None:
    """Return the most epochs a call of ``fit`` may have; None for no limit."""
    return _limit("epochs", "CORNU_MAX_EPOCHS")


def set_max_epochs(max_epochs: int | None) -> None:
    """Limit the epochs of every later call of ``fit``, for a quick trial of a script.

    The environment variable ``CORNU_MAX_EPOCHS`` does the same.

    Parameters
    ----------
    max_epochs : int >= 1 or None
        None takes the limit away.

    Raises
    ------
    ArgumentError
        If it is no positive integer.

    Examples
    --------
    >>> set_max_epochs(2)
    >>> max_epochs()
    2
    >>> set_max_epochs(None)
    """
    _limits["epochs"] = _count("set_max_epochs", "max_epochs", max_epochs)


def max_steps_per_epoch() -> int | None:
    """Return the most steps of an epoch or an evaluation; None for no limit."""
    return _limit("steps", "CORNU_MAX_STEPS_PER_EPOCH")


def set_max_steps_per_epoch(max_steps_per_epoch: int | None) -> None:
    """Limit the steps of every later epoch, ``evaluate`` and ``predict``.

    The environment variable ``CORNU_MAX_STEPS_PER_EPOCH`` does the same.

    Parameters
    ----------
    max_steps_per_epoch : int >= 1 or None
        None takes the limit away.

    Raises
    ------
    ArgumentError
        If it is no positive integer.
    """
    _limits["steps"] = _count(
        "set_max_steps_per_epoch", "max_steps_per_epoch", max_steps_per_epoch
    )


def _limit(which: str, variable: str) -> int | None:
    text = os.environ.get(variable, "")
    found = _limits[which]
    return int(text) if found is None and text.isdigit() and int(text) else found


def _count(who: str, name: str, value: int | None) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
        raise ArgumentError(
            f"{who}: {name} must be a positive integer, or None for no limit, got "
            f"{value!r}."
        )
    return int(value)


# ---- what is printed ----


def enable_interactive_logging() -> None:
    """Let progress and notices be printed, as they are unless this was changed."""
    MESSAGES.are_printed = True


def disable_interactive_logging() -> None:
    """Send progress and notices to the logger ``"cornu"`` instead of printing them.

    They are of level INFO there, a line for each finished epoch, and no bar is drawn.
    """
    MESSAGES.are_printed = False


def is_interactive_logging_enabled() -> bool:
    """Tell whether progress and notices are printed."""
    return MESSAGES.are_printed


def enable_traceback_filtering() -> None:
    """Leave this library's own frames out of tracebacks, which is how it starts."""
    FILTER.is_on = True


def disable_traceback_filtering() -> None:
    """Show every frame of a traceback, those inside this library too.

    The environment variable ``CORNU_TRACEBACK_FILTERING=0`` does the same.
    """
    FILTER.is_on = False


def is_traceback_filtering_enabled() -> bool:
    """Tell whether this library's own frames are left out of tracebacks."""
    return FILTER.is_on


# ---- what Keras can be told as well ----

_attention: dict[str, bool | None] = {"flash": None}


def enable_flash_attention() -> None:
    """Ask for attention that never holds the whole matrix of scores.

    Attention is computed block by block here wherever it may be, whatever this says:
    it is kept for programs that ask :func:`is_flash_attention_enabled`.
    """
    _attention["flash"] = True


def disable_flash_attention() -> None:
    """Take back :func:`enable_flash_attention`; results are the same."""
    _attention["flash"] = False


def is_flash_attention_enabled() -> bool | None:
    """Return what was asked for last; None if nothing was."""
    return _attention["flash"]


def is_nnx_enabled() -> bool:
    """Return False: Flax's NNX is nothing this library works with."""
    return False


def enable_unsafe_deserialization() -> NoReturn:
    """Refuse: code that came with a file is allowed call by call only.

    What a whole process allows, a file that comes later could use. Who trusts a file
    says so where it is loaded: ``load_model(path, safe_mode=False)``.

    Raises
    ------
    SafetyError
        Always.
    """
    raise SafetyError(
        "enable_unsafe_deserialization: this library has no switch for a whole "
        "process that lets files run code. If you trust one file, say so for it: "
        "load_model(path, safe_mode=False)."
    )
