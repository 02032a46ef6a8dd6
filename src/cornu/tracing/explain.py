"""In words: what a program does, where its memory is, and why a step stayed eager."""

from cornu.config import num_threads
from cornu.kernels.cpu.blocks import GRANULE
from cornu.tracing.ir import Equation
from cornu.tracing.passes.shard import Region
from cornu.tracing.program import Program
from cornu.tracing.replay import Entry, Replayer


def explain(replayer: Replayer, equations: bool = False) -> str:
    """Return a report on every kind of batch a step has met.

    Parameters
    ----------
    replayer : Replayer
    equations : bool, default False
        Whether to list them all.
    """
    if not replayer.entries:
        return f"{replayer.name}: has not run yet."
    parts = []
    for entry in replayer.entries.values():
        title = f"{replayer.name} on {', '.join(map(_spec, entry.specs))}"
        parts.append(f"{title}\n{_entry(entry, equations)}")
    return "\n\n".join(parts)


def _spec(spec: tuple[tuple[int, ...], object]) -> str:
    shape, dtype = spec
    return f"{dtype}[{', '.join(map(str, shape))}]"


def _entry(entry: Entry, equations: bool) -> str:
    if entry.program is not None:
        return describe(entry.program, equations)
    if entry.reason is not None:
        return f"  runs eagerly: {entry.reason}"
    return (
        f"  recorded {entry.recordings} time(s); it is replayed once two recordings "
        f"in a row agree"
    )


def describe(program: Program, equations: bool = False) -> str:
    """Return a report on one program."""
    flat = program.flat_steps
    regions = [run.region for run in program.regions]
    every = [e for g in program.graph.equations for e in _inside(g)]
    lines = [
        f"  recorded:  {program.recorded} equations, {len(every)} after folding "
        f"constants, merging equal ones and dropping dead ones",
        f"  replayed:  {len(program.calls)} calls, all memory bound",
    ]
    views = sum(program.plan.is_view(v) for e in every for v in e.outputs[:1]
                if v in program.plan.roots)  # fmt: skip
    lines.append(f"             {views} views of other values' memory cost nothing")
    lines.append(
        f"  memory:    {_bytes(program.arena.size)} for all intermediate results"
        f"{_unshared(program)}, {_bytes(program.state_bytes)} of variables written in "
        f"place"
    )
    for step in flat:
        count = len(step.rows[0])
        lines.append(
            f"  optimizer: {step.equation.primitive.name} updates {count} variables "
            f"as one flat buffer of {step.size:,} numbers"
        )
    for region in regions:
        cuts = -(-region.rows // GRANULE)
        names = ", ".join(dict.fromkeys(e.primitive.name for e in region.body))
        lines.append(
            f"  region:    {len(region.body)} equations over {region.rows} rows, in "
            f"{cuts} parts of {GRANULE}, on up to {num_threads()} thread(s): {names}"
        )
    if not regions:
        lines.append("  regions:   none; the batch is small enough for the cache")
    if equations:
        lines.append("  equations:")
        lines += [f"    {line}" for line in _listing(program)]
    return "\n".join(lines)


def _unshared(program: Program) -> str:
    if program.result_bytes <= program.arena.size:
        return ""
    return f" ({_bytes(program.result_bytes)} without sharing)"


def _inside(equation: Equation) -> list[Equation]:
    return equation.body if isinstance(equation, Region) else [equation]


def _listing(program: Program) -> list[str]:
    lines = []
    for equation in program.graph.equations:
        lines += repr(equation).split("\n")
    return lines


def _bytes(count: float) -> str:
    for unit in ("B", "KiB", "MiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.2f} GiB"
