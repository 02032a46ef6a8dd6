"""Replayer: runs a step, records it, and replays it once two recordings agree."""

import random
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from cornu.autodiff import Tensor, Variable, wrap
from cornu.backend import trim_memory
from cornu.config import floatx
from cornu.core.observers import CHANGES
from cornu.core.quiet import quiet
from cornu.errors import StaysEagerWarning, TraceBreak
from cornu.tracing.ir import Graph
from cornu.tracing.passes import run_passes
from cornu.tracing.program import (
    PartsDifferError,
    Program,
    forget_samples,
    release_variables,
)
from cornu.tracing.record import NOT_THEIRS, Recording, difference
from cornu.utils import tree

MOST_PROGRAMS = 8
"""Kinds of batches that get a program; further ones run eagerly."""

_MOST_RECORDINGS = 4
_EAGERLY = object()
_DREW = (
    "it draws from NumPy's or Python's random generators, whose numbers would be the "
    "same in each replayed step; use cornu.random instead"
)
_recording = threading.RLock()  # one at a time, whichever thread
_PLAIN = (bool, int, float, str, type(None))


class Entry:
    """Be what is known about one kind of batch.

    Attributes
    ----------
    specs : tuple of (shape, dtype)
        Of the batch's arrays as they enter the step.
    program : Program or None
    reason : str or None
        Why there will be no program.
    """

    def __init__(self, specs: tuple[Any, ...]) -> None:
        self.specs = specs
        self.program: Program | None = None
        self.reason: str | None = None
        self.previous: Graph | None = None
        self.fixed: list[Any] = []
        self.recordings = 0
        self.settings: Any = None
        self.stamp = -1
        self.answer: Callable[[list[Any]], Any] = list


class Replayer:
    """Call a step with batches; after a few calls a program stands in for it.

    Parameters
    ----------
    step : callable
        ``step(batch)``: takes a structure of Tensors and returns one.
    name : str
        What it is called in notices.
    settings : callable
        Returns what the step depends on beside arrays: it must not change while the
        step runs, and a program is used only as long as it is the same.
    remake : callable
        ``remake(result)``: returns None, or for an answer that is no structure of
        tensors a function that makes such an answer anew.
    strict : bool, default False
        Whether a step that cannot be replayed is an error.
    variables : callable, optional
        Returns variables that the step is known to read.
    """

    def __init__(
        self,
        step: Callable[[Any], Any],
        name: str,
        settings: Callable[[], Any],
        remake: Callable[[Any], Callable[[], Any] | None] = lambda result: None,
        strict: bool = False,
        variables: Callable[[], list[Variable]] = list,
    ) -> None:
        self.step = step
        self.name = name
        self.settings = settings
        self.remake = remake
        self.strict = strict
        self.variables = variables
        self.entries: dict[Any, Entry] = {}
        self._last: Entry | None = None
        self._told = False
        self._lock = threading.RLock()

    @property
    def copies_inputs(self) -> bool:
        """Whether every kind of batch met so far has a program."""
        known = self.entries.values()
        return bool(known) and all(entry.program is not None for entry in known)

    def __call__(self, batch: tuple[Any, ...]) -> Any:
        """Run the step on a batch of host arrays, a tuple that may be nested."""
        if not self._lock.acquire(blocking=False):
            return self._eagerly(batch)  # another thread is in the program's memory
        try:
            found = self._run(batch)
        finally:
            self._lock.release()
        return self._eagerly(batch) if found is _EAGERLY else found

    def _run(self, batch: tuple[Any, ...]) -> Any:
        last = self._last
        if last is not None and last.program is not None and _fits(last.specs, batch):
            if last.stamp == CHANGES.settings or self._is_valid(last):
                return self._replay(last, batch, batch)
        return self._find(batch)

    def program_for(self, batch: tuple[Any, ...]) -> Program | None:
        """Return the program that stands in for the step on such a batch, if any."""
        entry = self.entries.get(_key(batch))
        return None if entry is None else entry.program

    def look_again(self) -> None:
        """Compare settings before the next step, also those that changed unheard."""
        if not getattr(self.settings, "has_own", True):
            return
        for entry in self.entries.values():
            entry.stamp = -1

    # ---- finding and using a program ----

    def _find(self, batch: tuple[Any, ...]) -> Any:
        leaves = [leaf for leaf in tree.flatten(batch) if leaf is not None]
        if not all(type(leaf) is np.ndarray for leaf in leaves):
            return _EAGERLY
        key = _key(batch)
        specs = key[0]
        entry = self.entries.get(key)
        if entry is None:
            if len(self.entries) >= MOST_PROGRAMS:
                return _EAGERLY
            entry = self.entries[key] = Entry(specs)
        if entry.program is not None and self._is_valid(entry):
            flat = all(type(part) is np.ndarray for part in batch)
            self._last = entry if flat else None
            return self._replay(entry, tuple(leaves), batch)
        if entry.reason is not None:
            if entry.stamp == CHANGES.settings or entry.settings == self.settings():
                entry.stamp = CHANGES.settings
                return _EAGERLY
            self._forget(entry)
        if not _recording.acquire(blocking=False):
            return _EAGERLY
        try:
            return self._record(entry, batch, leaves)
        finally:
            _recording.release()

    def _is_valid(self, entry: Entry) -> bool:
        if entry.stamp != CHANGES.settings:
            if entry.settings != self.settings():
                self._forget(entry)
                return False
            entry.stamp = CHANGES.settings
        return True

    def _forget(self, entry: Entry) -> None:
        entry.program = entry.previous = entry.reason = None
        entry.recordings = 0
        if self._last is entry:
            self._last = None

    def _replay(
        self, entry: Entry, leaves: tuple[Any, ...], batch: tuple[Any, ...]
    ) -> Any:
        program = entry.program
        assert program is not None
        if program.stamp != CHANGES.stamp and not program.refresh():
            self._forget(entry)
            return self._find(batch)
        program.thread = threading.get_ident()
        try:
            with quiet():
                program.run(leaves)
        except Exception as error:
            words = self._words(program, batch)
            raise error if words is None else words from None
        return entry.answer(program.outputs)

    def _words(self, program: Program, batch: Any) -> Exception | None:
        """Return the error an eager step raises, which names layers and arguments."""
        kept = [(v, v.numpy()) for v in program.states]
        try:
            self._eagerly(batch)
        except Exception as error:
            return error
        finally:
            for variable, value in kept:
                variable.assign(value)
        return None

    # ---- running and recording ----

    def _eagerly(self, batch: tuple[Any, ...]) -> Any:
        with quiet():
            return self.step(tree.map_structure(_boxed, batch))

    def _record(self, entry: Entry, batch: Any, leaves: list[Any]) -> Any:
        arrays = _distinct([a.astype(d, copy=False) for a, (_, d)
                            in zip(leaves, entry.specs)])  # fmt: skip
        boxes = iter([wrap(a) for a in arrays])
        every = [None if a is None else next(boxes) for a in tree.flatten(batch)]
        boxed = tree.pack_like(batch, every)
        release_variables(self.variables())
        before = self.settings(), _chance()
        with quiet(), Recording(arrays) as recording:
            result = self.step(boxed)
        after = self.settings(), _chance()
        entry.recordings += 1
        outputs, fixed, strange, answer = self._answer(result)
        graph = recording.graph(outputs)
        reason = recording.broken
        if reason is None and entry.recordings > 1:
            reason = _moved(before[0], after[0])
        drew = before[1] != after[1]  # but another thread may have done so
        if reason is None and drew and entry.recordings >= _MOST_RECORDINGS:
            reason = _DREW
        if reason is None and strange:
            reason = f"it returns a {strange}, which is no tensor"
        if reason is None and entry.previous is not None and entry.fixed != fixed:
            reason = f"it returns {entry.fixed}, then {fixed}; return tensors instead"
        entry.fixed = fixed
        if drew:
            entry.previous = None
        elif reason is None:
            reason = self._compare(entry, graph, answer)
        entry.settings, entry.stamp = after[0], CHANGES.settings
        if reason is not None:
            entry.reason, entry.previous = reason, None
            self._tell(reason)
        return result

    def _compare(self, entry: Entry, graph: Graph, answer: Any) -> str | None:
        """Build the program if this recording equals the one before."""
        previous, entry.previous = entry.previous, graph
        reason = None if previous is None else difference(previous, graph)
        if previous is None or reason is not None:
            forget_samples(graph)  # it may be long until such a batch comes again
            # The first recordings may still contain the making of something.
            return None if entry.recordings < _MOST_RECORDINGS else reason
        try:
            with quiet():  # bodies are tried on memory of any content
                entry.program = _build(graph)
        except TraceBreak as error:
            return str(error)
        entry.program.lock = self._lock
        forget_samples(entry.program.graph)
        entry.answer = answer
        entry.previous = None
        # What the recordings held is free now; the system shall have it back.
        trim_memory()
        return None

    def _answer(self, result: Any) -> tuple[list[Tensor], list[Any], str, Any]:
        """Take an answer apart.

        Returns
        -------
        tensors : list of Tensor
        fixed : list
            Plain Python values beside them, which must be the same each time.
        strange : str
            The type of something that is neither; "" if there is nothing such.
        answer : callable
            Makes the answer from the arrays of its tensors.
        """
        made = self.remake(result)
        if made is not None:
            return [], [], "", lambda arrays: made()
        if isinstance(result, Tensor):
            return [result], [], "", lambda arrays: wrap(arrays[0].copy())
        leaves = tree.flatten(result)
        tensors = [x for x in leaves if isinstance(x, Tensor)]
        fixed = [None if isinstance(x, Tensor) else x for x in leaves]
        strange = [x for x in fixed if not isinstance(x, _PLAIN)]
        if strange:
            return [], [], type(strange[0]).__name__, None
        is_tensor = [isinstance(x, Tensor) for x in leaves]
        # The tensors of the recorded step shall not be kept alive.
        shell = tree.map_structure(lambda leaf: None, result)

        def answer(arrays: list[Any]) -> Any:
            found = iter(arrays)
            parts = zip(is_tensor, fixed)
            flat = [wrap(next(found).copy()) if t else x for t, x in parts]
            return tree.pack_like(shell, flat)

        return tensors, [repr(x) for x in fixed], "", answer

    def _tell(self, reason: str) -> None:
        if self.strict:
            raise TraceBreak(
                f"{self.name} cannot be recorded: {reason}. jit_compile=True asks for "
                f"it; with jit_compile='auto' the step would run eagerly."
            )
        if not self._told:
            self._told = True
            warnings.warn(
                f"{self.name} runs eagerly, which is right but slower: "
                f"{reason.rstrip('.')}. Pass run_eagerly=True to compile() to hear no "
                f"more of it.",
                StaysEagerWarning,
                stacklevel=_levels_up(),
            )


def _levels_up() -> int:
    """Return how far up the stack the call of the user's own is."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(NOT_THEIRS):
        level, frame = level + 1, frame.f_back
    return level


def _build(graph: Graph) -> Program:
    count = len(graph.equations)
    try:
        return Program(run_passes(graph), count)
    except PartsDifferError:
        return Program(run_passes(graph, by_parts=False), count)


def _key(batch: tuple[Any, ...]) -> tuple[Any, str]:
    """Return the specs of a batch's arrays, and its structure."""
    leaves = [leaf for leaf in tree.flatten(batch) if leaf is not None]
    specs = tuple((a.shape, _entering(a.dtype)) for a in leaves)
    return specs, repr(tree.map_structure(lambda a: a is None, batch))


def _fits(specs: tuple[Any, ...], batch: tuple[Any, ...]) -> bool:
    if len(specs) != len(batch):
        return False
    for (shape, dtype), array in zip(specs, batch):
        if type(array) is not np.ndarray or array.shape != shape:
            return False
        if array.dtype != dtype:
            return False
    return True


def _entering(dtype: np.dtype) -> np.dtype:
    """Return the type an array has inside the step: floats take the default one."""
    return np.dtype(floatx()) if dtype.kind == "f" else dtype


def _boxed(array: Any) -> Any:
    if array is None or isinstance(array, Tensor):
        return array
    if type(array) is np.ndarray:
        return wrap(array.astype(_entering(array.dtype), copy=False))
    return array


def _distinct(arrays: list[Any]) -> list[Any]:
    """Return the arrays, repeated ones as copies: each must be known by itself."""
    seen: set[int] = set()
    found = []
    for array in arrays:
        if id(array) in seen:
            array = array.copy()
        seen.add(id(array))
        found.append(array)
    return found


def _chance() -> Any:
    """Return the states of the generators that are not ours."""
    state = np.random.get_state(legacy=False)
    return random.getstate(), repr(state)


def _moved(before: dict[str, Any], after: dict[str, Any]) -> str | None:
    """Return which Python state a step changed."""
    for path, value in after.items():
        if before.get(path) != value:
            return (
                f"it changes {path}, which a replayed step would not; keep what "
                f"changes in a Variable"
            )
    return None
