import collections

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cornu.autodiff import Tensor
from cornu.errors import DataError, DTypeError, ShapeError
from cornu.training.data import ArraySource
from cornu.training.data.arrays import (
    check_finite,
    check_lengths,
    named_leaves,
    permutation,
    rounds,
    split_validation,
    to_host_arrays,
    weights_from_classes,
)

# ---- what people pass ----


@pytest.mark.parametrize(
    "value",
    [
        [[1, 2], [3, 4]],
        ((1, 2), (3, 4)),
        [np.int32(1), np.int32(2)],
        range(3),
        np.arange(3),
        Tensor([1.0, 2.0]),
        pd.Series([1, 2]),
        pd.DataFrame({"a": [1, 2], "b": [3.5, 4.5]}),
        [True, False],
    ],
    ids=repr,
)
def test_one_array(value):
    made = to_host_arrays(value, "x")
    assert isinstance(made, np.ndarray)
    np.testing.assert_array_equal(made, np.asarray(value))


@pytest.mark.parametrize(
    "value",
    [
        [np.arange(3), np.arange(3)],
        (np.arange(3), [1, 2, 3]),
        [None, np.arange(3)],
        {"a": np.arange(3), "b": [1, 2, 3]},
        [pd.Series([1, 2, 3]), pd.DataFrame({"a": [1, 2, 3]})],
        {"a": [np.arange(3), np.arange(3)]},
    ],
    ids=repr,
)
def test_several_arrays_keep_their_structure(value):
    made = to_host_arrays(value, "x")
    assert type(made) is type(value)
    names = [name for name, _ in named_leaves(made, "x")]
    assert names == [name for name, _ in named_leaves_of_arrays(value, "x")]
    assert all(isinstance(leaf, np.ndarray) for _, leaf in named_leaves(made, "x"))


def named_leaves_of_arrays(value, role):
    """Name arrays by hand: a list of numbers is one array."""
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, (list, tuple)) and not isinstance(value[0], (int, float)):
        parts = enumerate(value)
    else:
        return [] if value is None else [(role, value)]
    return [n for k, v in parts for n in named_leaves_of_arrays(v, f"{role}[{k!r}]")]


def test_a_named_tuple_is_a_tuple_of_arrays():
    Pair = collections.namedtuple("Pair", "left right")
    made = to_host_arrays(Pair(np.arange(2), np.arange(2)), "x")
    assert [a.tolist() for a in made] == [[0, 1], [0, 1]]


def test_nothing_stays_nothing():
    assert to_host_arrays(None, "y") is None


def test_missing_cells_of_a_data_frame_become_nan():
    frame = pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": [None, 2]})
    made = to_host_arrays(frame, "x")
    np.testing.assert_array_equal(made, [[1, np.nan], [np.nan, 2]])
    with pytest.raises(DataError, match="x holds 2 values"):
        check_finite(made, "x")


def test_a_data_frame_of_mixed_numbers_becomes_floats():
    frame = pd.DataFrame({"a": [1, 2], "b": [True, False], "c": [0.5, 1.5]})
    made = to_host_arrays(frame.astype(object), "x")
    assert made.dtype == np.float32
    np.testing.assert_array_equal(made, [[1, 1, 0.5], [2, 0, 1.5]])


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        (["cat", "dog"], DTypeError, r"x holds text .*\['cat'\]; encode"),
        (np.array([b"a"]), DTypeError, "x holds text"),
        (pd.Series(["cat", "dog"]), DTypeError, "x holds .*'cat'"),
        (np.array(["1", "2"], object), DTypeError, r"no numbers, .*'1' \(str\)"),
        (pd.DataFrame({"a": [1, 2], "b": ["u", "v"]}), DTypeError, r"'u' \(str\)"),
        (pd.Series(pd.to_datetime(["2020-01-01"])), DTypeError, "x holds dates"),
        (np.array([1], "m8[s]"), DTypeError, "x holds time spans"),
        (np.zeros(2, [("a", int)]), DTypeError, "x holds records"),
        ([[1, 2], [3]], DataError, "different lengths.*pad_sequences"),
        (np.array([[1], [2, 3]], object), DTypeError, r"\(list\).*pad"),
        (3.0, ShapeError, "x is a single number"),
        ("cats.csv", DTypeError, "x holds text"),
    ],
    ids=str,
)
def test_what_is_no_array_of_numbers_is_refused(value, error, words):
    with pytest.raises(error, match=words):
        to_host_arrays(value, "x")


def test_sparse_matrices_are_refused_with_a_remedy():
    class Sparse:
        shape = (2, 2)

        def toarray(self):
            return np.eye(2)

    with pytest.raises(DTypeError, match=r"pass x\.toarray\(\)"):
        to_host_arrays(Sparse(), "x")


def test_messages_name_the_part():
    with pytest.raises(DTypeError, match=r"x\['a'\]\[1\] holds text"):
        to_host_arrays({"a": [np.ones(2), np.array(["t", "u"])]}, "x")


# ---- lengths ----


def test_number_of_rows():
    x = {"a": np.ones((3, 2)), "b": [np.ones(3), None]}
    assert check_lengths(x, np.ones(3), None) == 3


@pytest.mark.parametrize(
    ("x", "y", "weight", "words"),
    [
        (np.ones(3), np.ones(4), None, "x has 3, y has 4"),
        (np.ones(3), np.ones(3), np.ones(2), "x has 3, y has 3, sample_weight has 2"),
        ([np.ones(3), np.ones(2)], None, None, r"x\[0\] has 3, x\[1\] has 2"),
        ({"a": np.ones(3), "b": np.ones(2)}, None, None, r"x\['b'\] has 2"),
        (np.ones((0, 3)), np.ones(0), None, "x has 0 rows"),
        (None, np.ones(3), None, "No data: x is None"),
        ([], None, None, "No data"),
    ],
)
def test_lengths_that_do_not_fit(x, y, weight, words):
    with pytest.raises(DataError, match=words):
        check_lengths(x, y, weight)


# ---- NaN ----


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "complex64"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_no_number_is_found(bad, dtype):
    array = np.zeros((5, 2), dtype)
    array[3, 1] = bad
    array[4, 0] = bad
    words = r"x\['a'\] holds 2 values .* at index \(3, 1\)"
    with pytest.raises(DataError, match=words):
        check_finite({"a": array, "b": np.ones(5)}, "x")


def test_opposite_infinities_do_not_cancel():
    with pytest.raises(DataError, match="holds 2 values"):
        check_finite(np.array([np.inf, -np.inf]), "x")


@pytest.mark.parametrize(
    "array",
    [
        np.full(4, np.finfo(np.float64).max),
        np.full(70_000, 60_000, np.float16),
        np.array([1, 2]),
        np.array([True]),
        np.zeros((0,)),
    ],
    ids=["huge", "half", "integers", "truths", "empty"],
)
def test_numbers_are_numbers(array):
    check_finite([array, None], "x")


# ---- batches ----


def epoch_of(source, epoch=0):
    return [b[0].reshape(-1).tolist() for b in source.batches(epoch)]


def test_batches_in_order_and_a_short_last_one():
    x, y = np.arange(5), np.arange(5) * 10
    source = ArraySource(x, y, batch_size=2)
    assert source.steps == 3
    found = list(source.batches(0))
    assert [b[0].tolist() for b in found] == [[0, 1], [2, 3], [4]]
    assert [b[1].tolist() for b in found] == [[0, 10], [20, 30], [40]]
    assert [b[2] for b in found] == [None] * 3


def test_one_batch_larger_than_the_data():
    assert epoch_of(ArraySource(np.arange(3), batch_size=32)) == [[0, 1, 2]]


def test_structures_are_cut_alike():
    x = {"a": np.arange(4), "b": [np.arange(4) * 2, (np.arange(4) * 3,)]}
    (batch, y, weight), _ = ArraySource(x, [np.arange(4), None], batch_size=2).batches(
        0
    )
    assert batch["a"].tolist() == [0, 1]
    assert batch["b"][0].tolist() == [0, 2]
    assert batch["b"][1][0].tolist() == [0, 3]
    assert y[0].tolist() == [0, 1]
    assert y[1] is None
    assert weight is None


@given(
    rows=st.integers(1, 40),
    size=st.integers(1, 12),
    seed=st.integers(-5, 2**64),
    epoch=st.integers(0, 3),
    shuffle=st.sampled_from([True, "batch"]),
)
@settings(max_examples=60, deadline=None)
def test_shuffling_is_a_permutation_and_a_function_of_seed_and_epoch(
    rows, size, seed, epoch, shuffle
):
    def make():
        x = np.arange(rows)
        return ArraySource(x, x * 7, batch_size=size, shuffle=shuffle, seed=seed)

    source = make()
    first = list(source.batches(epoch))
    joined = np.concatenate([b[0] for b in first])
    assert sorted(joined.tolist()) == list(range(rows))
    np.testing.assert_array_equal(np.concatenate([b[1] for b in first]), joined * 7)
    assert [len(b[0]) for b in first[:-1]] == [size] * (len(first) - 1)
    epoch_of(source, epoch + 1)  # what came between does not matter
    again = [epoch_of(source, epoch), epoch_of(make(), epoch)]
    assert again == [[b[0].tolist() for b in first]] * 2


def test_other_epochs_and_seeds_give_other_orders():
    x = np.arange(50)
    orders = {
        str(epoch_of(ArraySource(x, shuffle=True, seed=s), e))
        for s in (0, 1)
        for e in (0, 1, 2)
    }
    assert len(orders) == 6


def test_all_rows_take_every_place():
    places = np.array([permutation(4, 3, turn) for turn in range(400)])
    counts = np.array(
        [[np.sum(places[:, i] == row) for row in range(4)] for i in range(4)]
    )
    # 100 of 400 are expected; five standard deviations are 43.
    assert np.abs(counts - 100).max() < 43


def test_shuffling_batches_keeps_neighbours():
    source = ArraySource(np.arange(11), batch_size=3, shuffle="batch", seed=1)
    found = [tuple(b) for e in range(8) for b in epoch_of(source, e)]
    assert set(found) == {(0, 1, 2), (3, 4, 5), (6, 7, 8), (9, 10)}
    assert len({tuple(found[i : i + 4]) for i in range(0, 32, 4)}) > 1


def test_unknown_shuffling_is_refused():
    with pytest.raises(ValueError, match="shuffle must be True, False or 'batch'"):
        ArraySource(np.arange(3), shuffle="rows")


def test_steps_go_round_and_epoch_0_begins_at_the_beginning():
    source = ArraySource(np.arange(5), batch_size=2, steps=2)
    assert source.steps == 2
    assert [epoch_of(source, e) for e in range(3)] == [
        [[0, 1], [2, 3]],
        [[4], [0, 1]],
        [[2, 3], [4]],
    ]
    assert epoch_of(source, 0) == [[0, 1], [2, 3]]
    longer = ArraySource(np.arange(5), batch_size=2, steps=4)
    assert epoch_of(longer, 0) == [[0, 1], [2, 3], [4], [0, 1]]


def test_steps_see_every_row_once_a_round_when_shuffled():
    source = ArraySource(np.arange(6), batch_size=1, shuffle=True, seed=3, steps=4)
    seen = [v for e in range(3) for (v,) in epoch_of(source, e)]
    assert sorted(seen[:6]) == sorted(seen[6:]) == list(range(6))
    assert seen[:6] != seen[6:]


@given(steps=st.integers(1, 9), per_round=st.integers(1, 9), epochs=st.integers(1, 5))
def test_rounds_are_one_stream_cut_into_epochs(steps, per_round, epochs):
    found = [
        (turn, number)
        for epoch in range(epochs)
        for turn, numbers in rounds(epoch, steps, per_round)
        for number in numbers
    ]
    assert found == [divmod(i, per_round) for i in range(steps * epochs)]


# ---- how batches are gathered ----


@pytest.fixture(params=[1, 64, 2**18], ids="{} bytes".format)
def block_bytes(request, monkeypatch):
    monkeypatch.setattr("cornu.training.data.arrays._BLOCK_BYTES", request.param)
    monkeypatch.setattr("cornu.training.data.arrays._LARGE_BYTES", 0)


def layouts(rows):
    table = np.arange(rows * 6.0).reshape(rows, 6)
    return {
        "rows": table,
        "columns": np.asfortranarray(table),
        "every other": np.repeat(np.repeat(table, 2, 0), 2, 1)[::2, ::2],
        "backwards": table[::-1].copy()[::-1],
        "half": table.astype("float16"),
    }


@pytest.mark.parametrize("reuse", [False, True])
@pytest.mark.parametrize("shuffle", [False, True, "batch"])
@pytest.mark.parametrize("layout", layouts(1))
def test_any_layout_gives_the_rows_in_order(block_bytes, layout, shuffle, reuse):
    table = layouts(11)[layout]
    source = ArraySource(
        {"a": table}, np.arange(11), [table[:, 0]], 3, shuffle, 5, steps=6
    )
    for epoch in range(3):
        sizes = []
        for x, y, (weight,) in source.batches(epoch, reuse):
            assert x["a"].flags.c_contiguous
            assert x["a"].dtype == table.dtype
            np.testing.assert_array_equal(x["a"], table[y])
            np.testing.assert_array_equal(weight, table[y, 0])
            sizes.append(len(y))
        assert sizes == [[3, 3, 3, 2, 3, 3], [3, 2, 3, 3, 3, 2]][epoch % 2]


@pytest.mark.parametrize("shuffle", [False, True])
def test_batches_may_be_kept(block_bytes, shuffle):
    source = ArraySource(np.arange(11), batch_size=3, shuffle=shuffle)
    kept = [b[0] for e in range(2) for b in source.batches(e)]
    for half in (kept[:4], kept[4:]):
        assert sorted(np.concatenate(half).tolist()) == list(range(11))


def test_in_order_nothing_is_copied():
    table = np.zeros((9, 2))
    for x, _, _ in ArraySource(table, batch_size=2).batches(0, reuse=True):
        assert np.shares_memory(x, table)


@pytest.mark.parametrize("large", [32, 33])
def test_memory_of_large_batches_is_used_again_on_request_only(monkeypatch, large):
    monkeypatch.setattr("cornu.training.data.arrays._BLOCK_BYTES", 1)
    monkeypatch.setattr("cornu.training.data.arrays._LARGE_BYTES", large)
    source = ArraySource(np.arange(8.0), batch_size=4, shuffle=True)
    kept = [[b[0] for b in source.batches(0, reuse)] for reuse in (True, False)]
    assert [np.shares_memory(*pair) for pair in kept] == [large == 32, False]


@pytest.mark.parametrize(
    ("steps", "rows"), [(None, 11), (4, 11), (3, 9), (1, 3), (5, None)]
)
def test_rows_of_an_epoch(steps, rows):
    source = ArraySource(np.arange(11), batch_size=3, steps=steps)
    assert source.rows_per_epoch == rows
    if rows is not None:
        assert sum(len(b[0]) for b in source.batches(0)) == rows


# ---- validation split ----


def test_the_last_rows_validate():
    x, y = np.arange(10), {"a": np.arange(10) * 2}
    train, validation = split_validation((x, y, None), 0.3)
    assert train[0].tolist() == list(range(7))
    assert validation[0].tolist() == [7, 8, 9]
    assert validation[1]["a"].tolist() == [14, 16, 18]
    assert train[2] is validation[2] is None


@pytest.mark.parametrize("fraction", [-0.1, 0.0, 1.0, 2])
def test_a_fraction_is_asked_for(fraction):
    with pytest.raises(ValueError, match="between 0 and 1"):
        split_validation((np.arange(10), None, None), fraction)


@pytest.mark.parametrize("fraction", [0.99, 1e-17])
def test_neither_part_may_be_empty(fraction):
    with pytest.raises(DataError, match="rows leaves"):
        split_validation((np.arange(2), None, None), fraction)


# ---- class weights ----


@pytest.mark.parametrize(
    "y",
    [
        [0, 2, 1, 2],
        np.array([0, 2, 1, 2]),
        np.array([[0], [2], [1], [2]], np.float32),
        np.eye(3)[[0, 2, 1, 2]],
        pd.Series([0, 2, 1, 2]),
        Tensor([0, 2, 1, 2]),
        np.array([0.0, 1.9999999, 1.0, 2.0]),
    ],
    ids=repr,
)
def test_weights_of_classes_become_weights_of_rows(y):
    weights = weights_from_classes(y, {0: 2.0, 2: 0.5})
    assert weights.dtype == np.float32
    assert weights.tolist() == [2.0, 0.5, 1.0, 0.5]


@pytest.mark.parametrize(
    "y", [None, {"a": np.arange(3)}, [np.arange(3), np.arange(3)], np.ones((2, 3, 4))]
)
def test_one_label_per_row_is_asked_for(y):
    with pytest.raises(
        ValueError, match=r"class_weight (works with a single|needs one)"
    ):
        weights_from_classes(y, {0: 1.0})


@pytest.mark.parametrize(
    "value",
    [["a", "b"], np.array(["a", "b"]), np.array([b"a", b"b"]), pd.Series(["a", "b"])],
    ids=["list", "array", "bytes", "series"],
)
def test_strings_are_arrays_where_they_are_welcome(value):
    found = to_host_arrays(value, "x", text=True)
    assert found.dtype == object
    assert found.tolist() == ["a", "b"]


def test_strings_beside_numbers():
    found = to_host_arrays({"a": ["x"], "b": [1.0]}, "x", text=True)
    assert found["a"].tolist() == ["x"]
    assert found["b"].dtype.kind == "f"
    with pytest.raises(DTypeError, match=r"x\[0\]: a string is missing"):
        to_host_arrays([np.array(["a", None]), np.ones(2)], "x", text=True)
    with pytest.raises(ShapeError, match="x is a single string"):
        to_host_arrays("abc", "x", text=True)


def test_batches_of_strings():
    source = ArraySource(np.array(["a", "b", "c"], object), batch_size=2, shuffle=True)
    found = [x for x, _, _ in source.batches(0)]
    assert sorted(v for x in found for v in x) == ["a", "b", "c"]
