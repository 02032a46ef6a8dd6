"""What `get_file` does not reach; the server tests are in test_download.py."""

import pytest

from cornu.errors import DownloadError
from cornu.utils import transfer as module
from cornu.utils.transfer import HashMismatchError, transfer


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source"
    path.write_bytes(b"abc")
    return path.as_uri()


def test_file_is_replaced_only_at_the_end(tmp_path, source, monkeypatch):
    target = tmp_path / "target"
    target.write_bytes(b"older")
    seen = []

    def replace(part, path):
        seen.append((path.read_bytes(), part.read_bytes(), part.parent))
        part.rename(path)

    monkeypatch.setattr(module.os, "replace", replace)
    transfer(source, target)
    assert seen == [(b"older", b"abc", tmp_path)]
    assert target.read_bytes() == b"abc"


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_interrupted_transfer_leaves_nothing(tmp_path, source, monkeypatch, error):
    def stop(*args):
        raise error

    monkeypatch.setattr(module.os, "replace", stop)
    with pytest.raises(error):
        transfer(source, tmp_path / "target")
    assert [p.name for p in tmp_path.iterdir()] == ["source"]


def test_mismatch_is_both_a_download_error_and_a_value_error(tmp_path, source):
    with pytest.raises(HashMismatchError, match="its md5 is 900150983cd24fb0"):
        transfer(source, tmp_path / "target", "0" * 32)
    assert issubclass(HashMismatchError, DownloadError)
    assert issubclass(HashMismatchError, ValueError)
    assert not (tmp_path / "target").exists()


def test_missing_source(tmp_path):
    origin = (tmp_path / "nowhere").as_uri()
    with pytest.raises(DownloadError, match="No such file"):
        transfer(origin, tmp_path / "target")
