"""Downloads from a server of our own on the loopback interface."""

import hashlib
import http.server
import os
import socket
import threading
import zipfile

import pytest

from cornu.errors import DownloadError, FileFormatError
from cornu.utils.download import check_file_name, get_file
from cornu.utils.hashing import file_digest

CONTENT = bytes(range(256)) * 700
SHA256 = hashlib.sha256(CONTENT).hexdigest()
MD5 = hashlib.md5(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serve the files in `self.server.pages`; count what was asked for."""

    def do_GET(self):
        self.server.asked.append(self.path)
        body = self.server.pages.get(self.path)
        if body is None:
            self.send_error(404)
            return
        declared = len(body) + self.server.promised_too_much
        self.send_response(200)
        if not self.server.says_no_length:
            self.send_header("Content-Length", str(declared))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as served:
        served.pages = {"/data/file.bin": CONTENT}
        served.asked = []
        served.promised_too_much = 0
        served.says_no_length = False
        served.url = f"http://127.0.0.1:{served.server_port}/data/file.bin"
        thread = threading.Thread(target=served.serve_forever, args=(0.01,))
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def names_under(folder):
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("file_hash", [None, SHA256, SHA256.upper(), MD5])
def test_download(server, tmp_path, file_hash):
    path = get_file(
        "mine.bin", origin=server.url, file_hash=file_hash, cache_dir=tmp_path
    )
    assert path == str(tmp_path / "datasets" / "mine.bin")
    with open(path, "rb") as file:
        assert file.read() == CONTENT
    assert names_under(tmp_path) == ["mine.bin"]


def test_name_from_the_url_and_a_folder_of_ones_own(server, tmp_path):
    server.pages["/data/file.bin?version=2"] = CONTENT
    url = server.url + "?version=2"
    path = get_file(origin=url, cache_dir=tmp_path, cache_subdir="a/b")
    assert path == str(tmp_path / "a" / "b" / "file.bin")


def test_default_cache_is_in_the_home_folder(server, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    path = get_file(origin=server.url)
    assert path == str(tmp_path / ".cornu" / "datasets" / "file.bin")


def test_progress_is_shown(server, tmp_path, capsys):
    get_file(origin=server.url, cache_dir=tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"Downloading data from {server.url}"
    assert lines[1].startswith("175.0KB/175.0KB ")
    assert len(lines) == 2


def test_size_not_told_in_advance(server, tmp_path):
    server.says_no_length = True
    path = get_file(origin=server.url, file_hash=SHA256, cache_dir=tmp_path)
    assert os.path.getsize(path) == len(CONTENT)


def test_cached_file_is_not_fetched_again(server, tmp_path):
    for _ in range(2):
        get_file(origin=server.url, file_hash=SHA256, cache_dir=tmp_path)
    assert len(server.asked) == 1
    get_file(origin=server.url, cache_dir=tmp_path, force_download=True)
    assert len(server.asked) == 2


def test_cached_file_with_another_hash_is_fetched_again(server, tmp_path):
    stale = tmp_path / "datasets" / "file.bin"
    stale.parent.mkdir()
    stale.write_bytes(b"stale")
    assert get_file(origin=server.url, cache_dir=tmp_path) == str(stale)
    assert stale.read_bytes() == b"stale"
    get_file(origin=server.url, file_hash=SHA256, cache_dir=tmp_path)
    assert stale.read_bytes() == CONTENT


@pytest.mark.parametrize("file_hash", ["0" * 64, "0" * 32])
def test_wrong_hash_leaves_nothing_behind(server, tmp_path, file_hash):
    with pytest.raises(ValueError, match="not the file expected") as caught:
        get_file(origin=server.url, file_hash=file_hash, cache_dir=tmp_path)
    assert isinstance(caught.value, DownloadError)
    assert names_under(tmp_path) == []


def test_wrong_hash_keeps_the_older_file(server, tmp_path):
    older = tmp_path / "datasets" / "file.bin"
    older.parent.mkdir()
    older.write_bytes(b"older")
    with pytest.raises(DownloadError):
        get_file(origin=server.url, file_hash="0" * 64, cache_dir=tmp_path)
    assert older.read_bytes() == b"older"
    assert names_under(tmp_path) == ["file.bin"]


def test_short_answer_is_an_error(server, tmp_path):
    server.promised_too_much = 10
    with pytest.raises(DownloadError, match="ended 10 bytes early"):
        get_file(origin=server.url, cache_dir=tmp_path)
    assert names_under(tmp_path) == []


def test_missing_page(server, tmp_path):
    with pytest.raises(DownloadError, match="answered 404"):
        get_file(origin=server.url + "x", cache_dir=tmp_path)
    assert names_under(tmp_path) == []


def test_refused_connection_says_url_name_and_place(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/mnist.npz"
        with pytest.raises(DownloadError) as caught:
            get_file(origin=url, cache_dir=tmp_path)
    message = str(caught.value)
    assert url in message
    assert "'mnist.npz'" in message
    assert str(tmp_path / "datasets" / "mnist.npz") in message
    assert caught.value.__suppress_context__
    assert names_under(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    ["../x", "a/b", "a\\b", "..", ".", "C:x", "C:\\x", "/etc/x", "x\0y", "//host/x"],
)
def test_names_that_leave_the_folder_are_refused(server, tmp_path, name):
    with pytest.raises(ValueError, match="not a plain file name"):
        get_file(name, origin=server.url, cache_dir=tmp_path)
    assert server.asked == []


@pytest.mark.parametrize("last", ["%2e%2e", "..", "a%2Fb", "..%5Cx"])
def test_names_taken_from_a_url_are_checked_too(tmp_path, last):
    with pytest.raises(ValueError, match="not a plain file name"):
        get_file(origin=f"http://127.0.0.1:9/{last}", cache_dir=tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "origin is missing"),
        ({"origin": "http://127.0.0.1:9/"}, "ends in no file name"),
        ({"origin": "gopher://127.0.0.1/x"}, "must begin with http"),
        (
            {"origin": "http://127.0.0.1:9/x", "hash_algorithm": "crc"},
            "'crc' is unknown",
        ),
    ],
)
def test_wrong_arguments(tmp_path, arguments, message):
    with pytest.raises(ValueError, match=message):
        get_file(cache_dir=tmp_path, **arguments)


def test_plain_names_pass():
    for name in ("a", ".hidden", "a..b", "mnist.npz", "name with spaces"):
        assert check_file_name(name) == name


def test_file_url(tmp_path):
    source = tmp_path / "source.bin"
    source.write_bytes(CONTENT)
    path = get_file(origin=source.as_uri(), cache_dir=tmp_path, file_hash=MD5)
    assert file_digest(path) == SHA256
    assert file_digest(path, "md5") == MD5


def test_archive_is_unpacked_beside_itself(server, tmp_path):
    packed = tmp_path / "packed"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner/a.txt", "one")
    server.pages["/arc.zip"] = packed.read_bytes()
    url = server.url.replace("/data/file.bin", "/arc.zip")
    for _ in range(2):
        folder = get_file(origin=url, extract=True, cache_dir=tmp_path)
        assert folder == str(tmp_path / "datasets" / "arc_extracted")
        with open(os.path.join(folder, "inner", "a.txt")) as file:
            assert file.read() == "one"
    assert len(server.asked) == 1
    bare = get_file("arc", origin=url, extract=True, cache_dir=tmp_path)
    assert bare == str(tmp_path / "datasets" / "arc")
    assert (tmp_path / "datasets" / "arc_archive").is_file()


def test_file_that_is_no_archive(server, tmp_path):
    with pytest.raises(FileFormatError, match="no zip or tar archive"):
        get_file(origin=server.url, extract=True, cache_dir=tmp_path)
    assert not (tmp_path / "datasets" / "file_extracted").exists()
