"""The library's own exceptions, each also a built-in one, so either can be caught."""


class CornuError(Exception):
    """Serve as the common base of every error this library raises on purpose."""


class ShapeError(CornuError, ValueError):
    """Report arrays whose shapes do not fit together or do not fit a layer."""


class DTypeError(CornuError, TypeError):
    """Report a data type an operation or a layer cannot work with."""


class ArgumentError(CornuError, ValueError):
    """Report an argument whose value has no meaning for an operation or a layer."""


class OutOfRangeError(CornuError, IndexError):
    """Report positions that lie outside the array they are looked up in."""


class DeviceError(CornuError, RuntimeError):
    """Report a device that is not there, or arrays that live on different ones."""


class NotBuiltError(CornuError, ValueError):
    """Report use of a layer, model or optimizer before it has its weights."""


class TraceBreak(CornuError, RuntimeError):  # noqa: N818 - the plan's name
    """Report a value read by Python while a step was being recorded."""


class DataError(CornuError, ValueError):
    """Report training data that cannot be learned from as it stands."""


class DownloadError(CornuError, OSError):
    """Report a file that could neither be found nor fetched."""


class FileFormatError(CornuError, ValueError):
    """Report a file whose content is not what its name promises."""


class SafetyError(CornuError, ValueError):
    """Report what is refused because it lets a file run code or read other files."""


class StaysEagerWarning(UserWarning):
    """Say that a step cannot be replayed: it stays right, but is slower."""
