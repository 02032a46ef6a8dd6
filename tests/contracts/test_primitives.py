"""The laws of a primitive, over all of them."""

import numpy as np
import pytest

from contracts.samples import ALL, MERGED, samples_of
from cornu.backend import backend_for
from cornu.errors import DeviceError
from cornu.kernels.cpu import optimizer_steps
from cornu.testing import LAWS
from cornu.testing.check_primitive import devices_agree

# Their slope is zero wherever there is one, so they have no rules.
FLAT = {"ceil", "floor", "floor_divide", "rint", "sign", "trunc"}

# Why no input of theirs can be empty.
NEVER_EMPTY: dict[str, str] = {}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_law(law, name, tally):
    primitive = ALL[name]
    checks = sum(
        law(primitive, sample.arrays, sample.params) for sample in samples_of(primitive)
    )
    tally("primitives", law.__name__, name, checks)


@pytest.mark.gpu
@pytest.mark.parametrize("name", ALL)
def test_cpu_equals_gpu(name, tally):
    try:
        gpu = backend_for("gpu")
    except DeviceError as error:
        pytest.skip(f"no GPU: {error}")
    primitive = ALL[name]
    checks = sum(
        devices_agree(primitive, sample.arrays, sample.params, gpu)
        for sample in samples_of(primitive)
    )
    tally("primitives", "cpu_equals_gpu", name, checks)


@pytest.mark.parametrize("name", ALL)
def test_empty_inputs_are_among_the_samples(name):
    if name in NEVER_EMPTY:
        pytest.skip(NEVER_EMPTY[name])
    samples = samples_of(ALL[name])
    shapes = [a.shape for s in samples for a in s.arrays if a is not None]
    shapes += [s.params["shape"] for s in samples if "shape" in s.params]
    assert any(0 in shape for shape in shapes)


@pytest.mark.parametrize("name", ALL)
def test_every_primitive_declares_its_gradient(name):
    primitive = ALL[name]
    has_rules = bool(primitive.rules) or primitive.joint is not None
    if not has_rules and primitive.differentiable:
        assert name in FLAT, f"{name} has no gradient rule; say differentiable=False"
    assert not (has_rules and not primitive.differentiable)


@pytest.fixture(autouse=True)
def threads_are_worth_it_early(monkeypatch):
    """Let small samples reach the code that shares out large arrays."""
    monkeypatch.setattr(optimizer_steps, "LEAST", 2**17)


@pytest.mark.parametrize("name", [n for n, p in ALL.items() if p.overrides])
def test_every_faster_body_meets_a_sample(name):
    primitive = ALL[name]
    for body, when in primitive.overrides.get("cpu", ()):
        assert when is None or any(
            when(*_narrowed(s.arrays), **s.params) or when(*s.arrays, **s.params)
            for s in samples_of(primitive)
        ), f"{name}: no sample is accepted by {body.__name__}"


def _narrowed(arrays):
    return tuple(
        a.astype(np.float32) if a is not None and a.dtype.kind == "f" else a
        for a in arrays
    )


def test_extrema_of_nothing_are_refused():
    for name in ("reduce_max", "reduce_min", "argmax", "argmin"):
        params = {"axis": 0} if name.startswith("arg") else {"axes": (0,)}
        with pytest.raises(ValueError):
            ALL[name](np.zeros((0, 3)), **params)


def test_tables_name_primitives_that_exist():
    assert not (set(MERGED) | FLAT | set(NEVER_EMPTY)) - set(ALL)
