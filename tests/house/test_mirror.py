"""Every module has its test at the mirrored path, or a reason not to."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cornu"
TESTS = ROOT / "tests"

# Path below src/cornu, or a folder ending in "/": why it has no test of its own.
WITHOUT_TEST = {
    "typing.py": "names for types only",
    "primitives/": "held to the laws in tests/contracts, op by op",
    "kernels/": "held to the generic bodies by the parity law in tests/contracts",
}


def reason_for(path: str) -> str | None:
    """Return why the module at `path` needs no test of its own, or None."""
    for listed, reason in WITHOUT_TEST.items():
        if path == listed or (listed.endswith("/") and path.startswith(listed)):
            return reason
    return None


MODULES = sorted(
    path.relative_to(SOURCE).as_posix()
    for path in SOURCE.rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
)


@pytest.mark.parametrize("module", [m for m in MODULES if reason_for(m) is None])
def test_module_has_its_test(module):
    path = TESTS / Path(module).with_name(f"test_{Path(module).name.lstrip('_')}")
    assert path.is_file(), (
        f"src/cornu/{module} has no test at {path.relative_to(ROOT)}. Write it, or "
        f"list the module, with the reason, in WITHOUT_TEST."
    )


def test_something_was_found():
    assert len(MODULES) > 10


@pytest.mark.parametrize("listed", WITHOUT_TEST)
def test_list_is_not_stale(listed):
    assert any(
        module == listed or (listed.endswith("/") and module.startswith(listed))
        for module in MODULES
    )
