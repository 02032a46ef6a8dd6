"""Count what the laws compare, and say so at the end."""

from collections import Counter

import pytest

TALLY: dict[str, Counter] = {}


@pytest.fixture(scope="session")
def tally():
    """Return a function that books checks: ``tally(registry, law, member, count)``."""

    def book(registry: str, law: str, member: str, count: int) -> None:
        TALLY.setdefault(registry, Counter())[law, member] += count

    return book


def pytest_terminal_summary(terminalreporter):
    for registry, counts in TALLY.items():
        laws = {law for law, _ in counts}
        members = {member for _, member in counts}
        terminalreporter.write_line(
            f"laws: {len(members)} {registry}, {len(laws)} laws, "
            f"{counts.total()} checks"
        )
