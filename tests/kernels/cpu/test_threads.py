import os
import threading
import time

import numpy as np
import pytest

import cornu.kernels
from cornu.config import num_threads, set_num_threads
from cornu.kernels.cpu import blas
from cornu.kernels.cpu.threads import share, spread, team_size
from cornu.primitives.convolution import conv, conv_input_grad, conv_kernel_grad

MUCH = 1e12

assert cornu.kernels.cpu  # registers the fast bodies

needs_control = pytest.mark.skipif(
    blas.control() is None, reason="NumPy's BLAS here is not OpenBLAS"
)


@pytest.fixture
def two_threads(monkeypatch):
    monkeypatch.setenv("CORNU_NUM_THREADS", "2")


def test_environment_says_how_many(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.delenv("CORNU_NUM_THREADS", raising=False)
    assert num_threads() == 3
    monkeypatch.setenv("CORNU_NUM_THREADS", "1")
    assert num_threads() == 1
    monkeypatch.setenv("CORNU_NUM_THREADS", "many")
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert 1 <= num_threads() <= (os.cpu_count() or 1)


def test_what_was_chosen_comes_before_the_environment(two_threads):
    try:
        set_num_threads(5)
        assert num_threads() == 5
    finally:
        set_num_threads(None)
    assert num_threads() == 2
    with pytest.raises(ValueError, match="count must be a positive integer"):
        set_num_threads(0)
    assert num_threads() == 2


@needs_control
def test_share_runs_every_piece_once_and_raises_errors(two_threads):
    sizes, seen, names = [], [], set()

    def task(i):
        sizes.append(team_size())
        names.add(threading.current_thread().name)
        time.sleep(0.002)
        seen.append(i)

    assert team_size() == 2
    share(task, 30, 2)
    assert sorted(seen) == list(range(30))
    assert len(names) == 2
    assert set(sizes) == {1}  # a piece gets no threads of its own
    with pytest.raises(ZeroDivisionError):
        share(lambda i: 1 // (i - 3), 8, 2)
    share(seen.append, 0, 2)
    assert len(seen) == 30
    assert team_size() == 2


@needs_control
def test_every_block_runs_once_and_threads_share_them(two_threads):
    seen, names = [], set()

    def make_task():
        names.add(threading.current_thread().name)

        def task(i):
            time.sleep(0.002)
            seen.append(i)

        return task

    spread(make_task, 40, MUCH)
    assert sorted(seen) == list(range(40))
    assert len(names) == 2


def test_little_work_stays_where_it_is(two_threads):
    names = set()

    def make_task():
        return lambda i: names.add(threading.current_thread().name)

    spread(make_task, 40, 1.0)
    assert names == {threading.current_thread().name}


def test_an_error_in_a_block_is_raised_and_the_team_lives_on(two_threads):
    def make_task():
        def task(i):
            if i == 7:
                raise ZeroDivisionError("block 7")

        return task

    for _ in range(3):
        with pytest.raises(ZeroDivisionError, match="block 7"):
            spread(make_task, 20, MUCH)
    done = []
    spread(lambda: done.append, 5, MUCH)
    assert sorted(done) == list(range(5))


def test_a_block_may_ask_for_threads_itself(two_threads):
    done = []

    def make_task():
        return lambda i: spread(lambda: lambda j: done.append((i, j)), 3, MUCH)

    spread(make_task, 4, MUCH)
    assert sorted(done) == [(i, j) for i in range(4) for j in range(3)]


@needs_control
def test_matrix_products_get_their_threads_back(two_threads):
    control = blas.control()
    before = control.get()
    seen = []
    spread(lambda: lambda i: seen.append(control.get()), 6, MUCH)
    assert set(seen) == {1}
    assert control.get() == before
    with blas.single_threaded_blas(), blas.single_threaded_blas():
        assert control.get() == 1
    assert control.get() == before


def test_without_control_nothing_is_changed(monkeypatch):
    monkeypatch.setattr(blas, "control", lambda: None)
    with blas.single_threaded_blas() as arranged:
        assert arranged is False


def test_large_convolutions_have_the_same_bits_on_any_number_of_threads(monkeypatch):
    # With one thread, NumPy's own matrix products must not take several either.
    rng = np.random.default_rng(0)
    x = rng.standard_normal((64, 26, 26, 32)).astype(np.float32)
    w = rng.standard_normal((3, 3, 32, 64)).astype(np.float32)
    settings = {
        "strides": (1, 1),
        "padding": "valid",
        "dilation": (1, 1),
        "groups": 1,
    }
    found = []
    for count in ("1", "2", "3"):
        monkeypatch.setenv("CORNU_NUM_THREADS", count)
        y = conv(x, w, **settings)
        dw = conv_kernel_grad(x, y, kernel_shape=w.shape, **settings)
        dx = conv_input_grad(y, w, input_shape=x.shape, **settings)
        found.append([a.tobytes() for a in (y, dw, dx)])
    assert found[0] == found[1] == found[2]
