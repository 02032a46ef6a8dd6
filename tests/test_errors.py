"""Each error is the library's own and a built-in one."""

import pytest

from cornu import errors


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("ShapeError", ValueError),
        ("DTypeError", TypeError),
        ("DeviceError", RuntimeError),
        ("NotBuiltError", ValueError),
        ("TraceBreak", RuntimeError),
        ("DataError", ValueError),
        ("DownloadError", OSError),
        ("FileFormatError", ValueError),
    ],
)
def test_can_be_caught_both_ways(name, base):
    kind = getattr(errors, name)
    for caught in (base, errors.CornuError):
        with pytest.raises(caught, match="words"):
            raise kind("words")
