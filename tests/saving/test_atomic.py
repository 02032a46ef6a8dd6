"""Files appear whole or not at all."""

import os
import stat
import subprocess
import sys

import pytest

from cornu.saving.atomic import atomic_write


def test_content_appears_under_the_name(tmp_path):
    target = tmp_path / "a.bin"
    with atomic_write(target) as path:
        path.write_bytes(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.bin"]


def test_failure_leaves_the_old_file_and_no_other(tmp_path):
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), atomic_write(target) as path:
        path.write_bytes(b"half")
        raise KeyboardInterrupt
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.bin"]


def test_others_may_read_it_as_the_umask_says(tmp_path):
    before = os.umask(0o022)
    try:
        with atomic_write(tmp_path / "a.bin") as path:
            path.write_bytes(b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.bin").stat().st_mode) == 0o644


@pytest.mark.skipif(os.name != "posix", reason="asks for processes by number")
def test_what_killed_processes_left_is_removed(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = tmp_path / f".a.txt.{ended.pid}.xyz.tmp"
    alive = tmp_path / f".a.txt.{os.getpid()}.xyz.tmp"
    others = tmp_path / ".b.txt.1.xyz.tmp"
    for path in (dead, alive, others):
        path.write_text("half")
    with atomic_write(tmp_path / "a.txt") as path:
        path.write_text("whole")
    assert sorted(os.listdir(tmp_path)) == sorted([alive.name, others.name, "a.txt"])
