"""From an array, or a device's name, to its backend."""

import sys
from typing import Any

import numpy as np

from cornu.backend.base import Backend
from cornu.backend.host import HOST
from cornu.errors import DeviceError
from cornu.typing import Device

_by_type: dict[type, Backend | None] = {
    np.ndarray: HOST,
    int: None,
    float: None,
    bool: None,
    complex: None,
    type(None): None,
}
_gpus: dict[int, Backend] = {}


def backend_of(array: Any) -> Backend | None:
    """Return the backend an array belongs to; None for Python scalars."""
    try:
        return _by_type[type(array)]
    except KeyError:
        return _resolve(type(array))


def _resolve(kind: type) -> Backend | None:
    found: Backend | None
    if issubclass(kind, (np.ndarray, np.generic)):
        found = HOST
    elif "cupy" in sys.modules and issubclass(kind, sys.modules["cupy"].ndarray):
        found = gpu()
    else:
        found = None
    _by_type[kind] = found
    return found


def common_backend(arrays: Any) -> Backend:
    """Return the one backend all `arrays` share; the host for scalars alone.

    Raises
    ------
    DeviceError
        If some live on the CPU and some on a GPU.
    """
    found: Backend | None = None
    for array in arrays:
        try:
            backend = _by_type[type(array)]
        except KeyError:
            backend = _resolve(type(array))
        if backend is None or backend is found:
            continue
        if found is not None:
            raise DeviceError(
                f"Arrays live on different devices: one on {found.name}, one on "
                f"{backend.name}. Move one of them: ops.to_device(x, "
                f"{found.name!r})."
            )
        found = backend
    return found if found is not None else HOST


def gpu(index: int = 0) -> Backend:
    """Return the backend of one GPU, loaded at first use.

    Raises
    ------
    DeviceError
        If no such GPU answers.
    """
    if index not in _gpus:
        from cornu.backend import cuda

        _gpus[index] = cuda.load(index)
        _by_type.setdefault(_gpus[index].xp.ndarray, _gpus[index])
    return _gpus[index]


def backend_for(device: Device) -> Backend:
    """Return the backend of ``"cpu"``, ``"gpu"`` or ``"gpu:<index>"``.

    Raises
    ------
    ValueError
        If the name is none of these.
    DeviceError
        If no such GPU answers.
    """
    kind, index = parse_device(device)
    return HOST if kind == "cpu" else gpu(index)


def parse_device(device: Device) -> tuple[str, int]:
    """Split a device's name into its kind and index.

    Parameters
    ----------
    device : {"cpu", "gpu", "gpu:<index>"}

    Returns
    -------
    (str, int)

    Raises
    ------
    ValueError
        If it is none of these.

    Examples
    --------
    >>> parse_device("gpu:1"), parse_device("/CPU:0")
    (('gpu', 1), ('cpu', 0))
    """
    kind, _, index = str(device).lower().removeprefix("/").partition(":")
    kind = {"cuda": "gpu"}.get(kind, kind)
    if kind not in ("cpu", "gpu") or not (index or "0").isdigit():
        raise ValueError(
            f"Unknown device {device!r}. Use 'cpu', 'gpu' or 'gpu:<index>'."
        )
    return kind, int(index or 0)
