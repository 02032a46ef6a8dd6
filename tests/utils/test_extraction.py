"""Archives made to do harm must do none; honest ones must unpack."""

import io
import stat
import tarfile
import zipfile

import pytest

from cornu.errors import FileFormatError
from cornu.utils import extraction
from cornu.utils.extraction import extract_archive


def make_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def make_tar(path, members, mode="w:gz"):
    with tarfile.open(path, mode) as archive:
        for member, content in members:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def link(name, target, kind):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


HONEST = [("top.txt", b"top"), ("a/b/deep.bin", bytes(1000)), ("./dot.txt", b".")]


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_honest_archive(tmp_path, make):
    archive = make(tmp_path / "archive", HONEST)
    folder = extract_archive(archive, tmp_path / "out")
    found = {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file()
    }
    assert found == {
        "top.txt": b"top",
        "a/b/deep.bin": bytes(1000),
        "dot.txt": b".",
    }
    assert sorted(p.name for p in tmp_path.iterdir()) == ["archive", "out"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_compressions(tmp_path, mode):
    archive = make_tar(tmp_path / "archive", HONEST, mode)
    assert (extract_archive(archive, tmp_path / "out") / "top.txt").exists()


def test_older_folder_is_replaced_whole(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_text("old")
    archive = make_zip(tmp_path / "archive", [("new", b"new")])
    extract_archive(archive, tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["new"]


def refused(tmp_path, archive, reason):
    before = sorted(tmp_path.rglob("*"))
    folder = tmp_path / "inner" / "out"
    folder.parent.mkdir()
    with pytest.raises(FileFormatError, match=reason) as caught:
        extract_archive(archive, folder)
    assert str(archive) in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == sorted([*before, folder.parent])


OUTSIDE = [
    "../evil",
    "a/../../evil",
    "/evil",
    "//evil",
    "C:/evil",
    "C:evil",
    "..\\evil",
    "a\\..\\..\\evil",
]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_members_outside_the_folder(tmp_path, make, name):
    archive = make(tmp_path / "archive", [("fine", b"x"), (name, b"evil")])
    refused(tmp_path, archive, "outside the folder")


@pytest.mark.parametrize(
    "member",
    [
        link("l", "/etc/passwd", tarfile.SYMTYPE),
        link("l", "../..", tarfile.SYMTYPE),
        link("l", "fine", tarfile.LNKTYPE),
        link("l", "", tarfile.CHRTYPE),
        link("l", "", tarfile.BLKTYPE),
        link("l", "", tarfile.FIFOTYPE),
    ],
    ids=["absolute link", "link", "hard link", "character", "block", "pipe"],
)
def test_links_and_devices_in_tar(tmp_path, member):
    archive = make_tar(tmp_path / "archive", [("fine", b"x"), (member, b"")])
    refused(tmp_path, archive, "link or a device")


def test_link_then_file_through_it(tmp_path):
    through = link("l", "..", tarfile.SYMTYPE)
    archive = make_tar(tmp_path / "archive", [(through, b""), ("l/evil", b"evil")])
    refused(tmp_path, archive, "link or a device")


def test_links_in_zip(tmp_path):
    info = zipfile.ZipInfo("l")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive = make_zip(tmp_path / "archive", [(info, b"/etc/passwd")])
    refused(tmp_path, archive, "link or a device")


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_bombs(tmp_path, make, monkeypatch):
    monkeypatch.setattr(extraction, "_FREE_BYTES", 0)
    honest = make(tmp_path / "honest", [("a", bytes(range(256)) * 8)])
    extract_archive(honest, tmp_path / "out")
    bomb = make(tmp_path / "bomb", [("a", bytes(4_000_000))])
    refused(tmp_path, bomb, "unpacks to more than")


def test_file_used_as_a_folder(tmp_path):
    archive = make_tar(tmp_path / "archive", [("a", b"x"), ("a/b", b"y")])
    refused(tmp_path, archive, "exists|directory")


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_damaged_archives(tmp_path, make):
    noise = bytes((i * i * 7 + i // 3) % 251 for i in range(5000))
    archive = make(tmp_path / "archive", [("a", noise)])
    packed = bytearray(archive.read_bytes())
    middle = len(packed) // 3
    packed[middle : middle + 40] = bytes(40)
    archive.write_bytes(packed)
    refused(tmp_path, archive, "Nothing was unpacked")


def test_the_format_asked_for_must_match(tmp_path):
    archive = make_zip(tmp_path / "archive", HONEST)
    with pytest.raises(FileFormatError, match="it is no tar archive"):
        extract_archive(archive, tmp_path / "out", "tar")
    with pytest.raises(ValueError, match="'rar' is unknown"):
        extract_archive(archive, tmp_path / "out", ["rar"])
    assert extract_archive(archive, tmp_path / "out", ["tar", "zip"]).is_dir()
