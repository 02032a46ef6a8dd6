"""CSVLogger: the metrics of every epoch as a table in a text file."""

import csv
import os
from typing import Any

from cornu.callbacks.callback import Callback

_MISSING = "NA"


class CSVLogger(Callback):
    """Write the metrics of every epoch to a file, one row each.

    The first row names the columns: ``epoch``, the metrics, and their ``val_``
    counterparts. What an epoch does not have is written ``NA``. The file is complete
    after every epoch, also if training is interrupted later.

    Parameters
    ----------
    filename : str or path
        Its folder must exist.
    separator : str of length 1, default ","
    append : bool, default False
        Whether rows are added to an existing file, under the columns it has.

    Raises
    ------
    ValueError
        If `separator` is no single character; or, when training begins, if the file
        to append to has no column ``epoch``.
    OSError
        When training begins, if the file cannot be written.

    Examples
    --------
    >>> import cornu as keras
    >>> keras.callbacks.CSVLogger("training.csv", append=True).filename
    'training.csv'
    """

    def __init__(
        self, filename: Any, separator: str = ",", append: bool = False
    ) -> None:
        if not isinstance(separator, str) or len(separator) != 1:
            raise ValueError(
                f"CSVLogger: separator must be a single character, got {separator!r}."
            )
        self.filename: str = os.fspath(filename)
        self.separator = separator
        self.append = append
        self._columns: list[str] | None = None

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        # Opened afresh for every row, so that no open file outlives an interruption.
        with open(
            self.filename, "a+" if self.append else "w", encoding="utf-8", newline=""
        ) as file:
            if not self.append:
                self._columns = None
                return
            file.seek(0)
            header = next(csv.reader(file, delimiter=self.separator), None)
            self._columns = header or None
        if header and "epoch" not in header:
            raise ValueError(
                f"CSVLogger: cannot append to {self.filename!r}: its first row "
                f"{header} has no column 'epoch'. Is its separator another than "
                f"{self.separator!r}?"
            )

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        values = {"epoch": epoch, **(logs or {})}
        rows: list[list[Any]] = []
        if self._columns is None:
            self._columns = _columns(values)
            rows.append(self._columns)
        rows.append([_text(values.get(name, _MISSING)) for name in self._columns])
        with open(self.filename, "a", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=self.separator, lineterminator="\n").writerows(
                rows
            )


def _columns(values: dict[str, Any]) -> list[str]:
    names = sorted(name for name in values if name != "epoch")
    if not any(name.startswith("val_") for name in names):
        # Validation may come in a later epoch; its columns must stand by then.
        names += [f"val_{name}" for name in names]
    return ["epoch", *names]


def _text(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(str, value))}]"
    return value
