"""Vocabularies, counts and their files."""

import numpy as np
import pytest

from cornu.errors import ArgumentError, FileFormatError
from cornu.utils.vocabulary import (
    TokenCounts,
    Vocabulary,
    load_tokens,
    read_tokens,
    save_tokens,
)


def test_find():
    assert Vocabulary([5, -2], "here").find([-2, 7, 5]).tolist() == [1, -1, 0]
    assert Vocabulary(["a"], "here").find([]).dtype == np.int64


def test_repetitions_are_named():
    with pytest.raises(ArgumentError, match=r"2 token\(s\) more than once: 'a', 'b'"):
        Vocabulary(["a", "b", "a", "c", "b"], "here")


def test_counts():
    counts = TokenCounts()
    counts.add([["a", "b", "b"], ["c"]])
    counts.add([["b"], []])
    assert counts.ordered() == ["b", "c", "a"]
    assert counts.ordered(without=("c", None)) == ["b", "a"]
    assert counts.documents == 4
    wanted = np.log([1 + 4 / 3, 1 + 4 / 2, 1 + 4 / 1])
    found = counts.inverse_frequencies(["b", "a", "never"])
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


@pytest.mark.parametrize(
    "tokens", [["", "[UNK]", "é"], ["a\nb", "\n", ""], ["a\rb"], [0, -1, 7], ["x"]]
)
def test_files_give_back_what_they_got(tmp_path, tokens):
    save_tokens(tmp_path / "new", tokens)
    assert load_tokens(tmp_path / "new") == [str(t) for t in tokens]


def test_file_of_keras(tmp_path):
    (tmp_path / "vocabulary.txt").write_bytes(b"\n[UNK]\nb\na")
    assert load_tokens(tmp_path) == ["", "[UNK]", "b", "a"]


def test_lists_of_words(tmp_path):
    path = tmp_path / "words.txt"
    path.write_bytes("a \r\né\u2028b\n".encode())
    assert read_tokens(path, "here") == ["a ", "é\u2028b"]
    path.write_bytes(b"a\n\nb\n")
    with pytest.raises(FileFormatError, match=r"line 2 .* is empty"):
        read_tokens(path, "here")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FileFormatError, match="UTF-8"):
        read_tokens(path, "here")
    with pytest.raises(FileNotFoundError, match=r"no vocabulary file .*none\.txt"):
        read_tokens(tmp_path / "none.txt", "here")
