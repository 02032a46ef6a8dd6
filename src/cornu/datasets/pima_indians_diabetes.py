"""Pima Indians diabetes: eight measurements of 768 women, and who fell ill."""

import math
from pathlib import Path

import numpy as np

from cornu.datasets.cache import Split, broken, find_or_download

COLUMNS = (
    "pregnancies",  # count
    "glucose",  # mg/dl, plasma, two hours into an oral glucose tolerance test
    "blood_pressure",  # mm Hg, diastolic
    "skin_thickness",  # mm, triceps fold
    "insulin",  # mu U/ml, serum, after two hours
    "bmi",  # kg/m^2
    "pedigree",  # diabetes pedigree function, dimensionless
    "age",  # years
)

_ORIGIN = (
    "https://raw.githubusercontent.com/jbrownlee/Datasets/master/"
    "pima-indians-diabetes.csv"
)
_SHA256 = "6bfe5d0f379d17a0e0819b996407e3c09bf80febd4287f2ed212190dfff154af"


def load_data(path: str = "pima-indians-diabetes.csv") -> Split:
    """Return the measurements of 768 women and whether diabetes followed.

    The file is looked for in the folder named by ``CORNU_DATASETS``, then in
    ``~/.cornu/datasets`` and ``~/.keras/datasets``, and downloaded otherwise. Zeros in
    glucose, blood pressure, skin thickness, insulin and bmi stand for missing values.

    Parameters
    ----------
    path : str, default "pima-indians-diabetes.csv"
        Name of the file in these folders.

    Returns
    -------
    x : array, shape (768, 8), float32
        Columns as named, with units, in `COLUMNS`: pregnancies, glucose,
        blood_pressure, skin_thickness, insulin, bmi, pedigree, age.
    y : array, shape (768,), int64
        1 if diabetes was found within five years (268 women), else 0.

    Raises
    ------
    DownloadError
        If the file is nowhere and cannot be downloaded.
    FileFormatError
        If the file found has other columns; the message names the line.

    References
    ----------
    .. [1] Smith et al., "Using the ADAP Learning Algorithm to Forecast the Onset of
       Diabetes Mellitus", Proceedings of the Annual Symposium on Computer
       Applications in Medical Care, 1988.
    """
    file = find_or_download(path, _ORIGIN, _SHA256)
    rows = np.array(_rows(file), np.float64)
    return rows[:, :8].astype(np.float32), rows[:, 8].astype(np.int64)


def _rows(path: Path) -> list[list[float]]:
    try:
        lines = path.read_text("ascii").splitlines()
    except UnicodeDecodeError:
        raise broken(path, "it is not plain text") from None
    rows = [
        _row(path, number, line)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if not rows:
        raise broken(path, "it is empty")
    return rows


def _row(path: Path, number: int, line: str) -> list[float]:
    cells = line.split(",")
    if len(cells) != 9:
        raise broken(path, f"line {number} has {len(cells)} columns, not 9")
    try:
        row = [float(cell) for cell in cells]
    except ValueError as error:
        raise broken(path, f"line {number}: {error}") from None
    if not all(map(math.isfinite, row)):
        raise broken(path, f"line {number} has a value that is not finite")
    if row[8] not in (0.0, 1.0):
        raise broken(path, f"line {number} ends in {cells[8].strip()}, not 0 or 1")
    return row
