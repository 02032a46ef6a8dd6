"""Digits: small handwritten digits, 8 by 8 pixels, shipped with the package."""

from pathlib import Path

import numpy as np

from cornu.datasets.cache import Split

_NUM_TRAINING = 1437  # four fifths of 1797


def load_data() -> tuple[Split, Split]:
    """Return 1437 training and 360 test images of the digits 0 to 9.

    Nothing is downloaded. The split is fixed: the 1797 images were shuffled once, the
    first four fifths train; the same 13 people wrote both parts. The data are by
    E. Alpaydin and C. Kaynak, under CC BY 4.0, as scikit-learn distributes them.

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        Images, shape (count, 8, 8), uint8, 0 to 16; labels, shape (count,), uint8,
        0 to 9.

    References
    ----------
    .. [1] Alpaydin, Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
       Learning Repository, 1998, https://doi.org/10.24432/C50P49.

    Examples
    --------
    >>> (x_train, y_train), (x_test, y_test) = load_data()
    >>> x_train.shape, y_test.shape, int(x_train.max())
    ((1437, 8, 8), (360,), 16)
    """
    packed = Path(__file__).with_name("data") / "digits.npz"
    with np.load(packed, allow_pickle=False) as stored:
        x, y = stored["x"], stored["y"]
    n = _NUM_TRAINING
    return (x[:n], y[:n]), (x[n:], y[n:])
