"""Hostile and damaged HDF5 files are refused before their data is read."""

import h5py
import numpy as np
import pytest

from cornu.errors import FileFormatError
from cornu.saving.hdf5 import Store, check_file, check_tree, checksum


def _check(path):
    check_file(path)
    with h5py.File(path, "r") as file:
        check_tree(file, path)


def _make(path, fill):
    with h5py.File(path, "w") as file:
        fill(file)
    return path


def test_plain_arrays_pass(tmp_path):
    path = _make(tmp_path / "a.h5", lambda f: f.create_dataset("g/0", data=np.ones(3)))
    _check(path)


def _soft(file):
    file.create_dataset("g/0", data=np.ones(3))
    file["g/1"] = h5py.SoftLink("/g/0")


def _external_link(file):
    file["g"] = h5py.ExternalLink("/etc/hostname", "/")


def _external_storage(file):
    file.create_dataset("0", (4,), "u1", external=[("/etc/hostname", 0, 4)])


def _virtual(file):
    layout = h5py.VirtualLayout((3,), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (3,))
    file.create_virtual_dataset("0", layout)


def _text(file):
    file.create_dataset("0", data=["a", "b"])


def _compound(file):
    file.create_dataset("0", data=np.zeros(2, [("a", "f4"), ("b", "i4")]))


def _petabytes(file):
    file.create_dataset("0", (10**7, 10**8), "f8", chunks=(1000, 1000))


def _cycle(file):
    file.create_group("a/b")
    file["a/b/a"] = file["a"]


def _deep(file):
    file.create_group("/".join("x" * 100))


@pytest.mark.parametrize(
    ("fill", "words"),
    [
        (_soft, "link"),
        (_external_link, "link"),
        (_external_storage, "other files"),
        (_virtual, "other files"),
        (_text, "numbers"),
        (_compound, "numbers"),
        (_petabytes, "declares"),
        (_cycle, "two ways"),
        (_deep, "deep"),
    ],
)
def test_what_a_weights_file_does_not_need_is_refused(tmp_path, fill, words):
    path = _make(tmp_path / "bad.h5", fill)
    with pytest.raises(FileFormatError, match=words):
        _check(path)


def test_other_files_are_refused_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match="gone"):
        check_file(tmp_path / "gone.h5")
    empty = tmp_path / "empty.h5"
    empty.write_bytes(b"")
    with pytest.raises(FileFormatError, match="empty"):
        check_file(empty)
    text = tmp_path / "text.h5"
    text.write_text("no weights here")
    with pytest.raises(FileFormatError, match="not an HDF5 file"):
        check_file(text)
    with pytest.raises(FileFormatError, match="plain file"):
        check_file(tmp_path)


def test_a_changed_value_is_noticed(tmp_path):
    path = tmp_path / "a.h5"
    values = np.arange(100, dtype=np.float32)
    with h5py.File(path, "w") as file:
        Store(file.create_group("vars"), path)["0"] = values
    data = bytearray(path.read_bytes())
    place = data.find(values.tobytes())
    data[place + 41] ^= 1
    path.write_bytes(data)
    with h5py.File(path, "r") as file, pytest.raises(FileFormatError, match="damaged"):
        Store(file["vars"], path)["0"]


def test_checksum_is_that_of_the_bytes():
    array = np.arange(6).reshape(2, 3)
    assert checksum(array.T) == checksum(np.ascontiguousarray(array.T))
    assert checksum(array) != checksum(array + 1)
