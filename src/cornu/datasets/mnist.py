"""MNIST: handwritten digits, 28 by 28 pixels."""

from cornu.datasets.cache import Split, check_images, find_or_download, read_npz

_ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"


def load_data(path: str = "mnist.npz") -> tuple[Split, Split]:
    """Return 60000 training and 10000 test images of the digits 0 to 9.

    The file is looked for in the folder named by ``CORNU_DATASETS``, then in
    ``~/.cornu/datasets`` and ``~/.keras/datasets``, and downloaded otherwise.

    Parameters
    ----------
    path : str, default "mnist.npz"
        Name of the file in these folders.

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        Images, shape (count, 28, 28), uint8, 0 to 255; labels, shape (count,),
        uint8, 0 to 9.

    Raises
    ------
    DownloadError
        If the file is nowhere and cannot be downloaded.
    FileFormatError
        If the file found does not hold such images and labels.

    References
    ----------
    .. [1] LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to
       Document Recognition", Proceedings of the IEEE 86, 1998.
    """
    file = find_or_download(path, _ORIGIN, _SHA256)
    data = read_npz(file, ("x_train", "y_train", "x_test", "y_test"))
    train = data["x_train"], data["y_train"]
    test = data["x_test"], data["y_test"]
    check_images(*train, file, "training")
    check_images(*test, file, "test")
    return train, test
