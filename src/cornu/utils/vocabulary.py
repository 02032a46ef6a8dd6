"""Vocabularies: tokens and their numbers, and the files they are kept in."""

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cornu.errors import ArgumentError, FileFormatError

Token = str | int


class Vocabulary:
    """Number tokens from 0 on.

    Parameters
    ----------
    tokens : sequence of str or int
        All of one type, none twice.
    who : str
        For messages.

    Raises
    ------
    ArgumentError
        If a token occurs twice.

    Examples
    --------
    >>> Vocabulary(["a", "b"], "here").find(["b", "x"])
    array([ 1, -1])
    """

    def __init__(self, tokens: Sequence[Token], who: str) -> None:
        self.tokens = tuple(tokens)
        self._numbers = {token: n for n, token in enumerate(self.tokens)}
        if len(self._numbers) < len(self.tokens):
            twice = [t for t, n in Counter(self.tokens).items() if n > 1]
            listed = ", ".join(map(repr, twice[:5]))
            raise ArgumentError(
                f"{who}: vocabulary holds {len(twice)} token(s) more than once: "
                f"{listed}{', ...' if len(twice) > 5 else ''}. Each may stand there "
                f"once; list(dict.fromkeys(vocabulary)) drops repetitions."
            )

    def __len__(self) -> int:
        return len(self.tokens)

    def find(self, values: Iterable[Token]) -> np.ndarray:
        """Return the number of each value, -1 for those that are no tokens."""
        number = self._numbers.get
        return np.array([number(value, -1) for value in values], np.int64)


class TokenCounts:
    """Count tokens, and the documents they occur in, batch by batch.

    Parameters
    ----------
    per_document : bool, default True
        Whether to count in how many documents each token occurs.

    Attributes
    ----------
    documents : int
        How many there were.

    Examples
    --------
    >>> counts = TokenCounts()
    >>> counts.add([["a", "b"], ["b"]])
    >>> counts.ordered()
    ['b', 'a']
    """

    def __init__(self, per_document: bool = True) -> None:
        self.documents = 0
        self._per_document = per_document
        self._counts: Counter[Token] = Counter()
        self._holding: Counter[Token] = Counter()

    def add(self, documents: Sequence[Sequence[Token]]) -> None:
        """Take in documents, each a row of tokens."""
        self.documents += len(documents)
        self._counts.update(itertools.chain.from_iterable(documents))
        if self._per_document:
            self._holding.update(itertools.chain.from_iterable(map(set, documents)))

    def ordered(self, without: Sequence[Any] = ()) -> list[Token]:
        """Return the tokens, frequent ones first, the greater first among equals."""
        found = [(n, token) for token, n in self._counts.items()]
        return [t for _, t in sorted(found, reverse=True) if t not in without]

    def inverse_frequencies(self, tokens: Iterable[Token]) -> np.ndarray:
        """Return ``log(1 + documents / (1 + documents that hold the token))``."""
        held = np.array([self._holding[token] for token in tokens], np.float64)
        return np.log1p(self.documents / (1 + held)).astype(np.float32)


# ---- files ----


def read_tokens(path: Any, who: str) -> list[str]:
    """Return the lines of a text file in UTF-8, one token each.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileFormatError
        If it is not UTF-8, or a line is empty.
    """
    place = Path(path)
    if not place.is_file():
        raise FileNotFoundError(f"{who}: there is no vocabulary file {str(place)!r}.")
    lines = _lines(place)
    if "" in lines:
        raise FileFormatError(
            f"{who}: line {lines.index('') + 1} of the vocabulary file "
            f"{str(place)!r} is empty; it must hold one token a line."
        )
    return lines


def _lines(path: Path) -> list[str]:
    try:
        # Not by `splitlines`, to which far more characters end a line.
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileFormatError(f"{path} is not a text in UTF-8: {error}.") from None
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if lines[-1] == "" else lines


def save_tokens(folder: Any, tokens: Sequence[Token]) -> None:
    """Write all tokens of a layer, special ones included, into a folder.

    ``vocabulary.txt`` is the file of Keras: one token a line. Tokens with a line end in
    them do not survive that, so ``vocabulary.json`` is written beside it for those.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    text = "\n".join(map(str, tokens))
    (place / "vocabulary.txt").write_bytes(text.encode("utf-8"))
    if not _survives(text, tokens):
        held = json.dumps(list(tokens))
        (place / "vocabulary.json").write_text(held, encoding="utf-8")


def _survives(text: str, tokens: Sequence[Token]) -> bool:
    return "\r" not in text and text.count("\n") == len(tokens) - 1


def load_tokens(folder: Any) -> list[str]:
    """Return what :func:`save_tokens` wrote, as strings."""
    exact = Path(folder) / "vocabulary.json"
    if exact.is_file():
        return [str(token) for token in json.loads(exact.read_text("utf-8"))]
    text = (Path(folder) / "vocabulary.txt").read_bytes().decode("utf-8")
    return text.split("\n")
