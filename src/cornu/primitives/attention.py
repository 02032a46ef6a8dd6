"""Attention of queries to keys and values, block by block.

Scores are computed anew for each block of queries and keys, used while they lie in
cache and forgotten; what is kept of a row is its largest score and a sum. Memory grows
with the lengths, not with their product.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from cornu.core import CONTRACTION, Spec, primitive, promotion
from cornu.errors import ShapeError
from cornu.primitives.comparison import logical_and, where
from cornu.primitives.contraction import einsum
from cornu.primitives.elementwise import tanh
from cornu.primitives.movement import cast, full_like, reshape
from cornu.primitives.outputs import settle, settle_all
from cornu.primitives.scan import cumsum
from cornu.primitives.softmax import softmax
from cornu.typing import Array, Shape

HELD = 1 << 18
"""How many scores are held at once: a block of them and a copy fit a cache of 2 MiB."""

_ROWS = 32  # queries a block has at least, so that products stay products of matrices


# ---- shapes ----


def _infer(
    query: Spec,
    key: Spec,
    value: Spec,
    bias: Spec | None = None,
    mask: Spec | None = None,
    **_: Any,
) -> Spec:
    shapes = {"query": query.shape, "key": key.shape, "value": value.shape}
    for name, shape in shapes.items():
        if len(shape) != 4:
            raise ShapeError(
                f"attention: {name} has shape {shape}; it must have four axes, "
                f"(batch, time, heads, depth)."
            )
    _agree(shapes, ("key", "value"), (1, 2))
    _agree(shapes, ("query", "key"), (3,))
    _agree(shapes, ("query", "key", "value"), (0,))
    heads, shared = query.shape[2], key.shape[2]
    if heads is not None and shared is not None and (not shared or heads % shared):
        raise ShapeError(
            f"attention: query has {heads} heads and key {shared}; the first must be "
            f"a multiple of the second."
        )
    wanted = (query.shape[0], heads, query.shape[1], key.shape[1])
    for name, part in (("bias", bias), ("mask", mask)):
        if part is not None:
            _check_part(name, part.shape, wanted)
    dtype = promotion.result_dtype((query, key, value)) or query.dtype
    return Spec((*query.shape[:3], value.shape[3]), dtype)


_AXES = ("batch", "time", "heads", "depth")


def _agree(
    shapes: dict[str, Shape], names: tuple[str, ...], axes: tuple[int, ...]
) -> None:
    for axis in axes:
        if len({shapes[n][axis] for n in names} - {None}) > 1:
            listed = ", ".join(f"{n} {shapes[n]}" for n in names)
            raise ShapeError(
                f"attention: {listed} must have the same size on axis {axis} "
                f"({_AXES[axis]})."
            )


def _check_part(name: str, part: Shape, wanted: Shape) -> None:
    fits = len(part) <= 4 and all(
        n in (1, None) or m in (n, None) for n, m in zip(part[::-1], wanted[::-1])
    )
    if not fits:
        raise ShapeError(
            f"attention: {name} has shape {part}; it must broadcast to (batch, heads, "
            f"queries, keys) = {wanted}."
        )


class _Sizes(NamedTuple):
    """Sizes; each of `shared` heads of keys serves `group` heads of queries."""

    batch: int
    shared: int
    group: int
    queries: int
    keys: int


class _Block(NamedTuple):
    """What part of the batch, of the shared heads and of the queries is worked on."""

    batch: slice
    heads: slice
    rows: slice


def _sizes(query: Array, key: Array) -> _Sizes:
    batch, queries, heads, _ = query.shape
    shared = key.shape[2]
    return _Sizes(batch, shared, heads // max(shared, 1), queries, key.shape[1])


def _blocks(sizes: _Sizes, held: int) -> tuple[int, Iterator[_Block]]:
    """Return how many keys a block has, and the blocks of everything else."""
    batch, shared, group, queries, keys = sizes
    held = held or batch * shared * group * queries * keys
    group = max(group, 1)
    width = _within(keys, held // (group * min(queries or 1, _ROWS)))
    height = _within(queries, held // (group * width))
    heads = _within(shared, held // (group * width * height))
    runs = 1
    if heads == shared:
        runs = _within(batch, held // (group * width * height * heads))

    def walk() -> Iterator[_Block]:
        for b in range(0, batch, runs):
            for h in range(0, shared, heads):
                for t in range(0, queries, height):
                    yield _Block(
                        slice(b, min(b + runs, batch)),
                        slice(h, min(h + heads, shared)),
                        slice(t, min(t + height, queries)),
                    )

    return width, walk()


def _within(n: int, most: int) -> int:
    return max(1, min(n, most))


# ---- views: (batch, shared heads, group, time, depth) ----


def _grouped(x: Array, sizes: _Sizes) -> Array:
    batch, time, _, depth = x.shape
    split = x.reshape(batch, time, sizes.shared, sizes.group, depth)
    return split.transpose(0, 2, 3, 1, 4)


def _alone(x: Array) -> Array:
    return x.transpose(0, 2, 1, 3)[:, :, None]


def _spread(part: Array | None, sizes: _Sizes) -> Array | None:
    """Return a bias or mask with the five axes of scores, 1 where it repeats."""
    if part is None:
        return None
    shape = (1,) * (4 - part.ndim) + part.shape
    heads = (1, 1) if shape[1] == 1 else (sizes.shared, sizes.group)
    return part.reshape(shape[0], *heads, *shape[2:])


def _cut(part: Array, where: tuple[slice, ...]) -> Array:
    return part[tuple(slice(None) if n == 1 else w for n, w in zip(part.shape, where))]


def _place(block: _Block, columns: slice) -> tuple[slice, ...]:
    return (block.batch, block.heads, slice(None), block.rows, columns)


def _wide(dtype: np.dtype) -> np.dtype:
    return np.dtype(np.float32) if dtype.itemsize == 2 else dtype


# ---- scores of a block ----


class _Scores:
    """Compute the scores of any block: products, cap, bias and mask, in this order."""

    def __init__(
        self,
        xp: Any,
        key: Array,
        bias: Array | None,
        mask: Array | None,
        sizes: _Sizes,
        causal: bool,
        soft_cap: float | None,
    ) -> None:
        self.xp = xp
        self.wide = _wide(key.dtype)
        self.key = _alone(key)
        self.bias = _spread(bias, sizes)
        self.mask = _spread(None if mask is None else mask != 0, sizes)
        self.causal = causal
        self.soft_cap = soft_cap
        self.keys = sizes.keys

    def columns(self, block: _Block, width: int) -> list[slice]:
        """Return the blocks of keys some query of `block` may look at."""
        stop = min(self.keys, block.rows.stop) if self.causal else self.keys
        return [slice(s, min(s + width, stop)) for s in range(0, stop, width)]

    def of(self, rows: Array, block: _Block, columns: slice) -> tuple[Array, Any]:
        """Return scores, minus infinity where hidden, and what the cap did to them."""
        xp = self.xp
        keys = self.key[block.batch, block.heads, :, columns]
        keys = keys.astype(self.wide, copy=False)
        found = xp.matmul(rows, keys.swapaxes(-1, -2))
        curve = None
        if self.soft_cap is not None:
            found *= 1 / self.soft_cap
            curve = xp.tanh(found, out=found)
            found = curve * self.soft_cap
        place = _place(block, columns)
        if self.bias is not None:
            found += _cut(self.bias, place)
        if self.mask is not None:
            hidden = xp.logical_not(_cut(self.mask, place))
            xp.copyto(found, found.dtype.type(-np.inf), where=hidden)
        if self.causal and columns.stop - 1 > block.rows.start:
            late = xp.arange(columns.start, columns.stop)
            hidden = late > xp.arange(block.rows.start, block.rows.stop)[:, None]
            xp.copyto(found, found.dtype.type(-np.inf), where=hidden)
        return found, curve

    def blind(self, queries: int) -> Array | None:
        """Return which queries may look at no key at all; None if none is blind."""
        if self.mask is None:
            return None
        xp, mask = self.xp, self.mask
        blind = xp.logical_not(mask.any(-1))
        if self.causal:
            first = xp.argmax(mask, axis=-1) if self.keys else xp.zeros(blind.shape)
            blind = blind | (first > xp.arange(queries))
        return blind if bool(blind.any()) else None


def _weigh(xp: Any, scores: Array, before: Array | None) -> tuple[Array, Array, Array]:
    """Turn scores into exponentials in place; return their peak and sum, kept axes.

    The peak is at least that of `before`, and never infinite.
    """
    lowest = np.finfo(scores.dtype).min
    peak = xp.max(scores, axis=-1, keepdims=True, initial=lowest)
    if before is not None:
        peak = xp.maximum(peak, before)
    scores -= peak
    xp.exp(scores, out=scores)
    return scores, peak, xp.sum(scores, axis=-1, keepdims=True)


def _share(xp: Any, total: Array) -> Array:
    """Return one over the sum of a row; 1 for a row that saw nothing."""
    return 1 / xp.where(total == 0, 1, total)


# ---- forward ----


def _reference(
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    *,
    scale: float,
    causal: bool = False,
    soft_cap: float | None = None,
    held: int = HELD,
) -> Any:
    batch, queries, heads, depth = query.shape
    keys, shared = key.shape[1], key.shape[2]
    width = value.shape[3]
    narrow = np.dtype(query.dtype)
    query, key, value = (cast(x, dtype=_wide(narrow).name) for x in (query, key, value))
    group = heads // shared
    grouped = reshape(query * scale, shape=(batch, queries, shared, group, depth))
    scores = einsum(grouped, key, subscripts="btkgh,bskh->bkgts")
    scores = reshape(scores, shape=(batch, heads, queries, keys))
    if soft_cap is not None:
        scores = tanh(scores * (1 / soft_cap)) * soft_cap
    if bias is not None:
        scores = scores + bias
    if causal:
        ones = full_like(scores, value=1, dtype="int32")
        seen = cumsum(ones, axis=3) <= cumsum(ones, axis=2)
        mask = seen if mask is None else logical_and(seen, mask)
    if mask is not None:  # finite, so that a row of nothing else is even
        scores = where(mask, scores, 0.7 * float(np.finfo(_wide(narrow)).min))
    shares = softmax(scores, axis=3)
    shares = reshape(shares, shape=(batch, shared, group, queries, keys))
    found = einsum(shares, value, subscripts="bkgts,bskh->btkgh")
    return cast(reshape(found, shape=(batch, queries, heads, width)), dtype=narrow.name)


@primitive(infer=_infer, kind=CONTRACTION, reference=_reference)
def attention(
    xp: Any,
    query: Array,
    key: Array,
    value: Array,
    bias: Array | None = None,
    mask: Array | None = None,
    *,
    scale: float,
    causal: bool = False,
    soft_cap: float | None = None,
    held: int = HELD,
    out: Array | None = None,
) -> Array:
    """Average `value` over keys, by the softmax of scale * query @ key.

    Shapes are (batch, time, heads, depth); a head of key and value may serve several
    of query, and the depth of value, and so of the answer, may be another. Scores are
    limited by `soft_cap`, then `bias` is added; where `mask` is false, and for `causal`
    where the key comes later, they have no share. A query all of whose keys are hidden
    gets the plain mean of the values. At most about `held` scores are in memory at
    once, all of them if it is 0.
    """
    _infer(*_specs(query, key, value, bias, mask))
    sizes = _sizes(query, key)
    scores = _Scores(xp, key, bias, mask, sizes, causal, soft_cap)
    is_ready = out is not None and out.flags.c_contiguous
    shape = (*query.shape[:3], value.shape[3])
    answer: Any = out if is_ready else xp.empty(shape, query.dtype)
    rows, values, found = _grouped(query, sizes), _alone(value), _grouped(answer, sizes)
    width, blocks = _blocks(sizes, held)
    for block in blocks:
        here = (block.batch, block.heads, slice(None), block.rows)
        part = rows[here].astype(scores.wide, copy=False) * scores.wide.type(scale)
        found[here] = _average(xp, part, values, scores, block, width)
    blind = scores.blind(sizes.queries)
    if blind is not None and sizes.keys:
        mean = xp.mean(values, axis=3, keepdims=True, dtype=scores.wide)
        xp.copyto(found, mean.astype(query.dtype), where=blind[..., None])
    return answer if is_ready else settle(answer, out)


def _average(
    xp: Any, rows: Array, values: Array, scores: _Scores, block: _Block, width: int
) -> Array:
    """Return the averages of the values for one block of queries."""
    sums: Any = None
    total: Any = None
    peak: Any = None
    for columns in scores.columns(block, width):
        part, _ = scores.of(rows, block, columns)
        part, higher, more = _weigh(xp, part, peak)
        some = values[block.batch, block.heads, :, columns]
        some = xp.matmul(part, some.astype(scores.wide, copy=False))
        if peak is None:
            sums, total = some, more
        else:  # Milakov and Gimelshein 2018, algorithm 3
            fade = xp.exp(peak - higher)
            sums = sums * fade + some
            total = total * fade + more
        peak = higher
    if sums is None:
        return xp.zeros((*rows.shape[:-1], values.shape[-1]), rows.dtype)
    return sums * _share(xp, total)


def _specs(*arrays: Array | None) -> list[Any]:
    return [None if a is None else Spec(a.shape, a.dtype) for a in arrays]


# ---- backward ----


def _grad_infer(
    up: Spec,
    query: Spec,
    key: Spec,
    value: Spec,
    bias: Spec | None,
    mask: Spec | None,
    ans: Spec,
    *,
    bias_wanted: bool = False,
    **_: Any,
) -> tuple[Spec, ...]:
    found = (query, key, value)
    return (*found, bias) if bias is not None and bias_wanted else found


@primitive(infer=_grad_infer, kind=CONTRACTION, differentiable=False)
def attention_grad(
    xp: Any,
    up: Array,
    query: Array,
    key: Array,
    value: Array,
    bias: Array | None,
    mask: Array | None,
    ans: Array,
    *,
    scale: float,
    causal: bool = False,
    soft_cap: float | None = None,
    held: int = HELD,
    bias_wanted: bool = False,
    out: tuple[Array, ...] | None = None,
) -> tuple[Array, ...]:
    """Gradients of `attention` with respect to query, key, value and, if wanted, bias.

    `up` is the gradient of its answer `ans`. Shares are computed anew, block by block.
    """
    sizes = _sizes(query, key)
    scores = _Scores(xp, key, bias, mask, sizes, causal, soft_cap)
    wide = scores.wide
    g_query = xp.empty(query.shape, wide)
    g_key, g_value = xp.zeros(key.shape, wide), xp.zeros(value.shape, wide)
    g_bias = None
    if bias is not None and bias_wanted:
        g_bias = xp.zeros(bias.shape, wide)
    into = _Gradients(
        _grouped(g_query, sizes), _alone(g_key), _alone(g_value), _spread(g_bias, sizes)
    )
    rows, values = _grouped(query, sizes), _alone(value)
    ups, found = _grouped(up, sizes), _grouped(ans, sizes)
    width, blocks = _blocks(sizes, held)
    for block in blocks:
        here = (block.batch, block.heads, slice(None), block.rows)
        part = rows[here].astype(wide, copy=False) * wide.type(scale)
        above = ups[here].astype(wide, copy=False)
        level = xp.sum(above * found[here], axis=-1, keepdims=True)
        _block_gradients(xp, part, above, level, values, scores, block, width, into)
    g_query *= wide.type(scale)
    blind = scores.blind(sizes.queries)
    if blind is not None and sizes.keys:
        even = xp.where(blind[..., None], ups, 0).astype(wide, copy=False)
        into.value[...] += even.sum((2, 3), keepdims=True) / sizes.keys
    gradients = [g_query, g_key, g_value]
    narrow = [g.astype(query.dtype, copy=False) for g in gradients]
    if g_bias is not None:
        narrow.append(g_bias.astype(bias.dtype, copy=False))  # type: ignore[union-attr]
    return settle_all(tuple(narrow), out)


class _Gradients(NamedTuple):
    """Where gradients are gathered, as views with the axes of `_grouped`."""

    query: Array
    key: Array
    value: Array
    bias: Array | None


def _block_gradients(
    xp: Any,
    rows: Array,
    above: Array,
    level: Array,
    values: Array,
    scores: _Scores,
    block: _Block,
    width: int,
    into: _Gradients,
) -> None:
    """Add what one block of queries contributes; Dao et al. 2022, algorithm 4."""
    every = scores.columns(block, width)
    peak, share, ready = _statistics(xp, rows, scores, block, every)
    g_rows = xp.zeros(rows.shape, rows.dtype)
    for columns in every:
        here = (block.batch, block.heads, slice(None), columns)
        if ready is None:
            part, curve = scores.of(rows, block, columns)
            part -= peak
            xp.exp(part, out=part)
        else:
            part, curve = ready
        part *= share
        into.value[here] += _summed(xp.matmul(part.swapaxes(-1, -2), above))
        some = values[here].astype(scores.wide, copy=False)
        slope = xp.matmul(above, some.swapaxes(-1, -2))
        slope -= level
        slope *= part
        if into.bias is not None:
            _add_bias(xp, into.bias, slope, _place(block, columns))
        if curve is not None:
            curve *= curve
            slope *= xp.subtract(1, curve, out=curve)
        keys = scores.key[here].astype(scores.wide, copy=False)
        g_rows += xp.matmul(slope, keys)
        into.key[here] += _summed(xp.matmul(slope.swapaxes(-1, -2), rows))
    into.query[block.batch, block.heads, :, block.rows] = g_rows


def _statistics(
    xp: Any, rows: Array, scores: _Scores, block: _Block, every: list[slice]
) -> tuple[Any, Any, Any]:
    """Return peak and 1 / sum of each row; exponentials, too, if one block is all."""
    peak: Any = None
    total: Any = None
    for columns in every:
        part, curve = scores.of(rows, block, columns)
        part, higher, more = _weigh(xp, part, peak)
        if len(every) == 1:
            return higher, _share(xp, more), (part, curve)
        total = more if peak is None else total * xp.exp(peak - higher) + more
        peak = higher
    return peak, None if total is None else _share(xp, total), None


def _summed(x: Array) -> Array:
    # Over the heads of queries that share a head of keys.
    return x if x.shape[2] == 1 else x.sum(2, keepdims=True)


def _add_bias(xp: Any, bias: Array, slope: Array, place: tuple[slice, ...]) -> None:
    axes = tuple(i for i, n in enumerate(bias.shape) if n == 1 and slope.shape[i] != 1)
    target = _cut(bias, place)
    target += xp.sum(slope, axis=axes, keepdims=True) if axes else slope


def _attention_vjp(
    g: Any,
    needs: tuple[bool, ...],
    ans: Any,
    query: Any,
    key: Any,
    value: Any,
    bias: Any,
    mask: Any,
    scale: float,
    causal: bool,
    soft_cap: float | None,
    held: int,
) -> tuple[Any, ...]:
    found = attention_grad(
        g,
        query,
        key,
        value,
        bias,
        mask,
        ans,
        scale=scale,
        causal=causal,
        soft_cap=soft_cap,
        held=held,
        bias_wanted=needs[3],
    )
    return (*found, *(None,) * (5 - len(found)))


attention.vjp_joint(_attention_vjp, first_order=True)
