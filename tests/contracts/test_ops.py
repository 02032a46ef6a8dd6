"""The laws of a public op, over all of them: see ``op_calls/base.py``."""

import importlib
import inspect
import json
import re
import warnings
from pathlib import Path

import numpy as np
import pytest

import cornu
from contracts.op_calls import base, compare
from cornu import ops
from cornu.errors import CornuError, ShapeError, StaysEagerWarning
from cornu.ops import OPS
from cornu.symbolic import SymbolicTensor
from cornu.testing import check_gradients
from golden import load

HERE = Path(__file__).resolve().parent / "op_calls"
FAMILIES = sorted(
    p.stem for p in HERE.glob("*.py") if p.stem not in ("base", "compare")
)
TABLES = {f: importlib.import_module(f"contracts.op_calls.{f}").OPS for f in FAMILIES}
ENTRIES = {op.name: op for table in TABLES.values() for op in table}
FAMILY_OF = {op.name: f for f, table in TABLES.items() for op in table}
ALL = [pytest.param(op, id=name) for name, op in sorted(ENTRIES.items())]
SMOOTH = [p for p in ALL if p.values[0].order]

# Names that are another op's, and functions on functions without calls of their own.
OTHER_NAMES = {"hard_swish", "swish", "abs"}


def result_of(case, box=ops.convert_to_tensor, change=None):
    """Return what our op gives for a case."""
    args, kwargs = case.make(cornu, lambda a: box(a if change is None else change(a)))
    with np.errstate(all="ignore"):
        return op_function(case.op)(*args, **kwargs)


def op_function(op):
    return OPS[op.name]


def settled(case, result):
    if case.op.settle is None:
        return compare.flat(result)
    args, kwargs = case.make(cornu)
    return compare.flat(case.op.settle(result, args, kwargs))


def one_case_a_call(op):
    """Return each call with the first data type it takes."""
    for number, declared in enumerate(op.calls):
        yield base.Case(op, number, (declared.dtypes or op.dtypes)[0])


def same(case, found, wanted, what, exact=True):
    loose = 0.0 if exact else case.op.loose
    words = compare.difference(found, wanted, loose)
    assert not words, f"{case.id}, {what}: {words}"


# ---- every op has an entry ----


def test_every_op_has_calls():
    lacking = sorted(set(OPS) - set(ENTRIES) - OTHER_NAMES)
    assert not lacking, f"no entry in contracts/op_calls for {lacking}"


def test_entries_name_ops_that_exist():
    assert not sorted(set(ENTRIES) - set(OPS))
    assert len(ENTRIES) == sum(map(len, TABLES.values())), "an op has two entries"


# ---- values, data types and shapes: those of Keras ----

_recorded: dict[str, dict] = {}


def recorded(family):
    if family not in _recorded:
        if not (load.FOLDER / f"ops_{family}.npz").is_file():
            pytest.fail(
                f"nothing recorded: run tests/golden/make_ops.py {family} with Keras"
            )
        _recorded[family] = load.read(f"ops_{family}")["cases"]
    return _recorded[family]


def revived(leaf):
    if "plain" in leaf:
        return leaf["plain"]
    array = leaf["array"]
    return array.astype(base.np_dtype(leaf["dtype"]))


def plainly(leaf):
    if isinstance(leaf, (np.ndarray, int, float, str)):
        return leaf
    return repr(leaf)


def disagreement(case, answer):
    """Return in words how ours differs from a recorded answer; empty if it does not."""
    try:
        found = [plainly(x) for x in settled(case, result_of(case))]
    except Exception as error:
        return f"fails with {error!r}"
    wanted = [revived(leaf) for leaf in answer["results"]]
    wide = compare.is_wide(case.make(cornu))
    return compare.difference(found, wanted, case.op.loose, wide)


@pytest.mark.parametrize("op", ALL)
def test_agrees_with_keras(op, tally):
    answers = recorded(FAMILY_OF[op.name])
    wrong, count = [], 0
    for case in base.cases(op):
        answer = answers.get(case.id)
        if answer is None:
            continue
        words = disagreement(case, answer)
        if words:
            wrong.append(f"{case.id} against {answer['by']}: {words}")
        count += 1
    tally("ops", "agrees_with_keras", op.name, count)
    assert not wrong, "\n".join(wrong)
    assert count, f"{op.name}: no case has an answer; record them, or give numpy="


# ---- gradients ----


@pytest.mark.parametrize("op", SMOOTH)
def test_gradients_agree_with_differences(op, tally):
    count = 0
    for number, declared in enumerate(op.calls):
        order = op.order if declared.order is None else declared.order
        dtypes = declared.dtypes or op.dtypes
        if not order or not {"float64", "float32", "complex128"} & set(dtypes):
            continue
        dtype = "float64" if "float32" in dtypes else dtypes[0]
        case = base.Case(op, number, dtype)
        arrays = []
        case.make(cornu, lambda a, kept=arrays: kept.append(a) or a)
        if not any(a.dtype.kind in "fc" for a in arrays):
            continue

        def function(*boxed, case=case):
            queue = iter(boxed)
            args, kwargs = case.make(cornu, lambda _: next(queue))
            return op_function(case.op)(*args, **kwargs)

        function.__name__ = case.id
        count += check_gradients(function, arrays, order=order)
    tally("ops", "gradients", op.name, count)
    assert count, f"{op.name}: order={op.order}, but no call could be differentiated"


# ---- memory ----


@pytest.mark.parametrize("op", ALL)
def test_inputs_are_not_changed_and_layout_does_not_matter(op, tally):
    count = 0
    for case in one_case_a_call(op):
        before = []

        def locked(array, before=before):
            held = np.empty(tuple(2 * n for n in array.shape), array.dtype)
            part = held[(..., *(slice(None, None, 2) for _ in array.shape))]
            part[...] = array
            part.flags.writeable = False
            before.append((part, array))
            return part

        found = settled(case, result_of(case, change=locked))
        for part, array in before:
            assert part.tobytes() == array.tobytes(), f"{case.id}: an input was changed"
        same(case, found, settled(case, result_of(case)), "strided", exact=False)
        count += 1 + len(before)
    tally("ops", "layout", op.name, count)


# ---- models ----


def model_of(case):
    """Return a model whose inputs are the arrays of a call, and those arrays."""
    symbols, arrays = [], []

    def stand_in(array):
        symbols.append(cornu.Input(batch_shape=array.shape, dtype=array.dtype.name))
        arrays.append(array)
        return symbols[-1]

    args, kwargs = case.make(cornu, stand_in)
    return symbols, arrays, op_function(case.op)(*args, **kwargs)


def only_symbols(result):
    return [x for x in compare.leaves(result) if isinstance(x, SymbolicTensor)]


@pytest.mark.parametrize("op", ALL)
def test_in_a_model_saved_and_restored(op, tally):
    count = 0
    for case in one_case_a_call(op):
        arrays = [a for a in compare.leaves(case.make(cornu)) if hasattr(a, "shape")]
        if not arrays:
            continue
        if op.symbols:
            with pytest.raises((TypeError, ValueError)):
                model_of(case)
            continue
        symbols, arrays, result = model_of(case)
        outputs = only_symbols(result)
        if not outputs:
            continue
        model = cornu.Model(symbols, outputs)
        config = json.loads(json.dumps(model.get_config()))
        twin = cornu.Functional.from_config(config)
        wanted = [
            compare.hosted(x)
            for x, s in zip(compare.leaves(result_of(case)), compare.leaves(result))
            if isinstance(s, SymbolicTensor)
        ]
        inputs = [ops.convert_to_tensor(a) for a in arrays]
        with np.errstate(all="ignore"):
            for which in (model, twin):
                found = which(inputs if len(inputs) > 1 else inputs[0])
                same(case, found, wanted, "in a model")
        for symbol, array in zip(outputs, wanted):
            assert symbol.dtype == array.dtype.name, f"{case.id}: dtype of the symbol"
            assert symbol.shape == array.shape, f"{case.id}: shape of the symbol"
        count += 1
    tally("ops", "models", op.name, count)


@pytest.mark.parametrize("op", ALL)
def test_unknown_sizes(op, tally):
    if op.symbols:
        pytest.skip(f"no symbols: {op.symbols}")
    count = 0
    for case in one_case_a_call(op):
        _, _, known = model_of(case)
        wanted = [(s.shape, s.dtype) for s in only_symbols(known)]
        ranks = []
        case.make(cornu, lambda a, kept=ranks: kept.append(a.ndim) or a)
        for place, rank in enumerate(ranks):
            for axis in range(rank):
                count += with_one_size_unknown(case, place, axis, wanted)
    tally("ops", "unknown_sizes", op.name, count)


def with_one_size_unknown(case, place, axis, wanted):
    turn = iter(range(100))

    def stand_in(array):
        shape = list(array.shape)
        if next(turn) == place:
            shape[axis] = None
        return SymbolicTensor(shape, array.dtype)

    args, kwargs = case.make(cornu, stand_in)
    try:
        found = op_function(case.op)(*args, **kwargs)
    except ShapeError as error:
        if "must be known" not in str(error):
            raise
        return 1
    shapes = [(s.shape, s.dtype) for s in only_symbols(found)]
    assert len(shapes) == len(wanted), case.id
    for (got, dtype), (shape, kind) in zip(shapes, wanted):
        where = f"{case.id}, axis {axis} of array {place} unknown: {got}, not {shape}"
        assert dtype == kind, where
        assert len(got) == len(shape), where
        assert all(m is None or m == n for m, n in zip(got, shape)), where
    return len(wanted)


# ---- traced steps ----


@pytest.mark.parametrize("op", ALL)
def test_in_a_traced_step(op, tally):
    if op.symbols:
        pytest.skip(f"no symbols: {op.symbols}")
    count = 0
    for case in one_case_a_call(op):
        arrays = []
        case.make(cornu, lambda a, kept=arrays: kept.append(a) or a)
        rows = next((i for i, a in enumerate(arrays) if a.ndim and a.size), None)
        if rows is None or not only_symbols(model_of(case)[2]):
            continue
        assert_replayed_is_eager(case, arrays, rows)
        count += 1
    tally("ops", "traced", op.name, count)


class Calling(cornu.Model):
    """Call an op on the rows that enter, and on arrays of its own."""

    def __init__(self, case, arrays, rows):
        super().__init__()
        self.case = case
        self.rows = rows
        self.arrays = arrays
        floats = [a for a in arrays if a.dtype.kind == "f"]
        self.w = self.add_weight(shape=(), initializer="ones")
        order = case.op.order if case.call.order is None else case.call.order
        self.smooth = bool(floats) and bool(order)
        self.built = True

    def call(self, x):
        queue = iter([*self.arrays[: self.rows], x, *self.arrays[self.rows + 1 :]])

        def stand_in(_):
            value = ops.convert_to_tensor(next(queue))
            if ops.dtype(value).startswith(("float", "bfloat")):
                value = value * ops.cast(self.w, ops.dtype(value))
            return value

        args, kwargs = self.case.make(cornu, stand_in)
        found = op_function(self.case.op)(*args, **kwargs)
        return [y for y in compare.leaves(found) if hasattr(y, "shape")]

    def train_step(self, data):
        x = data[0] if isinstance(data, tuple) else data
        with cornu.GradientTape() as tape:
            found = self(x, training=True)
            parts = [ops.sum(ops.sin(y)) for y in found if ops.dtype(y) == "float32"]
            total = sum(parts[1:], parts[0]) if parts else ops.sum(self.w) * 1.0
        slope = tape.gradient(total, [self.w], unconnected_gradients="zero")[0]
        self.w.assign(self.w - 0.01 * slope)
        return {"loss": total}


def assert_replayed_is_eager(case, arrays, rows):
    results = []
    for eagerly in (True, False):
        model = Calling(case, arrays, rows)
        model.compile(optimizer="sgd", run_eagerly=eagerly)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore", RuntimeWarning)
            if case.op.traced:
                warnings.simplefilter("ignore", StaysEagerWarning)
            x = arrays[rows]
            found = [model.predict_on_batch(x) for _ in range(4)]
            if model.smooth:
                found += [model.train_on_batch(x) for _ in range(4)]
        results.append([found, np.asarray(model.w)])
    same(case, results[1], results[0], "traced")


# ---- bad input ----

HAS_ADVICE = re.compile(
    r"\b(must|need|needs|use|give|pass|only|expected|convert|at least|at most|takes|"
    r"did you mean|one of|cannot|below|choose|cast|write)\b",
    re.IGNORECASE,
)


def refused(op, args, kwargs, words):
    short = op.name.rpartition(".")[2]
    shown = f"{op.name}({args!r:.150}, {kwargs!r:.100})"
    try:
        with np.errstate(all="ignore"):
            result = op_function(op)(*args, **kwargs)
    except CornuError as error:
        text = str(error)
    except Exception as error:
        raise AssertionError(f"{shown}: not our error but {error!r}") from error
    else:
        raise AssertionError(f"{shown} was accepted and gave {result!r:.150}")
    assert text.startswith((f"{op.name}:", f"{short}:")), f"{shown}: {text}"
    for word in words:
        assert word in text, f"{shown}: {word!r} is not said in: {text}"
    assert HAS_ADVICE.search(text), f"{shown}: no word of what was wanted in: {text}"
    assert len(text) <= 1000, f"{shown}: {len(text)} characters"


def usual_mistakes(op):
    """Return bad calls that can be made from a good one: text, axes, data types."""
    good = next(
        (c for c in one_case_a_call(op) if compare_arrays(c) and not any_function(c)),
        None,
    )
    if good is None:
        return
    text_done = []

    def with_text(array):
        if text_done:
            return array
        text_done.append(array)
        return np.array(["some", "text"])

    if not op.takes_text:
        args, kwargs = good.make(cornu, with_text)
        yield args, kwargs, ()
    names = inspect.signature(op_function(op)).parameters
    for name, value in (("axis", 99), ("dtype", "float99")):
        if name in names:
            args, kwargs = good.make(cornu)
            bound = inspect.signature(op_function(op)).bind_partial(*args, **kwargs)
            if bound.arguments.get(name) is not None and len(args) > list(names).index(
                name
            ):
                continue  # given by position
            yield args, {**kwargs, name: value}, (name, str(value))


def compare_arrays(case):
    return any(isinstance(a, np.ndarray) for a in compare.leaves(case.make(cornu)))


def any_function(case):
    return any(callable(a) for a in compare.leaves(case.make(cornu)))


@pytest.mark.parametrize("op", ALL)
def test_bad_input_is_refused_in_words(op, tally):
    count = 0
    for declared in op.bad:
        made = base.Op(op.name, [base.call(*declared.args, **declared.kwargs)])
        case = base.Case(made, 0, (op.calls[0].dtypes or op.dtypes)[0])
        args, kwargs = case.make(cornu)
        refused(op, args, kwargs, declared.words)
        count += 1
    for args, kwargs, words in usual_mistakes(op):
        refused(op, args, kwargs, words)
        count += 1
    tally("ops", "bad_input", op.name, count)
