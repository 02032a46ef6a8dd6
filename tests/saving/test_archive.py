"""Zip files that are read with distrust."""

import json
import zipfile

import pytest

from cornu.errors import FileFormatError
from cornu.saving.archive import CONFIG, HDF5_START, METADATA, WEIGHTS, Archive


def write(path, members, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


WHOLE = [(METADATA, "{}"), (CONFIG, "{}"), (WEIGHTS, HDF5_START + b"...")]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "m.keras"


def test_members_are_read(path):
    with Archive(write(path, [*WHOLE, ("assets/layers/a/v.txt", "x")])) as archive:
        assert json.loads(archive.read(CONFIG)) == {}
        assert archive.weights().read(4) == HDF5_START[:4]
        assert archive.assets == ["assets/layers/a/v.txt"]
        assert METADATA in archive
        assert "other" not in archive


@pytest.mark.parametrize(
    "name",
    [
        "other.json",
        "../config.json",
        "/etc/passwd",
        "assets/../../x",
        "assets/./x",
        "assets//x",
        "assets/a b",
        "model.weights.h5/x",
        "C:\\x",
    ],
)
def test_other_members_are_not_opened(path, name):
    with pytest.raises(FileFormatError, match=r"m\.keras: member .* is not part of"):
        Archive(write(path, [*WHOLE, (name, "x")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_are_there_once(path):
    with pytest.raises(FileFormatError, match="is there twice"):
        Archive(write(path, [*WHOLE, (CONFIG, "{}")]))


def test_missing_members(path):
    archive = Archive(write(path, WHOLE[:2]))
    with archive, pytest.raises(FileFormatError, match=r"no 'model\.weights\.h5'"):
        archive.weights()


def test_limits_are_counted_not_believed(path):
    bomb = [(CONFIG, b" " * (2**20)), (WEIGHTS, b"")]
    archive = Archive(write(path, bomb, zipfile.ZIP_DEFLATED))
    with archive, pytest.raises(FileFormatError, match="more than the 1000 bytes"):
        archive.read(CONFIG, 1000)
    assert path.stat().st_size < 10_000
    bomb = [(CONFIG, b" " * (200 * 2**20)), (WEIGHTS, b"")]
    with pytest.raises(FileFormatError, match="too many for a file of this size"):
        Archive(write(path, bomb, zipfile.ZIP_DEFLATED))


def test_a_declared_size_may_lie(path):
    write(path, [(CONFIG, b" " * (200 * 2**20))], zipfile.ZIP_DEFLATED)
    raw = path.read_bytes()
    size = (200 * 2**20).to_bytes(4, "little")
    path.write_bytes(raw.replace(size, (10).to_bytes(4, "little")))
    with Archive(path) as archive, pytest.raises(FileFormatError, match=r"m\.keras"):
        archive.read(CONFIG)


def test_a_checksum_that_differs(path):
    write(path, WHOLE)
    path.write_bytes(path.read_bytes().replace(HDF5_START, b"\x88" + HDF5_START[1:]))
    with Archive(path) as archive, pytest.raises(FileFormatError, match="CRC"):
        archive.weights()


def test_very_many_members(path):
    write(path, [(f"assets/{i}", "") for i in range(10_001)])
    with pytest.raises(FileFormatError, match="lists 10001 members"):
        Archive(path)


def test_encrypted_members(path):
    write(path, WHOLE)
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\1\2")
    raw[at + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(FileFormatError, match="encrypted"):
        Archive(path)


def test_other_files(path, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no file .*m\.keras"):
        Archive(path)
    with pytest.raises(FileFormatError, match="not a plain file"):
        Archive(tmp_path)
    for content, words in (
        (b"", "is empty"),
        (b"hello", "not a zip file"),
        (HDF5_START, "is an HDF5 file"),
        (b"PK\3\4 and no end", "no zip directory"),
        (b"PK\5\6" + bytes(18), "there is no 'config.json'"),
    ):
        path.write_bytes(content)
        with pytest.raises(FileFormatError, match=words), Archive(path) as archive:
            archive.read(CONFIG)
