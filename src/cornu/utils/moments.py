"""Mean and variance of data that comes in parts."""

from typing import Any

import numpy as np


class Moments:
    """Gather mean and variance over some axes, in float64, part by part.

    Parameters
    ----------
    axes : tuple of int
        Axes that are averaged over.

    References
    ----------
    .. [1] Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for
       Computing Sample Variances", Stanford STAN-CS-79-773, 1979.

    Examples
    --------
    >>> moments = Moments((0,))
    >>> moments.add([1.0, 2.0])
    >>> moments.add([6.0])
    >>> float(moments.mean), float(moments.variance)
    (3.0, 4.666666666666667)
    """

    def __init__(self, axes: tuple[int, ...]) -> None:
        self.axes = axes
        self.count = 0
        # All is measured from the first part's mean: far from 0, digits would get lost.
        self._origin: Any = None
        self._shift: Any = np.zeros(())
        self._squares: Any = np.zeros(())

    @property
    def mean(self) -> Any:
        """Mean of all parts so far."""
        return self._shift if self._origin is None else self._origin + self._shift

    @property
    def variance(self) -> Any:
        """Mean square distance from the mean, of all parts so far."""
        return self._squares / max(self.count, 1)

    def add(self, part: Any) -> None:
        """Take in a part; other axes than those averaged over must agree in size."""
        values = np.asarray(part, np.float64)
        count = int(np.prod([values.shape[axis] for axis in self.axes]))
        if not count:
            return
        if self._origin is None:
            self._origin = values.mean(self.axes)
        values = values - np.expand_dims(self._origin, self.axes)
        mean = values.mean(self.axes)
        squares = np.square(values - np.expand_dims(mean, self.axes)).sum(self.axes)
        total = self.count + count
        gap = mean - self._shift
        self._squares = self._squares + squares + gap**2 * (self.count * count / total)
        self._shift = self._shift + gap * (count / total)
        self.count = total
