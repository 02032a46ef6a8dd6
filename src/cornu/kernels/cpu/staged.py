"""Kernels that do a batch part by part, alike in eager calls and in traced regions."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from cornu.core import Primitive, Spec, spec_of
from cornu.kernels.cpu.blas import single_threaded_blas
from cornu.kernels.cpu.blocks import combine, granules, lanes
from cornu.kernels.cpu.threads import WORTH_FLOPS, share, team_size

Result = Any  # an array, or a tuple of them

_KEPT = 64
_kept: "OrderedDict[Any, Staged]" = OrderedDict()


class Staged:
    """An operation on arrays of known shapes, cut along the batch by shapes alone.

    Attributes
    ----------
    result : Spec or tuple of Spec
        What the whole operation gives.
    partial : Spec or tuple of Spec
        Of `summed` kernels: what the contributions look like; by default, `result`.
    batched : tuple of bool
        Which inputs carry the batch on their first axis.
    summed : bool
        Whether the result is a sum over the batch.
    flops : float
        Work for the whole batch, to decide about threads.
    """

    result: Any
    partial: Any = None
    batched: tuple[bool, ...] = ()
    summed: bool = False
    flops: float = 0.0

    def prepare(self, *arrays: np.ndarray) -> None:
        """Read the inputs that do not carry the batch, once before the parts."""

    def part(self, *arrays: np.ndarray, out: Result) -> None:
        """Do one granule: write its rows, or its contribution, to `out`.

        May run on several threads at once.
        """
        raise TypeError(f"{type(self).__name__} does not say how a part is done.")

    def pieces(self, rows: int) -> int:
        """Return how many pieces, independent of each other, `part` does in turn.

        More than one lets threads share out a single granule.
        """
        return 1

    def piece(self, index: int, *arrays: np.ndarray, out: Result) -> None:
        """Do one of the pieces of a part."""
        self.part(*arrays, out=out)

    def finish(self, total: Result, out: Result) -> None:
        """Write the result that the sum of all contributions stands for."""
        for a, b in zip(_many(total), _many(out)):
            b[...] = a


def run_staged(
    staged: Staged, arrays: tuple[np.ndarray, ...], out: Result | None = None
) -> Result:
    """Do a whole operation: prepare it, then its granules on the threads there are.

    Parameters
    ----------
    staged : Staged
        Made for the shapes and types of `arrays`.
    arrays : tuple of arrays
    out : array or tuple of arrays, optional
        Where the result goes; made anew by default.
    """
    if out is None:
        out = empty(staged.result)
    batch = len(arrays[staged.batched.index(True)])
    with single_threaded_blas() as held:
        staged.prepare(*arrays)
        size = team_size() if held and staged.flops >= WORTH_FLOPS else 1
        run = _sum if staged.summed else _rows
        run(staged, arrays, batch, out, size)
    return out


def empty(specs: Any) -> Result:
    """Return an array for a Spec, a tuple of them for a tuple."""
    if isinstance(specs, Spec):
        return np.empty(specs.shape, specs.dtype)  # type: ignore[arg-type]
    return tuple(np.empty(s.shape, s.dtype) for s in specs)


def _rows(
    staged: Staged, arrays: tuple[np.ndarray, ...], batch: int, out: Result, size: int
) -> None:
    cuts = granules(batch)
    if size == 1 or len(cuts) >= 2 * size:

        def task(i: int) -> None:
            staged.part(*_cut(staged, arrays, cuts[i]), out=_slice(out, cuts[i]))

        share(task, len(cuts), size)
        return
    units = [(g, j) for g in cuts for j in range(staged.pieces(g.stop - g.start))]

    def unit(i: int) -> None:
        g, j = units[i]
        staged.piece(j, *_cut(staged, arrays, g), out=_slice(out, g))

    share(unit, len(units), size)


def _sum(
    staged: Staged, arrays: tuple[np.ndarray, ...], batch: int, out: Result, size: int
) -> None:
    runs = lanes(batch)
    spec = staged.partial or staged.result
    sums = [empty(spec) for _ in runs]

    def task(lane: int) -> None:
        total = sums[lane]
        first, *others = runs[lane]
        staged.part(*_cut(staged, arrays, first), out=total)
        piece = empty(spec) if others else None
        for g in others:
            staged.part(*_cut(staged, arrays, g), out=piece)
            for a, b in zip(_many(total), _many(piece)):
                np.add(a, b, out=a)

    share(task, len(runs), size)
    if not sums:
        sums = [empty(spec)]
        for a in _many(sums[0]):
            a.fill(0)
    total = sums[0]
    if isinstance(total, tuple):
        for i, a in enumerate(total):
            combine([s[i] for s in sums], a)
    else:
        combine(sums, total)
    staged.finish(total, out)


def _cut(staged: Staged, arrays: tuple[Any, ...], part: slice) -> list[Any]:
    return [a[part] if b else a for a, b in zip(arrays, staged.batched)]


def _slice(out: Result, part: slice) -> Result:
    return tuple(a[part] for a in out) if isinstance(out, tuple) else out[part]


def _many(result: Result) -> tuple[Any, ...]:
    return result if isinstance(result, tuple) else (result,)


# ---- eager calls ----


def run_kept(
    primitive: Primitive,
    arrays: tuple[np.ndarray, ...],
    params: dict[str, Any],
    out: Result | None,
) -> Result | None:
    """Run the staged form of `primitive`, kept from the last call of these shapes.

    Parameters
    ----------
    primitive : Primitive
        One with a stage for the CPU.
    arrays : tuple of array
    params : dict
    out : array, tuple of array or None
        Where the result goes; made anew if None.

    Returns
    -------
    array or tuple of array
        None if there is no staged form for these shapes.
    """
    specs = tuple(spec_of(a) for a in arrays)
    key = (primitive.name, specs, tuple(params.items()))
    # Taken out while in use: what `prepare` makes belongs to one call.
    staged = _kept.pop(key, None)
    if staged is None:
        staged = primitive.stages["cpu"](specs, params)
        if staged is None:
            return None
    result = run_staged(staged, arrays, out)
    _kept[key] = staged
    while len(_kept) > _KEPT:
        _kept.popitem(last=False)
    return result


def run_by_parts(primitive: Primitive, when: Callable[..., bool]) -> None:
    """File the staged form of `primitive` as its body on the CPU.

    Parameters
    ----------
    primitive : Primitive
        One with a stage for the CPU.
    when : callable
        ``when(*arrays, **params)`` must say no where there is no staged form.
    """

    @primitive.on("cpu", when=when)
    def by_parts(
        xp: Any, *arrays: np.ndarray, out: Result | None = None, **params: Any
    ) -> Result:
        result = run_kept(primitive, arrays, params, out)
        if result is None:
            return primitive.forward(xp, *arrays, out=out, **params)
        return result
