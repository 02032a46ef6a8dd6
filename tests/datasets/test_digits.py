import numpy as np

from cornu.datasets import digits


def test_sizes_types_and_ranges():
    (x_train, y_train), (x_test, y_test) = digits.load_data()
    assert (x_train.shape, y_train.shape) == ((1437, 8, 8), (1437,))
    assert (x_test.shape, y_test.shape) == ((360, 8, 8), (360,))
    assert {a.dtype for a in (x_train, y_train, x_test, y_test)} == {np.dtype("uint8")}
    assert (x_train.min(), x_train.max()) == (0, 16)


def test_counts_are_those_the_set_was_published_with():
    (_, y_train), (_, y_test) = digits.load_data()
    counts = np.bincount(np.concatenate([y_train, y_test]))
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_every_digit_is_in_both_parts():
    (_, y_train), (_, y_test) = digits.load_data()
    assert np.bincount(y_train).min() > 100
    assert np.bincount(y_test).min() > 25


def test_labels_belong_to_their_images():
    (x_train, y_train), (x_test, y_test) = digits.load_data()
    flat = x_train.reshape(-1, 64).astype(float)
    centres = np.stack([flat[y_train == digit].mean(0) for digit in range(10)])
    far = ((x_test.reshape(-1, 1, 64) - centres) ** 2).sum(-1)
    assert (far.argmin(1) == y_test).mean() > 0.85


def test_each_call_gives_arrays_of_its_own():
    (first, _), _ = digits.load_data()
    first[:] = 0
    (second, _), _ = digits.load_data()
    assert second.any()
