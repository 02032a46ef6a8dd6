"""Record what real Keras 3 on JAX computes for the calls in ``contracts/op_calls``.

Run from the repository's root, with ``keras``, ``jax`` and ``ml_dtypes`` installed::

    KERAS_BACKEND=jax python tests/golden/make_ops.py                # ops_<family>.npz
    python tests/golden/make_ops.py --compare FAMILY [--op NAME]     # print differences

Cases with 64-bit types are put to a process of its own, with JAX's x64 mode on; there
Keras still gives float32 for some ops, so values are compared to its digits, and ours
must be float64. Where an op of Keras fails, or differs from ours on purpose, the
``numpy`` function of the entry is asked instead; a case that nobody can answer is not
recorded.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pickle
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")
# Most of the time goes into compiling calls that are then run once.
os.environ.setdefault(
    "JAX_COMPILATION_CACHE_DIR", str(Path(tempfile.gettempdir(), "cornu-jax-cache"))
)
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "-1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import keras
import numpy as np
from load import FOLDER
from store import Store, versions

from contracts.op_calls import base, compare

KERAS, NUMPY, NOBODY = "keras", "numpy", "nobody"
IN_X64 = bool(os.environ.get("JAX_ENABLE_X64"))


def families() -> list[str]:
    folder = FOLDER.parent / "contracts" / "op_calls"
    return sorted(
        p.stem for p in folder.glob("*.py") if p.stem not in ("base", "compare")
    )


def function_of(library: Any, name: str) -> Any:
    """Return ``library.ops.<name>``; None if there is none."""
    found = library.ops
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def answer(case: base.Case) -> tuple[str, Any]:
    """Return who answered a case, and what; an exception if nobody could."""
    function = function_of(keras, case.op.name)
    error: Any = AttributeError(f"Keras has no op {case.op.name}")
    if function is not None and not case.differs:
        try:
            return KERAS, _asked(function, case)
        except Exception as raised:
            error = raised
    if case.op.numpy is not None:
        args, kwargs = case.make(keras)
        return NUMPY, compare.flat(case.op.numpy(*args, **kwargs))
    return NOBODY, error


def _asked(function: Any, case: base.Case) -> list[Any]:
    args, kwargs = case.make(keras, keras.ops.convert_to_tensor)
    return settled(case, compare.flat(function(*args, **kwargs)))


def is_mine(case: base.Case) -> bool:
    """Tell whether this process, on its backend, is the one to answer a case."""
    return compare.is_wide(case.make(keras)) == IN_X64


def other_process(*words: str) -> int:
    """Run this script with JAX's x64 mode on, for the cases with 64-bit types."""
    environment = {**os.environ, "JAX_ENABLE_X64": "1"}
    done = subprocess.run([sys.executable, __file__, *words], env=environment)
    return done.returncode


def settled(case: base.Case, results: Any) -> list[Any]:
    """Return results with what the maths leaves open decided."""
    if case.op.settle is None:
        return compare.flat(results)
    args, kwargs = case.make(keras)
    return compare.flat(case.op.settle(results, args, kwargs))


def answers(family: str) -> list[tuple[str, str, Any]]:
    """Return (case, who, results) for the cases of this process."""
    found = []
    for case in _cases(family, None):
        who, results = answer(case)
        kept = None if who == NOBODY else [_kept(leaf) for leaf in results]
        found.append((case.id, who, kept))
    return found


def record(family: str) -> None:
    """Write ``ops_<family>.npz``: for each case who answered and what."""
    found = answers(family)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers")
        if other_process("--answers", str(path), family):
            raise SystemExit(f"{family}: the process with x64 failed")
        found += pickle.loads(path.read_bytes())
    store = Store()
    counts = {who: sum(w == who for _, w, _ in found) for who in (KERAS, NUMPY, NOBODY)}
    cases = {id: {"by": who, "results": kept} for id, who, kept in found if kept}
    store.save(
        f"ops_{family}", {"versions": versions(), "counts": counts, "cases": cases}
    )
    print(f"  {counts}")


def _kept(leaf: Any) -> Any:
    # The store has no bfloat16; float32 holds it exactly.
    if not isinstance(leaf, np.ndarray):
        return {"plain": leaf if isinstance(leaf, (int, float, str)) else repr(leaf)}
    narrow = leaf.dtype.name == "bfloat16"
    return {
        "dtype": leaf.dtype.name,
        "array": leaf.astype(np.float32) if narrow else leaf,
    }


def _cases(family: str, name: str | None) -> Any:
    module = importlib.import_module(f"contracts.op_calls.{family}")
    for op in module.OPS:
        if name is None or op.name == name:
            yield from (case for case in base.cases(op) if is_mine(case))


def show(family: str, name: str | None) -> int:
    """Run Keras and ours side by side; print what differs, return how much did."""
    import cornu

    bad = total = 0
    for case in _cases(family, name):
        total += 1
        who, wanted = answer(case)
        function = function_of(cornu, case.op.name)
        try:
            args, kwargs = case.make(cornu, cornu.ops.convert_to_tensor)
            found = settled(case, function(*args, **kwargs))
        except Exception as error:
            found = error
        if who == NOBODY:
            if not isinstance(found, Exception):
                print(f"  {case.id}: nobody to ask ({wanted!r:.150})")
            elif not case.differs:
                print(f"  {case.id}: both fail. Keras {wanted!r:.150}, ours {found!r}")
            continue
        if isinstance(found, Exception):
            words = f"ours fails: {found!r:.300}"
        else:
            words = compare.difference(found, wanted, case.op.loose, IN_X64)
        if words:
            bad += 1
            print(f"! {case.id} against {who}: {words}")
    bits = "64-bit types" if IN_X64 else "types up to 32 bits"
    print(f"{family}, {bits}: {total} cases, {bad} differ")
    if not IN_X64:
        bad += other_process("--compare", family, *(["--op", name] if name else []))
    return bad


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", nargs="*", help="those to record; all by default")
    parser.add_argument("--compare", metavar="FAMILY")
    parser.add_argument("--op")
    parser.add_argument("--answers", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    if options.compare:
        raise SystemExit(bool(show(options.compare, options.op)))
    if options.answers:
        Path(options.answers).write_bytes(pickle.dumps(answers(*options.families)))
        return
    for family in options.families or families():
        record(family)


if __name__ == "__main__":
    main()
