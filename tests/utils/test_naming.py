"""Nearest names, snake case, unique names."""

import threading

import pytest

from cornu.utils import naming


@pytest.fixture(autouse=True)
def fresh():
    naming.reset_names()
    yield
    naming.reset_names()


@pytest.mark.parametrize(
    ("wrong", "right"), [("adm", "adam"), ("SGD", "sgd"), ("rmsporp", "rmsprop")]
)
def test_suggest(wrong, right):
    words = naming.suggest(wrong, ["adam", "sgd", "rmsprop"])
    assert words == f" Did you mean {right!r}?"


def test_suggest_keeps_the_case_of_what_exists():
    assert naming.suggest("conv2d", ["Conv2D"]) == " Did you mean 'Conv2D'?"


def test_suggest_nothing():
    assert naming.suggest("xyzzy", ["adam"]) == ""
    assert naming.suggest("adam", []) == ""


@pytest.mark.parametrize(
    ("name", "snake"),
    [
        ("Dense", "dense"),
        ("LSTMCell", "lstm_cell"),
        ("Conv2DTranspose", "conv2d_transpose"),
        ("MaxPooling2D", "max_pooling2d"),
        ("GRU", "gru"),
        ("BatchNormalization", "batch_normalization"),
        ("already_snake", "already_snake"),
    ],
)
def test_snake_case(name, snake):
    assert naming.to_snake_case(name) == snake


def test_unique_names_count_up_per_prefix():
    names = [naming.unique_name(p) for p in ("dense", "dense", "lstm", "dense")]
    assert names == ["dense", "dense_1", "lstm", "dense_2"]
    naming.reset_names()
    assert naming.unique_name("dense") == "dense"


def test_threads_count_for_themselves():
    naming.unique_name("dense")
    found = []
    thread = threading.Thread(target=lambda: found.append(naming.unique_name("dense")))
    thread.start()
    thread.join()
    assert found == ["dense"]
