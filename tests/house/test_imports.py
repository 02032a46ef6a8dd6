"""`import cornu` stays light: no GPU library, and little time beyond NumPy's own."""

import os
import subprocess
import sys

HEAVY = (
    "cupy",
    "cupyx",
    "matplotlib",
    "numpy.f2py",
    "numpy.testing",
    "pandas",
    "tqdm",
    "urllib.request",
)
LIMIT_S = 0.2  # the house rule, for a machine on which NumPy takes its usual 0.1 s
TIMES_NUMPY = 2.0  # on a slower or busier one, both grow alike


def python(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **extra},
    )


def import_seconds(bytecode: str) -> tuple[float, float]:
    """Return what `import numpy` took, and what `import cornu` took after it."""
    code = "import numpy; import cornu"
    # As after an installation, which compiles: not from source on every import.
    extra = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
    report = python("-X", "importtime", "-c", code, **extra).stderr
    took = {}
    for line in report.splitlines():
        # import time:  self [us] | cumulative | name, indented by depth
        _, _, columns = line.partition("import time:")
        cells = columns.split("|")
        if len(cells) == 3 and cells[1].strip().isdigit():
            took[cells[2][1:]] = int(cells[1]) / 1e6
    return took["numpy"], took["cornu"]


def test_no_heavy_module_is_loaded():
    code = "import cornu, sys; print(*sorted(sys.modules))"
    loaded = set(python("-c", code).stdout.split())
    assert "cornu" in loaded
    assert loaded.isdisjoint(HEAVY), sorted(loaded.intersection(HEAVY))


def test_time_beyond_numpy(tmp_path):
    runs = [import_seconds(str(tmp_path)) for _ in range(6)]
    beyond = min(cornu for _, cornu in runs)
    allowed = max(LIMIT_S, TIMES_NUMPY * min(numpy for numpy, _ in runs))
    assert beyond < allowed, f"{beyond:.3f} s beyond NumPy; {allowed:.3f} s are allowed"
