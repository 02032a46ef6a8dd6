import pytest

from cornu.utils.hashing import file_digest, new_hash

# Published with the algorithms: of the three letters "abc".
SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
MD5 = "900150983cd24fb0d6963f7d28e17f72"


def test_digests_of_a_file(tmp_path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert file_digest(path) == SHA256
    assert file_digest(path, "md5") == MD5


def test_digest_of_a_file_of_several_chunks(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"a" * 1_000_000)
    published = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    assert file_digest(path) == published


def test_length_decides_the_algorithm():
    assert new_hash(SHA256, "auto").name == "sha256"
    assert new_hash(MD5, "auto").name == "md5"
    assert new_hash(None, "auto").name == "sha256"
    with pytest.raises(ValueError, match="'sha1' is unknown; use 'auto'"):
        new_hash(None, "sha1")
