"""RematScope: layers that compute their activations twice, to keep fewer."""

import math
import weakref
from types import TracebackType
from typing import Any

from cornu.autodiff import checkpoint
from cornu.errors import ArgumentError
from cornu.layers.context import CONTEXT
from cornu.symbolic import SymbolicTensor
from cornu.utils import tree

_MODES = ("full", "activations", "larger_than", "list_of_layers")


class RematScope:
    """Let layers made or called inside a ``with`` block keep no activations.

    What a gradient needs of them is computed again; values and gradients are the same
    to the bit. See :func:`~cornu.checkpoint` for single functions. Models pass it on to
    their layers; of a layer made of layers the outermost one is computed again.

    Parameters
    ----------
    mode : {"full", "activations", "larger_than", "list_of_layers"} or None
        All layers; only the activation functions in them; those whose output has more
        than `output_size_threshold` elements; those named; or none.
    output_size_threshold : int, default 1024
    layer_names : list of str, optional

    Raises
    ------
    ArgumentError
        If there is no such mode.

    Examples
    --------
    >>> import cornu as keras
    >>> with keras.RematScope("list_of_layers", layer_names=["wide"]):
    ...     layer = keras.layers.Dense(512, name="wide")
    >>> layer([[1.0, 2.0]]).shape
    (1, 512)
    """

    def __init__(
        self,
        mode: str | None = "full",
        output_size_threshold: int = 1024,
        layer_names: Any = None,
    ) -> None:
        if mode is not None and mode not in _MODES:
            raise ArgumentError(
                f"RematScope: mode must be one of {', '.join(_MODES)} or None, got "
                f"{mode!r}."
            )
        self.mode = mode
        self.output_size_threshold = output_size_threshold
        self.layer_names = list(layer_names or ())
        self._outer: list[Any] = []

    def __enter__(self) -> "RematScope":
        self._outer.append(CONTEXT.remat)
        CONTEXT.remat = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        CONTEXT.remat = self._outer.pop()

    def call(self, layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run a layer's `call`, or the part of it that is meant, with a checkpoint."""
        if self.mode == "activations":
            return _with_activation_again(layer, args, kwargs)
        if not self._is_meant(layer, args):
            return layer._compute(args, kwargs)
        return checkpoint(_run_plainly)(layer, args, kwargs)

    def _is_meant(self, layer: Any, args: tuple[Any, ...]) -> bool:
        if self.mode is None or CONTEXT.remat is _INSIDE or hasattr(layer, "compiled"):
            return False
        if self.mode == "full":
            return True
        if self.mode == "list_of_layers":
            return layer.name in self.layer_names
        return _output_size(layer, args) > self.output_size_threshold


_INSIDE = RematScope(None)
"""In force while a layer runs that is computed again as a whole."""


def remat_scope() -> RematScope | None:
    """Return the scope that is open, for a layer that is being made."""
    found: RematScope | None = CONTEXT.remat
    return found


def _run_plainly(layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    outer, CONTEXT.remat = CONTEXT.remat, _INSIDE
    try:
        return layer._compute(args, kwargs)
    finally:
        CONTEXT.remat = outer


def _with_activation_again(
    layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    activation = layer.__dict__.get("activation")
    if not callable(activation) or CONTEXT.remat is _INSIDE:
        return layer._compute(args, kwargs)
    layer.__dict__["activation"] = checkpoint(activation)
    try:
        return layer._compute(args, kwargs)
    finally:
        layer.__dict__["activation"] = activation


_sizes: weakref.WeakKeyDictionary[Any, dict[Any, int]] = weakref.WeakKeyDictionary()


def _output_size(layer: Any, args: tuple[Any, ...]) -> int:
    """Return how many elements the outputs have; found out once for each shape."""
    known = _sizes.setdefault(layer, {})
    shapes = tuple(tuple(x.shape) for x in tree.flatten(args) if hasattr(x, "shape"))
    if shapes not in known:
        symbols = tree.map_structure(
            lambda x: SymbolicTensor(x.shape, x.dtype) if hasattr(x, "shape") else x,
            args,
        )
        outputs = tree.flatten(layer._compute(tuple(symbols), {}))
        known[shapes] = sum(math.prod(x.shape) for x in outputs)
    return known[shapes]
