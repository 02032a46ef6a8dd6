"""Where data sets are looked for, and what is said about broken files."""

import pickle

import numpy as np
import pytest

from cornu.datasets import cache
from cornu.errors import DownloadError, FileFormatError


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("CORNU_DATASETS", raising=False)
    return tmp_path


def test_folders_in_order(home, monkeypatch):
    usual = [home / ".cornu" / "datasets", home / ".keras" / "datasets"]
    assert cache.folders() == usual
    monkeypatch.setenv("CORNU_DATASETS", str(home / "mine"))
    assert cache.folders() == [home / "mine", *usual]


def test_the_first_folder_wins(home, monkeypatch):
    monkeypatch.setenv("CORNU_DATASETS", str(home / "mine"))
    assert cache.find("a.csv") is None
    for folder in reversed(cache.folders()):
        (folder / "sub").mkdir(parents=True)
        for path in (folder / "a.csv", folder / "sub" / "b.csv"):
            path.write_text("")
            assert cache.find(path.name, path.parent.name * (path.name == "b.csv")) == (
                path
            )


def test_nowhere_and_no_network(home, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    url = "http://127.0.0.1:9/a.csv"
    with pytest.raises(DownloadError) as caught:
        cache.find_or_download("a.csv", url, "0" * 64, "sub")
    assert str(home / ".cornu" / "datasets" / "sub" / "a.csv") in str(caught.value)
    assert url in str(caught.value)


def test_downloaded_file_must_have_the_hash(home):
    (home / "a.csv").write_text("1,2")
    origin = (home / "a.csv").as_uri()
    with pytest.raises(ValueError, match="not the file expected"):
        cache.find_or_download("a.csv", origin, "0" * 64)
    md5 = "7b3d4b4f9e8e5f5f0a3f8b1a4f9e4f33"
    with pytest.raises(ValueError, match="not the file expected"):
        cache.find_or_download("a.csv", origin, md5)
    assert cache.find("a.csv") is None


@pytest.mark.parametrize("name", ["../a.csv", "sub/a.csv", "C:a.csv", ".."])
def test_names_with_folders_are_refused(home, name):
    with pytest.raises(ValueError, match="not a plain file name"):
        cache.find(name)


def test_npz_arrays_by_name(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.arange(3), y=np.ones(2), z=np.zeros(1))
    found = cache.read_npz(path, ("x", "y"))
    assert sorted(found) == ["x", "y"]
    np.testing.assert_array_equal(found["x"], [0, 1, 2])


def test_npz_without_an_array(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.arange(3))
    with pytest.raises(FileFormatError, match=r"lacks \['y'\]; it has \['x'\]"):
        cache.read_npz(path, ("x", "y"))


def test_npz_never_unpickles(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.array([[1], [1, 2]], dtype=object))
    with pytest.raises(FileFormatError, match="cannot be read as npz"):
        cache.read_npz(path, ("x",))


@pytest.mark.parametrize("kind", ["empty", "text", "npy", "pickle", "cut"])
def test_files_that_are_no_npz(tmp_path, kind):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.arange(1000))
    if kind == "npy":
        with path.open("wb") as file:
            np.save(file, np.arange(3))
    else:
        path.write_bytes(
            {
                "empty": b"",
                "text": b"<html>Not found</html>",
                "pickle": pickle.dumps([1, 2]),
                "cut": path.read_bytes()[:-100],
            }[kind]
        )
    with pytest.raises(FileFormatError) as caught:
        cache.read_npz(path, ("x",))
    assert str(path) in str(caught.value)


def test_damaged_npz(tmp_path):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, x=np.arange(1000))
    content = bytearray(path.read_bytes())
    content[200:220] = bytes(20)
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match="cannot be read as npz"):
        cache.read_npz(path, ("x",))


IMAGES = np.zeros((4, 28, 28), np.uint8)
LABELS = np.array([0, 9, 3, 1], np.uint8)


@pytest.mark.parametrize(
    ("images", "labels", "reason"),
    [
        (IMAGES[:, :27], LABELS, r"shape \(4, 27, 28\)"),
        (IMAGES[0], LABELS, r"shape \(28, 28\)"),
        (IMAGES[:0], LABELS[:0], r"shape \(0, 28, 28\)"),
        (IMAGES / 255, LABELS, "float64, not uint8"),
        (IMAGES, LABELS[:3], r"labels have shape \(3,\), not \(4,\)"),
        (IMAGES, LABELS[:, None], r"shape \(4, 1\)"),
        (IMAGES, LABELS.astype(float), "labels are float64, not integers"),
        (IMAGES, LABELS + 1, "run from 1 to 10"),
        (IMAGES, LABELS.astype(int) - 1, "run from -1 to 8"),
    ],
)
def test_contents_are_checked(tmp_path, images, labels, reason):
    with pytest.raises(FileFormatError, match=reason):
        cache.check_images(images, labels, tmp_path / "a.npz", "test")


def test_right_contents_pass(tmp_path):
    cache.check_images(IMAGES, LABELS, tmp_path, "test")
    cache.check_images(IMAGES, LABELS.astype(np.int64), tmp_path, "test")
