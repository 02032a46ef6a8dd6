"""A folder of synthetic data sets, and the real ones where there are any."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder that is searched before all others, which are empty too."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    mine = tmp_path / "mine"
    mine.mkdir()
    monkeypatch.setenv("CORNU_DATASETS", str(mine))
    return mine


@pytest.fixture
def real_folder(monkeypatch):
    """The folder with the real data sets; skips where there is none."""
    named = os.environ.get("CORNU_DATASETS")
    found = Path(named) if named else _BESIDE_THE_REPOSITORY
    if not found.is_dir():
        pytest.skip("no folder of real data sets: set CORNU_DATASETS to one")
    monkeypatch.setenv("CORNU_DATASETS", str(found))
    return found
