import gzip
import struct

import numpy as np
import pytest

from cornu.datasets import fashion_mnist
from cornu.errors import DownloadError, FileFormatError


def save_idx(path, array):
    head = struct.pack(">BBBB", 0, 0, 8, array.ndim)
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(gzip.compress(head + sizes + array.tobytes()))


@pytest.fixture
def files(folder):
    """The four files, tiny; returns their folder and their arrays by name."""
    rng = np.random.default_rng(0)
    inner = folder / "fashion-mnist"
    inner.mkdir()
    arrays = {}
    for prefix, count in (("train", 5), ("t10k", 2)):
        images = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        labels = rng.integers(0, 10, count, dtype=np.uint8)
        arrays[f"{prefix}-images-idx3-ubyte.gz"] = images
        arrays[f"{prefix}-labels-idx1-ubyte.gz"] = labels
    for name, array in arrays.items():
        save_idx(inner / name, array)
    return inner, arrays


def test_tiny_copy(files):
    _, arrays = files
    (x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
    for found, name in (
        (x_train, "train-images-idx3-ubyte.gz"),
        (y_train, "train-labels-idx1-ubyte.gz"),
        (x_test, "t10k-images-idx3-ubyte.gz"),
        (y_test, "t10k-labels-idx1-ubyte.gz"),
    ):
        assert found.dtype == np.uint8
        np.testing.assert_array_equal(found, arrays[name])
    x_train[0, 0, 0] = 1  # belongs to the caller


def test_class_names():
    assert len(fashion_mnist.CLASS_NAMES) == 10
    assert fashion_mnist.CLASS_NAMES[9] == "Ankle boot"


def refused(folder, name, content, reason):
    (folder / name).write_bytes(content)
    with pytest.raises(FileFormatError, match=reason) as caught:
        fashion_mnist.load_data()
    assert str(folder / name) in str(caught.value)


@pytest.mark.parametrize(
    ("unpacked", "reason"),
    [
        (b"", "its head"),
        (b"\0\0\x08", "its head"),
        (b"\0\0\x08\x03" + bytes(12), r"its head .* is not idx, 1 axes"),
        (b"\0\0\x0d\x01" + bytes(8), "its head"),
        (b"\0\0\x08\x01\0\0\0\x05abcd", r"declares \(5,\), 5 bytes, and holds only 4"),
        (b"\0\0\x08\x01\0\0\0\x05abcdef", "holds more"),
        (b"\0\0\x08\x01\0\0\0\x05abcde", "labels run from 97 to 101"),
        (b"\0\0\x08\x01\0\0\0\x04\0\1\2\3", r"shape \(4,\), not \(5,\)"),
    ],
)
def test_wrong_contents(files, unpacked, reason):
    name = "train-labels-idx1-ubyte.gz"
    refused(files[0], name, gzip.compress(unpacked), reason)


def test_wrong_image_size(files):
    name = "t10k-images-idx3-ubyte.gz"
    save_idx(files[0] / name, np.zeros((2, 32, 32), np.uint8))
    refused(files[0], name, (files[0] / name).read_bytes(), r"shape \(2, 32, 32\)")


def test_damaged_gzip(files):
    name = "train-images-idx3-ubyte.gz"
    whole = (files[0] / name).read_bytes()
    refused(files[0], name, whole[:-30], "cannot be read as gzip")
    refused(files[0], name, b"not gzip at all", "cannot be read as gzip")
    middle = whole[:200] + bytes(40) + whole[240:]
    refused(files[0], name, middle, "cannot be read as gzip")


def test_missing_file_says_where_to_put_it(files, monkeypatch):
    name = "train-labels-idx1-ubyte.gz"
    (files[0] / name).unlink()
    monkeypatch.setattr(fashion_mnist, "_BASE", "http://127.0.0.1:9/")
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(DownloadError, match=name):
        fashion_mnist.load_data()


def test_real_set(real_folder):
    if not (real_folder / "fashion-mnist").is_dir():
        pytest.skip(f"no fashion-mnist in {real_folder}")
    (x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
    assert x_train.shape == (60000, 28, 28)
    assert x_test.shape == (10000, 28, 28)
    assert np.bincount(y_train).tolist() == [6000] * 10
    assert np.bincount(y_test).tolist() == [1000] * 10
    assert y_train[:5].tolist() == [9, 0, 0, 3, 0]
    assert x_train.mean() / 255 == pytest.approx(0.2860, abs=1e-4)
