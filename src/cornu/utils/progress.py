"""The line that ``fit``, ``evaluate``, ``predict`` and downloads rewrite in place."""

import functools
import shutil
import sys
import time
from collections.abc import Mapping
from typing import Any, Literal, TextIO

from cornu.utils.messages import MESSAGES, say

_REDRAW_EVERY_S = 0.1  # ten pictures a second look smooth and cost nothing
_BAR_WIDTH = 20
_VAST = 10_000
_NEVER = float("inf")


class ProgressBar:
    """Show how far a known or unknown number of steps has come.

    On a terminal one line is rewritten in place, about ten times a second. Elsewhere
    (a file, a pipe) only the finished line is written, without control characters.

    Parameters
    ----------
    total : int or None, default None
        Number of steps; None if it is not known in advance.
    verbose : {0, 1, 2}, default 1
        0 is silent, 1 draws the bar, 2 writes one plain line at the end.
    unit : str, default "step"
        What one step is called. ``"B"`` counts bytes: sizes and a rate are shown.
    file : text file, optional
        Where to write; standard output, as it is when the bar is made, by default.

    Raises
    ------
    ValueError
        If `verbose` is none of 0, 1 and 2.

    Notes
    -----
    The first step is left out of the time per step where there are others, since it
    often pays for what is built once.

    Examples
    --------
    >>> import io
    >>> bar = ProgressBar(2, verbose=2, file=io.StringIO())
    >>> bar.update(1, {"loss": 0.5})
    >>> bar.update(2, {"loss": 0.25})
    >>> bar.finish({"loss": 0.25})
    """

    def __init__(
        self,
        total: int | None = None,
        verbose: Literal[0, 1, 2] = 1,
        unit: str = "step",
        file: TextIO | None = None,
    ) -> None:
        if verbose not in (0, 1, 2):
            raise ValueError(
                f"ProgressBar: verbose is {verbose!r}; use 0 (silent), 1 (a bar) or "
                f"2 (one line at the end)."
            )
        self.total = total
        self.verbose = verbose
        self.unit = unit
        self._file = sys.stdout if file is None else file
        self._in_place = verbose == 1 and self._file.isatty() and MESSAGES.are_printed
        self._current = 0
        self._drawn: Any = None
        self._started = time.perf_counter()
        self._first: tuple[int, float] | None = None
        self._next_draw = 0.0

    @property
    def is_due(self) -> bool:
        """Whether the next `update` will draw: only then are its logs looked at."""
        return time.perf_counter() >= self._next_draw

    def update(self, current: int, logs: Mapping[str, float] | None = None) -> None:
        """Say that `current` steps are done, and redraw if it is time to.

        Parameters
        ----------
        current : int
            Steps done so far, not the increment.
        logs : mapping of str to float, optional
            What to show behind the bar.
        """
        self._current = current
        now = time.perf_counter()
        if now < self._next_draw:
            return
        if self._first is None and current:
            self._first = (current, now)
        if not self._in_place:
            self._next_draw = _NEVER if self._first else 0.0
            return
        self._next_draw = now + _REDRAW_EVERY_S
        self._redraw(self._text(now, logs, done=False))

    def finish(
        self, logs: Mapping[str, float] | None = None, current: int | None = None
    ) -> None:
        """Write the final line and end it.

        Parameters
        ----------
        logs : mapping of str to float, optional
            The final values.
        current : int, optional
            Steps done; as the last `update` said by default.
        """
        if current is not None:
            self._current = current
        if self.verbose == 0:
            return
        if self.total is None:
            self.total = self._current
        text = self._text(time.perf_counter(), logs, done=True)
        if self.verbose == 2:
            say(f"{self._counts()} - {text}", self._file)
        elif self._in_place:
            # The last picture stays: it may wrap, but nothing of it may be cut off.
            self._redraw(text, may_trim=False)
            self.close()
        else:
            say(self._line(text), self._file)

    def close(self) -> None:
        """End the line as it stands, if one is being drawn; for interrupted work."""
        if self._drawn is not None:
            self._drawn.close()
            self._drawn = None

    # ---- what the line says ----

    def _counts(self) -> str:
        if self.unit == "B":
            total = "?" if self.total is None else format_size(self.total)
            return f"{format_size(self._current)}/{total}"
        if self.total is None:
            return f"{self._current:>7}/Unknown"
        width = len(str(self.total))
        return f"{self._current:>{width}}/{self.total}"

    def _text(self, now: float, logs: Mapping[str, float] | None, done: bool) -> str:
        elapsed = now - self._started
        pace = self._seconds_per_unit(now)
        if done or self.total is None:
            clock = f"{elapsed:.0f}s"
        else:
            clock = format_remaining(pace * (self.total - self._current))
        if self.unit == "B":
            rate = f"{format_size(self._current / max(elapsed, 1e-6))}/s"
        else:
            rate = f"{format_pace(pace)}/{self.unit}"
        joint = " - " if self.verbose == 2 else " "
        values = [f"{name}: {format_value(v)}" for name, v in (logs or {}).items()]
        return " - ".join([f"{clock}{joint}{rate}", *values])

    def _seconds_per_unit(self, now: float) -> float:
        if self._first is not None and self._current > self._first[0]:
            return (now - self._first[1]) / (self._current - self._first[0])
        return (now - self._started) / max(self._current, 1)

    # ---- how it is drawn ----

    def _format(self) -> str:
        counts = self._counts()
        if self.total is None:
            return f"{counts} {{desc}}"
        return f"{counts} {{bar:{_BAR_WIDTH}}} {{desc}}"

    def _strokes(self) -> str:
        """Return the characters of an empty and a full cell the file can hold."""
        try:
            "─━".encode(getattr(self._file, "encoding", None) or "utf-8")
        except (UnicodeEncodeError, LookupError):
            return "-="
        return "─━"

    def _redraw(self, text: str, may_trim: bool = True) -> None:
        if self._drawn is None:
            self._drawn = _line_class()(
                total=self.total,
                initial=self._current,
                file=self._file,
                ascii=self._strokes(),
                bar_format=self._format(),
                desc=text,
                ncols=_columns(),
                nrows=2,  # given, or tqdm asks the terminal and may draw nothing
            )
        line = self._drawn
        line.n = self._current
        line.total = self.total
        line.bar_format = self._format()
        line.set_description_str(text, refresh=False)
        line.ncols = _columns() if may_trim else _VAST
        line.refresh()

    def _line(self, text: str) -> str:
        line = _line_class().format_meter(
            n=self._current,
            total=self.total,
            elapsed=0,
            prefix=text,
            ascii=self._strokes(),
            bar_format=self._format(),
        )
        return str(line)


def _columns() -> int:
    """Return the width a line may have; a vast one where the terminal won't tell."""
    columns = shutil.get_terminal_size((0, 0)).columns
    return columns - 1 if columns > 1 else _VAST


@functools.cache
def _line_class() -> Any:
    # Loaded at the first line drawn: importing the library stays light.
    from tqdm import tqdm

    class Line(tqdm):  # type: ignore[misc]
        """A tqdm line without tqdm's watching thread: we redraw by ourselves."""

        monitor_interval = 0

    return Line


def format_value(value: float) -> str:
    """Write a metric with four decimals, or in powers of ten if it is tiny.

    Examples
    --------
    >>> format_value(0.91234), format_value(0.0000123)
    ('0.9123', '1.2300e-05')
    """
    return f"{value:.4f}" if abs(value) > 1e-3 else f"{value:.4e}"


def format_pace(seconds: float) -> str:
    """Write the time one step takes in whole s, ms or us.

    Examples
    --------
    >>> format_pace(2.0), format_pace(0.025), format_pace(0.00004)
    ('2s', '25ms', '40us')
    """
    if seconds >= 1:
        return f"{seconds:.0f}s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.0f}ms"
    return f"{seconds * 1e6:.0f}us"


def format_remaining(seconds: float) -> str:
    """Write a time still to wait: seconds, or minutes, or hours with colons.

    Examples
    --------
    >>> format_remaining(4.5), format_remaining(270), format_remaining(36000)
    ('4s', '4:30', '10:00:00')
    """
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    if whole > 3600:
        return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
    return f"{minutes}:{rest:02d}" if whole > 60 else f"{whole}s"


def format_size(count: float) -> str:
    """Write a number of bytes in the unit that suits it, by powers of 1024.

    Examples
    --------
    >>> format_size(512), format_size(1536), format_size(11_490_434)
    ('512B', '1.5KB', '11.0MB')
    """
    if count < 1024:
        return f"{count:.0f}B"
    for unit in ("KB", "MB", "GB"):
        count /= 1024
        if count < 1024:
            return f"{count:.1f}{unit}"
    return f"{count / 1024:.1f}TB"
