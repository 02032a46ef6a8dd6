"""Packages whose names load when asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cornu

PACKAGE = Path(cornu.layers.__file__)


def test_types_and_table_tell_of_the_same_names():
    tree = ast.parse(PACKAGE.read_text())
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    typed = {
        alias.asname: alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    listed = {name for text in cornu.layers._LATER.values() for name in text.split()}
    assert typed == {name: name for name in listed} | cornu.layers._SECOND_NAMES


@pytest.mark.parametrize("name", sorted(cornu.layers.__all__))
def test_every_name_is_there(name):
    found = getattr(cornu.layers, name)
    assert found is getattr(cornu.layers, name)
    assert found is vars(cornu.layers)[name]
    assert name in dir(cornu.layers)


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'Dens'"):
        cornu.layers.Dens  # noqa: B018


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()


def test_a_layer_loads_its_family_alone():
    code = (
        "import sys, cornu; before = set(sys.modules); cornu.layers.Dropout;"
        "print(*sorted(set(sys.modules) - before))"
    )
    loaded = run(code)
    assert "cornu.layers.regularization.dropout" in loaded
    families = {name.split(".")[2] for name in loaded if name.count(".") == 3}
    assert families == {"regularization"}


def test_star_import_brings_every_layer():
    assert run("from cornu.layers import *; print(Dense.__name__, MaxPool2D.__name__)")
    assert run("from cornu.layers import *; print(add.__name__)") == ["add"]


@pytest.mark.parametrize("name", ["Dense", "dense", "RandomFlip", "max_pooling2d"])
def test_registry_finds_what_is_not_loaded_yet(name):
    code = (
        "from cornu.layers.registry import layer_registry;"
        f"print(layer_registry.find({name!r}).__name__)"
    )
    (found,) = run(code)
    assert found.lower() == name.replace("_", "").lower()
