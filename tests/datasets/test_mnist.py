import numpy as np
import pytest

from cornu.datasets import mnist
from cornu.errors import FileFormatError


def tiny(count, seed):
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
    return images, rng.integers(0, 10, count, dtype=np.uint8)


def save(path, **replaced):
    (x_train, y_train), (x_test, y_test) = tiny(6, 1), tiny(3, 2)
    arrays = dict(x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    arrays |= replaced
    np.savez(path, **{k: v for k, v in arrays.items() if v is not None})
    return arrays


@pytest.mark.parametrize("name", ["mnist.npz", "other.npz"])
def test_tiny_copy(folder, name):
    arrays = save(folder / name)
    (x_train, y_train), (x_test, y_test) = mnist.load_data(name)
    np.testing.assert_array_equal(x_train, arrays["x_train"])
    np.testing.assert_array_equal(y_train, arrays["y_train"])
    np.testing.assert_array_equal(x_test, arrays["x_test"])
    np.testing.assert_array_equal(y_test, arrays["y_test"])


@pytest.mark.parametrize(
    ("replaced", "reason"),
    [
        ({"y_test": None}, "lacks"),
        ({"x_train": np.zeros((6, 32, 32), np.uint8)}, "training images"),
        ({"y_test": np.array([1, 2, 10], np.uint8)}, "test labels run from 1 to 10"),
    ],
)
def test_broken_copies_name_the_file(folder, replaced, reason):
    save(folder / "mnist.npz", **replaced)
    with pytest.raises(FileFormatError, match=reason) as caught:
        mnist.load_data()
    assert str(folder / "mnist.npz") in str(caught.value)


def test_paths_are_refused(folder):
    with pytest.raises(ValueError, match="not a plain file name"):
        mnist.load_data("../mnist.npz")


def test_real_set(real_folder):
    if not (real_folder / "mnist.npz").is_file():
        pytest.skip(f"no mnist.npz in {real_folder}")
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    assert x_train.shape == (60000, 28, 28)
    assert x_test.shape == (10000, 28, 28)
    assert {a.dtype for a in (x_train, y_train, x_test, y_test)} == {np.dtype("uint8")}
    assert y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert y_test[:5].tolist() == [7, 2, 1, 0, 4]
    published = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(y_train).tolist() == published
    assert x_train.mean() / 255 == pytest.approx(0.1307, abs=1e-4)
