"""What the library has to say while it works: printed, or sent to a logger."""

import sys
from typing import TextIO


class _Messages:
    """Say whether messages are printed; a logger gets them if not."""

    are_printed = True


MESSAGES = _Messages()


def say(text: str, file: TextIO | None = None) -> None:
    """Print a message, or log it where messages are not printed.

    Parameters
    ----------
    text : str
    file : text file, optional
        Where to print; standard output by default.

    Examples
    --------
    >>> say("Epoch 1/3")
    Epoch 1/3
    """
    if MESSAGES.are_printed:
        print(text, file=file or sys.stdout, flush=True)
    else:
        import logging  # slow to import

        logging.getLogger("cornu").info("%s", text.strip())
