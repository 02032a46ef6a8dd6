import numpy as np
import pytest

from cornu.errors import DataError
from cornu.training.data import IterableSource, PyDataset, unpack


def batch(i):
    return np.full((2, 1), i), np.full((2, 1), 10 * i)


def generator(count):
    return (batch(i) for i in range(count))


class Numbered(PyDataset):
    def __init__(self, count):
        self.count, self.log = count, []

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        assert type(index) is int
        return batch(index)

    def on_epoch_begin(self):
        self.log.append("begin")

    def on_epoch_end(self):
        self.log.append("end")


class Again:
    """Something that can be read again and again, like a data loader."""

    def __init__(self, count):
        self.count = count

    def __iter__(self):
        return generator(self.count)


class Loader(Again):
    def __len__(self):
        return self.count


class Stream(Again):
    def __len__(self):
        raise TypeError("a stream has no length")


def seen(source, epoch=0):
    return [int(x[0, 0]) for x, _, _ in source.batches(epoch)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("x", ("x", None, None)),
        (("x",), ("x", None, None)),
        (("x", "y"), ("x", "y", None)),
        (["x", "y"], ("x", "y", None)),
        (("x", "y", "w"), ("x", "y", "w")),
        ({"a": 1}, ({"a": 1}, None, None)),
    ],
)
def test_parts_of_a_batch(given, expected):
    assert unpack(given) == expected


def test_a_batch_of_too_many_parts_is_refused():
    with pytest.raises(DataError, match="got a tuple of 4 elements"):
        unpack((1, 2, 3, 4))


@pytest.mark.parametrize("make", [generator, Again, Loader, Stream, Numbered])
def test_all_kinds_are_read_in_order(make):
    found = list(IterableSource(make(3)).batches(0))
    assert [x[0, 0] for x, _, _ in found] == [0, 1, 2]
    assert [y[0, 0] for _, y, _ in found] == [0, 10, 20]
    assert all(w is None for _, _, w in found)


@pytest.mark.parametrize(
    ("make", "steps"),
    [(generator, None), (Again, None), (Stream, None), (Loader, 3), (Numbered, 3)],
)
def test_length_is_known_where_it_is_told(make, steps):
    assert IterableSource(make(3)).steps == steps
    assert IterableSource(make(3), steps=2).steps == 2


def test_lists_become_arrays():
    source = IterableSource(iter([([[1.0], [2.0]], [0, 1], [1.0, 0.5])]))
    ((x, y, weight),) = source.batches(0)
    assert (x.shape, y.tolist(), weight.tolist()) == ((2, 1), [0, 1], [1.0, 0.5])


# ---- epochs ----


@pytest.mark.parametrize("make", [Again, Loader, Stream, Numbered])
def test_every_epoch_reads_all(make):
    source = IterableSource(make(3))
    assert [seen(source, e) for e in range(2)] == [[0, 1, 2]] * 2


@pytest.mark.parametrize("make", [Again, Loader, Numbered])
def test_steps_go_on_where_the_last_epoch_ended(make):
    source = IterableSource(make(3), steps=2)
    assert [seen(source, e) for e in range(3)] == [[0, 1], [2, 0], [1, 2]]
    # Validation always asks for epoch 0, and must get the same each time.
    assert seen(source, 0) == [0, 1]


@pytest.mark.parametrize("make", [Again, Loader, Numbered])
def test_more_steps_than_batches_go_round(make):
    assert seen(IterableSource(make(3), steps=5)) == [0, 1, 2, 0, 1]


def test_a_generator_gives_each_epoch_its_steps():
    source = IterableSource(generator(5), steps=2)
    assert seen(source, 0) == [0, 1]
    assert seen(source, 1) == [2, 3]
    with pytest.warns(UserWarning, match="ended after 1 of 2 batches"):
        assert seen(source, 2) == [4]
    with pytest.raises(DataError, match="the generator is used up"):
        seen(source, 3)


def test_no_batch_more_than_asked_for_is_taken_from_a_generator():
    taken = generator(5)
    seen(IterableSource(taken, steps=2))
    assert int(next(taken)[0][0, 0]) == 2


def test_a_generator_without_steps_lasts_one_epoch():
    source = IterableSource(generator(2))
    assert seen(source, 0) == [0, 1]
    with pytest.raises(DataError, match=r"used up.*keras\.utils\.PyDataset"):
        seen(source, 1)


@pytest.mark.parametrize("steps", [None, 2])
@pytest.mark.parametrize("make", [generator, Again, Loader, Numbered])
def test_no_batch_at_all(make, steps):
    with pytest.raises(DataError, match=r"gave no batch\.$"):
        seen(IterableSource(make(0), steps=steps))


def test_an_interrupted_epoch_does_not_end():
    data = Numbered(3)
    walker = IterableSource(data).batches(0)
    next(walker)
    walker.close()
    assert data.log == ["begin"]


# ---- data sets by number ----


def test_hooks_run_around_every_epoch():
    data = Numbered(2)
    source = IterableSource(data)
    seen(source, 0)
    seen(source, 1)
    assert data.log == ["begin", "end"] * 2


def test_shuffling_is_a_permutation_and_a_function_of_seed_and_epoch():
    def order(seed, epoch):
        return seen(IterableSource(Numbered(20), shuffle=True, seed=seed), epoch)

    orders = {(s, e): order(s, e) for s in (0, 1) for e in (0, 1)}
    assert all(sorted(o) == list(range(20)) for o in orders.values())
    assert len({tuple(o) for o in orders.values()}) == 4
    assert order(1, 1) == orders[1, 1]


def test_shuffled_steps_see_all_in_every_round():
    source = IterableSource(Numbered(6), steps=4, shuffle=True)
    found = [i for e in range(3) for i in seen(source, e)]
    assert sorted(found[:6]) == sorted(found[6:]) == list(range(6))


def test_a_data_set_may_grow_between_epochs():
    data = Numbered(2)
    source = IterableSource(data)
    assert seen(source, 0) == [0, 1]
    data.count = 3
    assert seen(source, 1) == [0, 1, 2]


def test_a_data_set_without_its_methods_is_refused():
    class Bare(PyDataset):
        pass

    with pytest.raises(TypeError, match="Bare must define __len__"):
        IterableSource(Bare())
    with pytest.raises(TypeError, match="Bare must define __getitem__"):
        Bare()[0]


def test_settings_of_a_data_set():
    data = PyDataset(workers=4, use_multiprocessing=True, max_queue_size=2)
    assert (data.workers, data.use_multiprocessing, data.max_queue_size) == (4, True, 2)


# ---- class weights ----


def test_class_weights_become_sample_weights():
    source = IterableSource(Numbered(2), class_weight={10: 3.0})
    weights = [w.tolist() for _, _, w in source.batches(0)]
    assert weights == [[1.0, 1.0], [3.0, 3.0]]


def test_class_weights_beside_sample_weights_are_refused():
    given = iter([(np.ones((2, 1)), np.ones(2), np.ones(2))])
    source = IterableSource(given, class_weight={1: 3.0})
    with pytest.raises(DataError, match="yields sample weights already"):
        list(source.batches(0))
