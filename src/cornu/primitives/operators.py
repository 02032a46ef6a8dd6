"""Python's operators, in terms of primitives: one mixin for tensors and symbols."""

from typing import Any

from cornu.primitives import arithmetic, comparison, contraction, elementwise, movement
from cornu.primitives.getitem import get_item


class Operators:
    """Give a box NumPy-like operators and a few methods."""

    __slots__ = ()
    __array_priority__ = 1000  # ndarray + Tensor must ask the Tensor

    def __add__(self, other: Any) -> Any:
        return arithmetic.add(self, other)

    def __radd__(self, other: Any) -> Any:
        return arithmetic.add(other, self)

    def __sub__(self, other: Any) -> Any:
        return arithmetic.subtract(self, other)

    def __rsub__(self, other: Any) -> Any:
        return arithmetic.subtract(other, self)

    def __mul__(self, other: Any) -> Any:
        return arithmetic.multiply(self, other)

    def __rmul__(self, other: Any) -> Any:
        return arithmetic.multiply(other, self)

    def __truediv__(self, other: Any) -> Any:
        return arithmetic.divide(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return arithmetic.divide(other, self)

    def __floordiv__(self, other: Any) -> Any:
        return arithmetic.floor_divide(self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return arithmetic.floor_divide(other, self)

    def __mod__(self, other: Any) -> Any:
        return arithmetic.mod(self, other)

    def __rmod__(self, other: Any) -> Any:
        return arithmetic.mod(other, self)

    def __pow__(self, other: Any) -> Any:
        if type(other) is int and other == 2:
            return elementwise.square(self)
        return arithmetic.power(self, other)

    def __rpow__(self, other: Any) -> Any:
        return arithmetic.power(other, self)

    def __matmul__(self, other: Any) -> Any:
        return matmul(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return matmul(other, self)

    def __neg__(self) -> Any:
        return elementwise.negative(self)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return elementwise.absolute(self)

    def __invert__(self) -> Any:
        return comparison.logical_not(self)

    def __and__(self, other: Any) -> Any:
        return comparison.logical_and(self, other)

    def __rand__(self, other: Any) -> Any:
        return comparison.logical_and(other, self)

    def __or__(self, other: Any) -> Any:
        return comparison.logical_or(self, other)

    def __ror__(self, other: Any) -> Any:
        return comparison.logical_or(other, self)

    def __xor__(self, other: Any) -> Any:
        return comparison.logical_xor(self, other)

    def __eq__(self, other: Any) -> Any:
        if other is None or isinstance(other, str):
            return False
        return comparison.equal(self, other)

    def __ne__(self, other: Any) -> Any:
        if other is None or isinstance(other, str):
            return True
        return comparison.not_equal(self, other)

    def __lt__(self, other: Any) -> Any:
        return comparison.less(self, other)

    def __le__(self, other: Any) -> Any:
        return comparison.less_equal(self, other)

    def __gt__(self, other: Any) -> Any:
        return comparison.greater(self, other)

    def __ge__(self, other: Any) -> Any:
        return comparison.greater_equal(self, other)

    __hash__ = object.__hash__

    def __getitem__(self, index: Any) -> Any:
        return get_item(self, index)

    @property
    def T(self) -> Any:
        """The same elements with the axes in reverse order."""
        axes = tuple(range(len(self.shape)))[::-1]  # type: ignore[attr-defined]
        return movement.transpose(self, axes=axes)


def matmul(a: Any, b: Any) -> Any:
    """Multiply matrices as NumPy's ``@`` does, vectors included."""
    rank_a, rank_b = len(a.shape), len(b.shape)
    if rank_a >= 2 and rank_b >= 2:
        return contraction.matmul(a, b)
    if rank_a == 1:
        a = movement.reshape(a, shape=(1, *_sizes(a)))
    if rank_b == 1:
        b = movement.reshape(b, shape=(*_sizes(b), 1))
    product = contraction.matmul(a, b)
    index: list[Any] = [(None, None, None)] * len(product.shape)
    if rank_a == 1:
        index[-2] = 0
    if rank_b == 1:
        index[-1] = 0
    return movement.slice_view(product, index=tuple(index))


def _sizes(x: Any) -> tuple[int, ...]:
    return tuple(-1 if n is None else n for n in x.shape)
