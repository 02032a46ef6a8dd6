"""The laws every layer keeps, as checks anyone can run on their own.

A law is a function ``law(case)`` that returns how many things it compared and raises
AssertionError, in words, where the layer breaks it.
"""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cornu.autodiff import GradientTape, Tensor, Variable
from cornu.core import spec_of
from cornu.errors import CornuError
from cornu.layers import Input, Layer
from cornu.layers.context import mask_of, set_mask
from cornu.models import Model, clone_model, load_model
from cornu.random import set_random_seed
from cornu.symbolic import SymbolicTensor
from cornu.utils import tree
from cornu.utils.naming import reset_names


class LayerCase(NamedTuple):
    """A layer and the inputs it is tried on.

    Attributes
    ----------
    factory : callable
        The class, or a function that makes the layer from `kwargs`.
    kwargs : dict
    shapes : list of tuple
        One for each input, batch included.
    many : bool
        Whether the inputs travel as one list.
    max_int : int or None
        Inputs are integers below this; None for floats.
    mixes_rows : bool
        Whether rows of a batch may influence each other.
    spread : bool
        Whether each input is an argument of its own.
    """

    factory: Callable[..., Any]
    kwargs: dict[str, Any]
    shapes: list[tuple[int, ...]]
    many: bool
    max_int: int | None
    mixes_rows: bool
    spread: bool = False

    def make(self, **more: Any) -> Any:
        """Return a new layer; names and seeds start over."""
        reset_names()
        set_random_seed(3)
        return self.factory(**{**self.kwargs, **more})

    def inputs(self, dtype: str = "float32") -> list[np.ndarray]:
        """Return the same arrays each time."""
        rng = np.random.default_rng(11)
        if self.max_int is not None:
            return [rng.integers(0, self.max_int, s) for s in self.shapes]
        return [rng.normal(size=s).astype(dtype) for s in self.shapes]

    def packed(self, values: list[Any]) -> Any:
        """Return the first argument of a call, for some inputs."""
        return list(values) if self.many and not self.spread else values[0]

    def arguments(self, values: list[Any]) -> list[Any]:
        """Return the arguments of a call, for some inputs."""
        return list(values) if self.spread else [self.packed(values)]


def check_layer(
    layer: Callable[..., Any],
    kwargs: dict[str, Any] | None = None,
    input_shape: Any = (2, 3),
    *,
    max_int: int | None = None,
    mixes_rows: bool = False,
    spread: bool = False,
    skip: tuple[str, ...] = (),
) -> int:
    """Hold a layer to all laws.

    The laws: symbols tell shape and type of the results, unknown batch included; the
    config survives JSON and gives a layer with the same outputs; weights can be taken
    out and put in; a gradient step moves trainable weights and only those; rows of a
    batch do not influence each other; data type policies are obeyed; masks pass as
    declared; the same seed gives the same numbers; inputs stay untouched; the repr
    names class and layer; a model of the layer can be written to a file, read, and
    cloned; misuse raises errors that say what was wrong.

    Parameters
    ----------
    layer : Layer class, or callable that returns a layer
    kwargs : dict, optional
        Arguments of the constructor.
    input_shape : tuple, or list of tuples for several inputs
        With the batch axis; at least two rows.
    max_int : int, optional
        Feed integers below it in place of floats.
    mixes_rows : bool, default False
        Whether rows of a batch may influence each other outside training.
    spread : bool, default False
        Whether several inputs are several arguments, and not one list.
    skip : tuple of str
        Names of laws that do not apply.

    Returns
    -------
    int
        How many things were compared.

    Raises
    ------
    AssertionError
        If a law is broken; the message names the layer and what differs.
    ValueError
        If `skip` names no law.

    Examples
    --------
    >>> from cornu import layers
    >>> check_layer(layers.Dense, {"units": 4}, (2, 3)) > 20
    True
    """
    names = [law.__name__ for law in LAYER_LAWS]
    unknown = set(skip) - set(names)
    if unknown:
        raise ValueError(f"check_layer: no such laws: {sorted(unknown)}; see {names}.")
    case = layer_case(layer, kwargs, input_shape, max_int, mixes_rows, spread)
    return sum(law(case) for law in LAYER_LAWS if law.__name__ not in skip)


def layer_case(
    layer: Callable[..., Any],
    kwargs: dict[str, Any] | None,
    input_shape: Any,
    max_int: int | None = None,
    mixes_rows: bool = False,
    spread: bool = False,
) -> LayerCase:
    """Return what the laws are run on; see :func:`check_layer`."""
    many = isinstance(input_shape, list)
    shapes = [tuple(s) for s in input_shape] if many else [tuple(input_shape)]
    return LayerCase(layer, kwargs or {}, shapes, many, max_int, mixes_rows, spread)


# ---- helpers ----


def _fail(layer: Layer, words: str) -> None:
    raise AssertionError(f"{type(layer).__name__} {layer.name!r}: {words}")


def _call(case: LayerCase, layer: Any, arrays: list[Any], **options: Any) -> list[Any]:
    return tree.flatten(layer(*case.arguments(arrays), **options))


def _hosted(value: Any) -> np.ndarray:
    return np.asarray(value.numpy() if isinstance(value, Tensor) else value)


def _same(layer: Layer, what: str, found: Any, wanted: Any, tolerance: float) -> int:
    for i, (a, b) in enumerate(zip(found, wanted, strict=True)):
        a, b = _hosted(a), _hosted(b)
        if a.shape != b.shape:
            _fail(layer, f"{what}: output {i} has shape {a.shape}, not {b.shape}.")
        a, b = a.astype(np.float64), b.astype(np.float64)
        if not np.allclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True):
            gap = np.abs(a - b).max(initial=0)
            _fail(layer, f"{what}: output {i} is off by up to {gap:.3g}.")
    return len(wanted)


def _randomised(layer: Layer) -> None:
    """Give every weight values with no symmetry; variances stay positive."""
    rng = np.random.default_rng(7)
    for weight in layer.weights:
        low, high = (0.5, 1.5) if "variance" in weight.name else (-0.8, 0.8)
        weight.assign(rng.uniform(low, high, weight.shape))


def _is_float(value: Any) -> bool:
    return "float" in str(np.dtype(spec_of(value).dtype))


# ---- the laws ----


def symbols_tell_the_results(case: LayerCase) -> int:
    """Symbols give the shapes and types that values give, also without a batch."""
    arrays = case.inputs()
    dtypes = [a.dtype.name for a in arrays]
    wanted = [spec_of(o) for o in _call(case, case.make(), arrays)]
    count = 0
    for batch in (case.shapes[0][0], None):
        layer = case.make()
        symbols = [
            SymbolicTensor((batch, *s[1:]), d) for s, d in zip(case.shapes, dtypes)
        ]
        found = [spec_of(o) for o in _call(case, layer, symbols)]
        for one, other in zip(found, wanted, strict=True):
            like = (None, *other.shape[1:]) if batch is None else other.shape
            if one.shape not in (like, other.shape) or one.dtype != other.dtype:
                _fail(layer, f"symbols give {one}, values {other} (batch {batch}).")
            count += 1
        # What was built on symbols computes on values.
        _call(case, layer, arrays)
    shapes = [tuple(s) for s in case.shapes]
    answer = case.make().compute_output_shape(*case.arguments(shapes))
    flat = [answer] if len(wanted) == 1 else list(answer)
    if [tuple(s) for s in flat] != [s.shape for s in wanted]:
        _fail(case.make(), f"compute_output_shape gives {answer}, a call {wanted}.")
    return count + 1


def config_round_trip(case: LayerCase) -> int:
    """Make a twin from the config by way of JSON: config and outputs are the same."""
    layer = case.make()
    arrays = case.inputs()
    _call(case, layer, arrays)
    _randomised(layer)
    config = layer.get_config()
    text = json.dumps(config)
    twin = type(layer).from_config(json.loads(text))
    if json.dumps(twin.get_config()) != text:
        _fail(layer, f"its config {config} became {twin.get_config()}.")
    _call(case, twin, arrays)
    twin.set_weights(layer.get_weights())
    wanted = _call(case, layer, arrays)
    return 1 + _same(layer, "twin", _call(case, twin, arrays), wanted, 1e-6)


def weights_round_trip(case: LayerCase) -> int:
    """Weights have paths of their own and can be taken out and put in."""
    layer = case.make()
    arrays = case.inputs()
    _call(case, layer, arrays)
    paths = [w.path for w in layer.weights]
    if len(set(paths)) != len(paths):
        _fail(layer, f"two weights share a path: {paths}.")
    if not all(p.startswith(f"{layer.name}/") for p in paths):
        _fail(layer, f"paths must begin with the layer's name: {paths}.")
    own = [*layer.trainable_weights, *layer.non_trainable_weights]
    if {id(w) for w in own} != {id(w) for w in layer.weights}:
        _fail(layer, "trainable and other weights together are not all weights.")
    _randomised(layer)
    values = layer.get_weights()
    if layer.count_params() != sum(v.size for v in values):
        _fail(layer, "count_params() is not the number of elements of its weights.")
    other = case.make()
    _call(case, other, arrays)
    other.set_weights(values)
    for before, after in zip(values, other.get_weights(), strict=True):
        if not np.array_equal(before, after):
            _fail(layer, "set_weights(get_weights()) changed a weight.")
    return 3 + len(values)


def step_moves_trainable_weights_only(case: LayerCase) -> int:
    """Every trainable weight has a gradient; a step moves those and no others."""
    layer = case.make()
    arrays = case.inputs()
    _call(case, layer, arrays)
    _randomised(layer)
    sources = [Tensor(a) for a in arrays] if case.max_int is None else []
    with GradientTape() as tape:
        tape.watch(sources)
        outputs = _call(case, layer, sources or arrays)
        target = [o for o in outputs if _is_float(o)]
    rng = np.random.default_rng(5)
    seeds = [rng.normal(size=o.shape).astype(_hosted(o).dtype) for o in target]
    trainable: list[Variable] = layer.trainable_weights
    slopes = tape.gradient(target, [*trainable, *sources], seeds)
    before = {id(w): w.numpy() for w in layer.weights}
    for weight, slope in zip(trainable, slopes):
        if slope is None:
            _fail(layer, f"no gradient reaches the trainable weight {weight.path!r}.")
        if slope.shape != weight.shape:
            _fail(layer, f"the gradient of {weight.path!r} has shape {slope.shape}.")
        weight.assign_sub(slope * 0.1)
    for source, slope in zip(sources, slopes[len(trainable) :]):
        if slope is None or slope.shape != source.shape:
            _fail(layer, "an input has no gradient of its shape.")
    moving = {id(w) for w in trainable}
    for weight in layer.weights:
        changed = not np.array_equal(before[id(weight)], weight.numpy())
        if changed != (id(weight) in moving):
            verb = "moved" if changed else "did not move"
            _fail(layer, f"{weight.path!r} {verb} in a gradient step.")
    layer.trainable = False
    if layer.trainable_weights or layer.trainable_variables:
        _fail(layer, "trainable=False leaves trainable weights.")
    return len(layer.weights) + len(sources) + 1


def rows_do_not_leak(case: LayerCase) -> int:
    """Outside training a row's outputs do not depend on the other rows."""
    if case.mixes_rows:
        return 0
    layer = case.make()
    arrays = case.inputs()
    wanted = _call(case, layer, arrays, training=False)
    changed = [a.copy() for a in arrays]
    for a in changed:
        a[1:] = a[:-1]
    found = _call(case, layer, changed, training=False)
    return _same(layer, "row 0", [o[:1] for o in found], [o[:1] for o in wanted], 1e-5)


# Name, type to compute in, type of weights, tolerance.
_POLICIES = (
    ("float64", "float64", "float64", 1e-5),
    ("float16", "float16", "float16", 3e-2),
    ("mixed_float16", "float16", "float32", 3e-2),
)


def dtype_policies_are_obeyed(case: LayerCase) -> int:
    """Results and weights have the policy's types; numbers agree to their digits."""
    reference = case.make()
    arrays = case.inputs()
    _call(case, reference, arrays)
    _randomised(reference)
    wanted = _call(case, reference, arrays)
    count = 0
    for policy, computed, kept, tolerance in _POLICIES:
        layer = case.make(dtype=policy)
        _call(case, layer, arrays)
        for weight in layer.weights:
            if "float" in weight.dtype and weight.dtype != kept:
                _fail(layer, f"{weight.path!r} is {weight.dtype} under {policy}.")
        layer.set_weights(reference.get_weights())
        found = _call(case, layer, arrays)
        for one, other in zip(found, wanted, strict=True):
            if _is_float(other) and str(np.dtype(spec_of(one).dtype)) != computed:
                _fail(layer, f"a result is {spec_of(one).dtype} under {policy}.")
            count += 1
        count += _same(layer, policy, found, wanted, tolerance)
    return count


def masks_pass_as_declared(case: LayerCase) -> int:
    """Pass a mask: it does not disturb, and leaves as `compute_mask` says."""
    if len({len(s) for s in case.shapes}) > 1:
        return 0  # masks of several ranks do not meet
    layer = case.make()
    arrays = case.inputs()
    tensors = [Tensor(a) for a in arrays]
    masks = []
    for tensor, shape in zip(tensors, case.shapes):
        mask = np.ones(shape[:2], bool)  # (batch, time)
        mask[:, -1:] = False
        masks.append(Tensor(mask))
        set_mask(tensor, masks[-1])
    outputs = _call(case, layer, tensors)
    if not layer.supports_masking:
        if any(mask_of(o) is not None for o in outputs):
            _fail(layer, "it does not support masks, but its results carry one.")
        return 1
    wanted = layer.compute_mask(case.packed(tensors), case.packed(masks))
    found = mask_of(outputs[0])
    first = wanted[0] if isinstance(wanted, (list, tuple)) else wanted
    if (found is None) != (first is None):
        _fail(layer, f"compute_mask gives {first!r}, but {found!r} left.")
    if found is not None and not np.array_equal(_hosted(found), _hosted(first)):
        _fail(layer, "the mask that left is not the one compute_mask gives.")
    return 1


def seeds_decide(case: LayerCase) -> int:
    """Start twice from one seed: weights, and noise in training, are the same."""
    arrays = case.inputs()
    results = []
    for _ in range(2):
        layer = case.make()
        outputs = _call(case, layer, arrays, training=True)
        results.append([*map(_hosted, outputs), *layer.get_weights()])
    first = _call(case, layer, arrays, training=False)
    again = _call(case, layer, arrays, training=False)
    _same(layer, "second call outside training", again, first, 0.0)
    return _same(layer, "same seed", results[1], results[0], 0.0)


def inputs_stay_untouched(case: LayerCase) -> int:
    """No call writes into its inputs."""
    arrays = case.inputs()
    for a in arrays:
        a.flags.writeable = False
    layer = case.make()
    for training in (False, True):
        _call(case, layer, arrays, training=training)
    for a, b in zip(arrays, case.inputs()):
        if not np.array_equal(a, b):
            _fail(layer, "a call changed its inputs.")
    return len(arrays)


def repr_names_the_layer(case: LayerCase) -> int:
    """Find class and name in the repr."""
    layer = case.make(name="own_name")
    text = repr(layer)
    if type(layer).__name__ not in text or "own_name" not in text:
        _fail(layer, f"its repr is {text!r}.")
    if not (type(layer).__doc__ or "").strip().split("\n")[0].endswith("."):
        _fail(layer, "its docstring does not begin with a sentence.")
    return 2


def a_model_of_it_survives_a_file(case: LayerCase) -> int:
    """Write a model of the layer into a file: what is read computes the same."""
    layer = case.make()
    arrays = case.inputs()
    symbols = [
        Input(shape[1:], dtype=array.dtype.name, name=f"input_{i}")
        for i, (shape, array) in enumerate(zip(case.shapes, arrays))
    ]
    model = Model(symbols, layer(*case.arguments(symbols)), name="of_one_layer")
    _randomised(layer)
    own = {type(layer).__name__: type(layer)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.keras")
        model.save(path)
        again = load_model(path, custom_objects=own)
    wanted, found = (tree.flatten(m(arrays)) for m in (model, again))
    twin = clone_model(model)
    if json.dumps(twin.get_config()) != json.dumps(model.get_config()):
        _fail(layer, "clone_model gives a model with another config.")
    return 1 + _same(layer, "what a file held", found, wanted, 0.0)


def misuse_is_explained(case: LayerCase) -> int:
    """Unknown arguments and wrong weights raise errors that name what was wrong."""
    _expect(case, lambda: case.make(naem="x"), TypeError, "naem")
    layer = case.make()
    _call(case, layer, case.inputs())
    extra = [*layer.get_weights(), np.zeros(3)]
    _expect(case, lambda: layer.set_weights(extra), CornuError, layer.name)
    if layer.input_spec is not None and not case.many:
        ranks = [np.zeros((2,) * n, "float32") for n in (1, 7)]
        specs = tree.flatten(layer.input_spec)
        for wrong in ranks:
            low, high = specs[0].min_ndim or 0, specs[0].max_ndim or 99
            exact = specs[0].ndim
            if exact is not None and exact == wrong.ndim:
                continue
            if exact is None and low <= wrong.ndim <= high:
                continue
            _expect(case, lambda x=wrong: layer(x), CornuError, layer.name)
    return 3


def _expect(case: LayerCase, act: Any, kind: type[BaseException], word: str) -> None:
    try:
        act()
    except kind as error:
        if word not in str(error):
            raise AssertionError(
                f"the error of {case.factory!r} does not name {word!r}: {error}"
            ) from error
        return
    raise AssertionError(f"{case.factory!r}: misuse passed; expected {kind.__name__}.")


LAYER_LAWS: tuple[Callable[[LayerCase], int], ...] = (
    symbols_tell_the_results,
    config_round_trip,
    weights_round_trip,
    step_moves_trainable_weights_only,
    rows_do_not_leak,
    dtype_policies_are_obeyed,
    masks_pass_as_declared,
    seeds_decide,
    inputs_stay_untouched,
    repr_names_the_layer,
    a_model_of_it_survives_a_file,
    misuse_is_explained,
)
