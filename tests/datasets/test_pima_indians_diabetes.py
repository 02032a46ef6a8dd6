import numpy as np
import pytest

from cornu.datasets import pima_indians_diabetes
from cornu.errors import FileFormatError

ROWS = "6,148,72,35,0,33.6,0.627,50,1\n1,85,66,29,0,26.6,0.351,31,0"


def test_tiny_copy(folder):
    (folder / "pima-indians-diabetes.csv").write_text(ROWS)
    x, y = pima_indians_diabetes.load_data()
    assert (x.dtype, y.dtype) == (np.float32, np.int64)
    expected = [
        [6, 148, 72, 35, 0, 33.6, 0.627, 50],
        [1, 85, 66, 29, 0, 26.6, 0.351, 31],
    ]
    np.testing.assert_array_equal(x, np.array(expected, np.float32))
    assert y.tolist() == [1, 0]


def test_line_ends_and_a_last_empty_line_do_not_matter(folder):
    text = ROWS.replace("\n", "\r\n") + "\r\n\r\n"
    (folder / "p.csv").write_bytes(text.encode())
    x, y = pima_indians_diabetes.load_data("p.csv")
    assert (x.shape, y.tolist()) == ((2, 8), [1, 0])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\xff\xfe\x00", "not plain text"),
        (b"1,2,3\n", "line 1 has 3 columns, not 9"),
        (ROWS.encode() + b"\na,b,c,d,e,f,g,h,1", "line 3: .*'a'"),
        (b"6,148,72,35,0,nan,0.627,50,1", "line 1 has a value that is not finite"),
        (b"6,148,72,35,0,33.6,0.627,50,2", "line 1 ends in 2, not 0 or 1"),
    ],
)
def test_broken_copies_name_file_and_line(folder, content, reason):
    (folder / "pima-indians-diabetes.csv").write_bytes(content)
    with pytest.raises(FileFormatError, match=reason) as caught:
        pima_indians_diabetes.load_data()
    assert str(folder / "pima-indians-diabetes.csv") in str(caught.value)


def test_columns():
    assert len(pima_indians_diabetes.COLUMNS) == 8


def test_real_set(real_folder):
    if not (real_folder / "pima-indians-diabetes.csv").is_file():
        pytest.skip(f"no pima-indians-diabetes.csv in {real_folder}")
    x, y = pima_indians_diabetes.load_data()
    assert x.shape == (768, 8)
    assert np.bincount(y).tolist() == [500, 268]
    assert x[0].tolist() == pytest.approx([6, 148, 72, 35, 0, 33.6, 0.627, 50])
