"""Complex numbers: their parts, and how to put them together.

A gradient is the transposed linear map, without conjugation: of a real function of
z = x + iy it is d/dx - i d/dy. For functions with a complex derivative the rules are
then those of real numbers.
"""

from typing import Any

from cornu.core import ELEMENTWISE, Spec, dtype_name, primitive, promotion, spec_of
from cornu.primitives import rules
from cornu.primitives.movement import cast
from cornu.primitives.outputs import settle
from cornu.primitives.reduction import unbroadcast
from cornu.typing import Array


def like(g: Any, spec: Spec) -> Any:
    """Return a gradient in the data type of its input; real inputs take real parts."""
    return g if g.dtype == spec.dtype else cast(g, dtype=dtype_name(spec.dtype))


@primitive(infer=rules.magnitude, kind=ELEMENTWISE)
def real(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Real part; of real numbers the numbers themselves."""
    if out is None:
        return x.real.copy()
    out[...] = x.real
    return out


@primitive(infer=rules.magnitude, kind=ELEMENTWISE)
def imag(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Imaginary part; 0 of real numbers."""
    if x.dtype.kind != "c":
        return settle(xp.zeros(x.shape, x.dtype), out)
    if out is None:
        return x.imag.copy()
    out[...] = x.imag
    return out


@primitive(infer=rules.same, kind=ELEMENTWISE)
def conj(xp: Any, x: Array, *, out: Array | None = None) -> Array:
    """Mirror image at the real axis: the imaginary part changes its sign."""
    if x.dtype.kind == "c":
        return xp.conjugate(x, out=out)
    return settle(x.copy(), out)


def _joined(a: Spec, b: Spec) -> Spec:
    found = rules.broadcast(a, b)
    return Spec(found.shape, promotion.complex_dtype(found.dtype))


@primitive(infer=_joined, kind=ELEMENTWISE, promote="float")
def join_parts(xp: Any, a: Array, b: Array, *, out: Array | None = None) -> Array:
    """Complex number of the real part `a` and the imaginary part `b`."""
    if out is None:
        specs = [spec_of(a), spec_of(b)]
        dtype = a.dtype if hasattr(a, "dtype") else b.dtype
        shape = rules.broadcast_shapes(*(s.shape for s in specs))
        out = xp.empty(shape, promotion.complex_dtype(dtype))
    out.real[...] = a
    out.imag[...] = b
    return out


def _imag_vjp(g: Any, x_spec: Spec) -> Any:
    return join_parts(0.0, -g) if x_spec.dtype.kind == "c" else g * 0


real.defvjp(x=lambda g, x_spec: like(g, x_spec))
imag.defvjp(x=_imag_vjp)
conj.defvjp(x=lambda g: conj(g))
join_parts.defvjp(
    a=lambda g, a_spec: unbroadcast(real(g), a_spec),
    b=lambda g, b_spec: unbroadcast(-imag(g), b_spec),
)
