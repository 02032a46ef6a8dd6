import numpy as np
import pandas as pd
import pytest

from cornu.autodiff import Tensor
from cornu.errors import DataError, DTypeError
from cornu.training.data import ArraySource, IterableSource, PyDataset, make_source
from cornu.training.data.sources import comes_in_batches


class Data(PyDataset):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return np.ones((2, 1)), np.array([0, 1])


class Loader:
    def __iter__(self):
        yield np.ones((2, 1)), np.ones(2)


@pytest.mark.parametrize(
    "x", [(i for i in ()), iter([]), Data(), Loader(), map(abs, [])], ids=repr
)
def test_these_come_in_batches(x):
    assert comes_in_batches(x)
    assert isinstance(make_source(x), IterableSource)


@pytest.mark.parametrize(
    "x",
    [
        np.ones(3),
        [1, 2],
        (np.ones(3), np.ones(3)),
        {"a": np.ones(3)},
        range(3),
        pd.DataFrame({"a": [1, 2]}),
        pd.Series([1, 2]),
        Tensor([1.0]),
    ],
    ids=repr,
)
def test_these_are_arrays(x):
    assert not comes_in_batches(x)
    assert isinstance(make_source(x), ArraySource)


@pytest.mark.parametrize("x", [None, "file.csv"])
def test_these_are_neither(x):
    assert not comes_in_batches(x)
    with pytest.raises((DataError, DTypeError), match=r"No data|holds text"):
        make_source(x)


def test_data_frames_of_inputs_and_targets():
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [4, 5, 6], "y": [0, 1, 0]})
    source = make_source(frame[["a", "b"]], frame["y"], batch_size=2)
    (x, y, _), (last, _, _) = source.batches(0)
    assert x.tolist() == [[1, 4], [2, 5]]
    assert y.tolist() == [0, 1]
    assert last.tolist() == [[3, 6]]


def test_batches_have_32_rows_by_default():
    assert make_source(np.ones(70)).batch_size == 32
    assert make_source(np.ones(70)).steps == 3


@pytest.mark.parametrize("size", [0, -1, 2.5, "32"])
@pytest.mark.parametrize("name", ["batch_size", "steps"])
def test_sizes_are_positive_integers(name, size):
    with pytest.raises(ValueError, match=f"fit: {name} must be a positive integer"):
        make_source(np.ones(3), **{name: size})


def test_sizes_may_be_numpy_integers():
    source = make_source(np.ones(8), batch_size=np.int64(4), steps=np.int64(1))
    assert len(list(source.batches(0))) == 1


@pytest.mark.parametrize("role", ["x", "y", "sample_weight"])
def test_nan_is_refused_with_its_place(role):
    parts = {"x": np.ones(4), "y": np.ones(4), "sample_weight": np.ones(4)}
    parts[role][2] = np.nan
    with pytest.raises(DataError, match=rf"evaluate: {role} holds 1 values .* \(2,\)"):
        make_source(**parts, who="evaluate")
    assert make_source(**parts, finite=False).steps == 1


def test_what_comes_in_batches_brings_its_own_targets():
    with pytest.raises(DataError, match="x is a Data that gives whole batches"):
        make_source(Data(), np.ones(2))
    with pytest.raises(DataError, match="gives whole batches"):
        make_source(Data(), sample_weight=np.ones(2))


@pytest.mark.parametrize("by_batch", [True, False])
def test_class_weights(by_batch):
    given = (Data(),) if by_batch else (np.ones((4, 1)), np.array([0, 1, 0, 1]))
    source = make_source(
        *given, batch_size=None if by_batch else 2, class_weight={1: 3}
    )
    assert [w.tolist() for _, _, w in source.batches(0)] == [[1.0, 3.0]] * 2


def test_both_kinds_of_weights_are_refused():
    with pytest.raises(ValueError, match="class_weight or sample_weight, not both"):
        make_source(
            np.ones(2), np.ones(2), sample_weight=np.ones(2), class_weight={1: 2.0}
        )


@pytest.mark.parametrize("shuffle", [False, True])
def test_settings_reach_the_source(shuffle):
    source = make_source(np.arange(50), batch_size=5, steps=3, shuffle=shuffle, seed=4)
    own = ArraySource(np.arange(50), None, None, 5, shuffle, 4, 3)
    for epoch in range(2):
        pairs = zip(source.batches(epoch), own.batches(epoch), strict=True)
        assert all((a[0] == b[0]).all() for a, b in pairs)


def test_settings_reach_a_data_set():
    source = make_source(Data(), steps=5, shuffle=True, seed=4)
    assert isinstance(source, IterableSource)
    assert (source.steps, source.shuffle, source.seed) == (5, True, 4)
