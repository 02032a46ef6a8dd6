from typing import Any

from cornu import ops
from cornu.errors import ShapeError
from cornu.regularizers.registry import register
from cornu.regularizers.regularizer import Regularizer, check_factor
from cornu.utils.naming import suggest

_MODES = ("rows", "columns")


@register()
class OrthogonalRegularizer(Regularizer):
    """Penalise rows, or columns, of a matrix that are not orthogonal to each other.

    The penalty is `factor` times half the mean absolute cosine over all pairs, each
    pair counted twice.

    Parameters
    ----------
    factor : float >= 0, default 0.01
    mode : {"rows", "columns"}, default "rows"

    Raises
    ------
    ValueError
        If `mode` is unknown.
    ShapeError
        When called with anything but a matrix.

    Examples
    --------
    >>> OrthogonalRegularizer()([[1.0, 0.0], [0.0, 3.0]]).item()
    0.0
    """

    def __init__(self, factor: float = 0.01, mode: str = "rows") -> None:
        self.factor = check_factor("OrthogonalRegularizer", "factor", factor)
        if mode not in _MODES:
            raise ValueError(
                f"OrthogonalRegularizer: unknown mode {mode!r}."
                f"{suggest(str(mode), _MODES)} Use 'rows' or 'columns'."
            )
        self.mode = mode

    def __call__(self, x: Any) -> Any:
        shape = ops.shape(x)
        if len(shape) != 2:
            raise ShapeError(
                f"OrthogonalRegularizer: needs a matrix, got shape {shape}."
            )
        rows = ops.normalize(x if self.mode == "rows" else ops.transpose(x), axis=1)
        count = len(rows)
        cosines = ops.matmul(rows, ops.transpose(rows))
        others = cosines * (1.0 - ops.eye(count, dtype=ops.dtype(cosines)))
        pairs = max(count * (count - 1) / 2.0, 1.0)  # a single row has no partner
        return self.factor * 0.5 * ops.sum(ops.absolute(others)) / pairs

    def get_config(self) -> dict[str, Any]:
        return {"factor": self.factor, "mode": self.mode}
