"""Fashion-MNIST: articles of clothing, 28 by 28 pixels."""

import math
import struct
import zlib
from pathlib import Path

import numpy as np

from cornu.datasets.cache import Split, broken, check_images, find_or_download
from cornu.typing import Array

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

_BASE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_FOLDER = "fashion-mnist"
_MD5 = {
    "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
}


def load_data() -> tuple[Split, Split]:
    """Return 60000 training and 10000 test images of ten kinds of clothing.

    Four files are looked for in ``fashion-mnist`` below the folder named by
    ``CORNU_DATASETS``, ``~/.cornu/datasets`` and ``~/.keras/datasets``, and downloaded
    otherwise. The names of the classes are in `CLASS_NAMES`.

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        Images, shape (count, 28, 28), uint8, 0 to 255; labels, shape (count,),
        uint8, 0 to 9.

    Raises
    ------
    DownloadError
        If a file is nowhere and cannot be downloaded.
    FileFormatError
        If a file found does not hold such images or labels.

    References
    ----------
    .. [1] Xiao, Rasul, Vollgraf, "Fashion-MNIST: a Novel Image Dataset for
       Benchmarking Machine Learning Algorithms", arXiv:1708.07747, 2017.
    """
    return _split("train"), _split("t10k")


def _split(prefix: str) -> Split:
    images_file = _file(f"{prefix}-images-idx3-ubyte.gz")
    labels_file = _file(f"{prefix}-labels-idx1-ubyte.gz")
    images, labels = read_idx(images_file, 3), read_idx(labels_file, 1)
    blamed = labels_file if images.shape[1:] == (28, 28) else images_file
    check_images(images, labels, blamed, prefix)
    return images, labels


def _file(name: str) -> Path:
    return find_or_download(name, _BASE + name, _MD5[name], _FOLDER)


def read_idx(path: Path, ndim: int) -> Array:
    """Return the array in a gzipped idx file of unsigned bytes.

    Parameters
    ----------
    path : Path
    ndim : int
        Number of axes the file must declare.

    Returns
    -------
    Array, uint8

    Raises
    ------
    FileFormatError
        If it is no gzip file, of another kind, or shorter or longer than it says.
    """
    import gzip  # slow to import

    try:
        with gzip.open(path, "rb") as file:
            head = file.read(4 + 4 * ndim)
            # Two zero bytes, 8 for "unsigned byte", the number of axes; then sizes.
            if head[:4] != bytes([0, 0, 8, ndim]) or len(head) < 4 + 4 * ndim:
                raise broken(path, f"its head {head[:4]!r} is not idx, {ndim} axes")
            shape = struct.unpack(f">{ndim}I", head[4:])
            count = math.prod(shape)
            body = file.read(count + 1)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise broken(path, f"it cannot be read as gzip ({error})") from error
    if len(body) != count:
        came = f"only {len(body)}" if len(body) < count else "more"
        raise broken(path, f"it declares {shape}, {count} bytes, and holds {came}")
    return np.frombuffer(bytearray(body), np.uint8).reshape(shape)
