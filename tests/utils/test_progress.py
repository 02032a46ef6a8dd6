"""The progress line, read back as a terminal or a file would get it."""

import io
import os
import re
import time

import pytest

from cornu.utils import progress
from cornu.utils.progress import ProgressBar


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


class AsciiFile(io.StringIO):
    encoding = "ascii"


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until told otherwise; holds its time in a list."""
    monkeypatch.setenv("COLUMNS", "300")
    now = [100.0]
    monkeypatch.setattr(progress.time, "perf_counter", lambda: now[0])
    return now


def run(clock, total, steps, dt, *, file=None, logs=None, **options):
    file = io.StringIO() if file is None else file
    bar = ProgressBar(total, file=file, **options)
    for step in range(1, steps + 1):
        clock[0] += dt
        bar.update(step, logs)
    bar.finish(logs)
    return file.getvalue()


# What real Keras 3 writes for the same clock, its colours taken away.
@pytest.mark.parametrize(
    ("dt", "expected"),
    [
        (0.0000001, "10/10 - 0s - 0us/step"),
        (0.0005, "10/10 - 0s - 500us/step"),
        (0.0999, "10/10 - 1s - 100ms/step"),
        (0.5, "10/10 - 5s - 500ms/step"),
        (1.5, "10/10 - 15s - 2s/step"),
        (90, "10/10 - 900s - 90s/step"),
    ],
)
def test_one_line_at_verbose_2(clock, dt, expected):
    assert run(clock, 10, 10, dt, verbose=2) == expected + "\n"


def test_values_are_written_as_keras_writes_them(clock):
    logs = {
        "loss": 0.0,
        "a": 1e-3,
        "b": float("nan"),
        "c": -5e-4,
        "d": 123456789.0,
        "e": 0.00101,
        "f": 3,
    }
    written = run(clock, 2, 2, 0.5, verbose=2, logs=logs)
    assert written == (
        "2/2 - 1s - 500ms/step - loss: 0.0000e+00 - a: 1.0000e-03 - b: nan - "
        "c: -5.0000e-04 - d: 123456789.0000 - e: 0.0010 - f: 3.0000\n"
    )


def test_file_gets_the_final_line_only_and_no_control_characters(clock):
    written = run(clock, 20, 20, 0.5, logs={"loss": 0.25})
    assert written == "20/20 " + "━" * 20 + " 10s 500ms/step - loss: 0.2500\n"


def test_file_without_unicode_gets_ascii(clock):
    written = run(clock, 20, 20, 0.5, file=AsciiFile())
    assert written == "20/20 " + "=" * 20 + " 10s 500ms/step\n"


def test_silent_at_verbose_0(clock):
    terminal = Terminal()
    assert run(clock, 20, 20, 0.5, file=terminal, verbose=0) == ""


def test_terminal_line_is_rewritten_in_place(clock):
    written = run(clock, 10, 10, 0.5, file=Terminal(), logs={"loss": 0.5})
    assert written.count("\n") == 1
    assert written.endswith("\n")
    pictures = [p.strip() for p in written.split("\r") if p.strip()]
    assert pictures[0] == "1/10 ━━" + "─" * 18 + " 4s 500ms/step - loss: 0.5000"
    assert "6/10 " + "━" * 12 + "─" * 8 + " 2s 500ms/step - loss: 0.5000" in pictures
    assert pictures[-1] == "10/10 " + "━" * 20 + " 5s 500ms/step - loss: 0.5000"


def test_last_terminal_line_is_not_cut(clock, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    logs = {f"metric_{n}": 0.5 for n in range(9)}
    written = run(clock, 3, 3, 0.5, file=Terminal(), logs=logs)
    pictures = [p.rstrip() for p in written.split("\r") if p.strip()]
    assert len(pictures[0]) <= 40
    assert pictures[-1].endswith("metric_8: 0.5000")


def test_terminal_that_does_not_tell_its_width(clock, monkeypatch):
    pty = pytest.importorskip("pty", exc_type=ImportError)
    monkeypatch.delenv("COLUMNS")
    master, slave = pty.openpty()  # 0 rows and 0 columns
    with os.fdopen(master, "rb", 0) as screen, os.fdopen(slave, "w") as terminal:
        monkeypatch.setattr("sys.stdout", terminal)
        bar = ProgressBar(2)
        bar.update(1)
        bar.finish({"loss": 0.5}, current=2)
        raw = b""
        while b"2/2 " not in raw:  # it may come in pieces
            raw += screen.read(10_000)
    seen = raw.decode(errors="replace")
    assert "1/2 " in seen
    assert "2/2 " in seen
    assert "loss: 0.5000" in seen


def test_terminal_is_drawn_at_most_ten_times_a_second(clock):
    written = run(clock, 1000, 1000, 0.001, file=Terminal())
    drawn = {p.strip() for p in written.split("\r") if p.strip()}
    assert 9 <= len(drawn) <= 13


def test_unknown_total_counts_up_and_ends_with_the_count(clock):
    written = run(clock, None, 3, 0.5, file=Terminal(), logs={"loss": 1.0})
    pictures = [p.strip() for p in written.split("\r") if p.strip()]
    assert pictures[0] == "1/Unknown 0s 500ms/step - loss: 1.0000"
    assert pictures[-1] == "3/3 " + "━" * 20 + " 2s 500ms/step - loss: 1.0000"
    assert run(clock, None, 3, 0.5, verbose=2) == "3/3 - 2s - 500ms/step\n"


def test_first_step_is_left_out_of_the_pace(clock):
    bar = ProgressBar(3, verbose=2, file=(file := io.StringIO()))
    for seconds, step in ((10.0, 1), (0.1, 2), (0.1, 3)):
        clock[0] += seconds
        bar.update(step)
    bar.finish()
    assert file.getvalue() == "3/3 - 10s - 100ms/step\n"


def test_validation_after_the_last_step_counts_as_elapsed(clock):
    bar = ProgressBar(2, verbose=2, file=(file := io.StringIO()))
    bar.update(2)
    clock[0] += 7
    bar.finish({"val_loss": 0.125}, current=2)
    assert "2/2 - 7s - " in file.getvalue()
    assert file.getvalue().endswith("val_loss: 0.1250\n")


def test_bytes_are_shown_as_sizes(clock):
    written = run(clock, 3 * 1024, 3 * 1024, 0, unit="B")
    assert written.startswith("3.0KB/3.0KB " + "━" * 20 + " 0s ")
    assert re.search(r"B/s\n$", written)


def test_logs_are_wanted_only_when_a_picture_is_due(clock):
    bar = ProgressBar(100, file=Terminal())
    assert bar.is_due
    bar.update(1)
    assert not bar.is_due
    clock[0] += 0.2
    assert bar.is_due
    bar.close()
    quiet = ProgressBar(100, file=io.StringIO())
    quiet.update(1)
    clock[0] += 1000
    assert not quiet.is_due


def test_close_ends_an_interrupted_line(clock):
    bar = ProgressBar(10, file=(terminal := Terminal()))
    bar.update(1)
    bar.close()
    bar.close()
    assert terminal.getvalue().endswith("\n")


def test_a_throttled_update_costs_about_as_much_as_a_clock_reading():
    def best(call):
        times = []
        for _ in range(5):
            began = time.perf_counter()
            for step in range(20_000):
                call(step)
            times.append(time.perf_counter() - began)
        return min(times)

    bar = ProgressBar(10**9, file=io.StringIO())
    bar.update(1)
    assert best(bar.update) < 20 * best(lambda step: time.perf_counter())


def test_unknown_verbosity_is_refused():
    with pytest.raises(ValueError, match="verbose is 3; use 0"):
        ProgressBar(1, verbose=3)


def test_hours_and_minutes_of_waiting():
    told = [progress.format_remaining(s) for s in (13.5, 59.9, 61, 270, 3600, 3601)]
    assert told == ["13s", "59s", "1:01", "4:30", "60:00", "1:00:01"]
