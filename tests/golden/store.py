"""Write golden files in the layout that ``load.py`` reads."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from load import FOLDER, plain


class Store:
    """Collect a JSON document whose arrays are kept apart, one flat run per dtype."""

    def __init__(self) -> None:
        self.runs: dict[str, list[np.ndarray]] = {}
        self.sizes: dict[str, int] = {}

    def pack(self, item: Any) -> Any:
        """Return `item` with every array replaced by its address."""
        if isinstance(item, np.ndarray):
            return {"@": self._add(item)}
        if isinstance(item, dict):
            return {str(key): self.pack(value) for key, value in item.items()}
        if isinstance(item, list | tuple):
            return [self.pack(value) for value in item]
        return plain(item)

    def _add(self, array: np.ndarray) -> list[Any]:
        dtype = array.dtype.name
        offset = self.sizes.get(dtype, 0)
        self.runs.setdefault(dtype, []).append(array.ravel())
        self.sizes[dtype] = offset + array.size
        return [dtype, offset, list(array.shape)]

    def save(self, name: str, document: dict[str, Any]) -> None:
        """Write ``<name>.npz`` next to this file and say how large it became."""
        text = json.dumps(self.pack(document), separators=(",", ":"))
        index = np.frombuffer(text.encode(), dtype=np.uint8)
        flat = {dtype: np.concatenate(runs) for dtype, runs in self.runs.items()}
        path = FOLDER / f"{name}.npz"
        np.savez_compressed(path, index=index, **flat)
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")


def versions() -> dict[str, str]:
    """Return the versions of what made the file."""
    import jax
    import keras

    return {
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "jax": jax.__version__,
        "numpy": np.__version__,
    }
