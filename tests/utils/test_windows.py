import numpy as np
import pytest

from cornu.utils.windows import WINDOWS, window


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("length", [1, 2, 5, 8])
def test_every_window_is_symmetric_or_one_period_of_a_longer_one(name, length):
    whole = window(name, length + 1, False)
    np.testing.assert_allclose(whole, whole[::-1], atol=1e-12)
    assert whole.max() <= 1 + 1e-8
    if length > 1:
        np.testing.assert_array_equal(window(name, length, True), whole[:-1])


# NumPy has some of them.
@pytest.mark.parametrize(
    ("name", "numpy"),
    [
        ("hann", np.hanning),
        ("hamming", np.hamming),
        ("blackman", np.blackman),
        ("bartlett", np.bartlett),
    ],
)
def test_values(name, numpy):
    for length in (1, 4, 9):
        np.testing.assert_allclose(
            window(name, length, False), numpy(length), atol=1e-9
        )


def test_values_worked_out_by_hand():
    assert window("triang", 4, False).tolist() == [0.25, 0.75, 0.75, 0.25]
    np.testing.assert_allclose(window("tukey", 5, False), [0, 1, 1, 1, 0], atol=1e-12)
    np.testing.assert_allclose(window("parzen", 3, False), [2 / 27, 1, 2 / 27])
    np.testing.assert_allclose(window("lanczos", 5, False)[1], 2 / np.pi)
    np.testing.assert_allclose(window("bohman", 5, False)[1], 1 / np.pi)
    np.testing.assert_allclose(window("barthann", 3, False), [0, 1, 0], atol=1e-12)
    np.testing.assert_allclose(window("flattop", 3, False)[1], 1.0, atol=1e-8)


def test_windows_cannot_be_changed_and_unknown_ones_are_refused():
    with pytest.raises(ValueError, match="read-only"):
        window("hann", 4, True)[0] = 1.0
    with pytest.raises(ValueError, match="Did you mean 'hamming'"):
        window("haming", 4, True)
