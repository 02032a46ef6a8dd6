"""StringLookup: strings by their place in a vocabulary."""

import codecs
from typing import Any

from cornu.errors import ArgumentError
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.base_lookup import BaseLookup
from cornu.layers.preprocessing.on_host import whole_numbers
from cornu.utils.text import to_text


@register_layer
class StringLookup(BaseLookup):
    """Replace strings by their numbers in a vocabulary, or by vectors.

    In mode ``"int"`` the numbers are: 0 for the mask token, if there is one; then
    `num_oov_indices` numbers for strings out of the vocabulary; then the vocabulary.
    Vectors have no place for the mask token, which counts for nothing.

    Parameters
    ----------
    max_tokens : int, optional
        Most tokens :meth:`adapt` may keep, special ones included.
    num_oov_indices : int, default 1
        Numbers for strings out of the vocabulary; with several, a hash chooses. With 0
        such strings raise an error.
    mask_token : str, optional
        Stands for what is missing.
    oov_token : str, default "[UNK]"
        What numbers out of the vocabulary become with `invert`.
    vocabulary : sequence of str, or path to a text file with one a line, optional
        Otherwise call :meth:`adapt`.
    idf_weights : sequence of float, optional
        Inverse document frequencies of the vocabulary, for mode ``"tf_idf"``.
    invert : bool, default False
        Whether to turn numbers into strings; the results are NumPy arrays of them.
    output_mode : {"int", "one_hot", "multi_hot", "count", "tf_idf"}, default "int"
        The numbers themselves, or vectors as :class:`~cornu.layers.CategoryEncoding`
        makes them; ``"tf_idf"``: counts times `idf_weights`.
    pad_to_max_tokens : bool, default False
        Whether vectors have length `max_tokens` even if there are fewer.
    sparse : bool, default False
        Keras has it; here it must stay False.
    encoding : str, default "utf-8"
        How bytes are read.
    salt : int or pair of int, optional
        Key of the hash (SipHash then, FarmHash without).

    Raises
    ------
    ValueError
        If an argument is wrong, or the vocabulary holds a string twice.
    NotBuiltError
        When called: if there is no vocabulary yet.
    DTypeError
        When called on anything but strings.

    Notes
    -----
    Works on values in main memory: models with this layer run step by step.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.StringLookup(vocabulary=["a", "b"])([["a", "z"], ["b", "a"]]).tolist()
    [[1, 0], [2, 1]]
    >>> layer = layers.StringLookup()
    >>> layer.adapt(["a", "b", "b"])
    >>> layer.get_vocabulary()
    ['[UNK]', 'b', 'a']
    """

    def __init__(
        self,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        mask_token: str | None = None,
        oov_token: str = "[UNK]",
        vocabulary: Any = None,
        idf_weights: Any = None,
        invert: bool = False,
        output_mode: str = "int",
        pad_to_max_tokens: bool = False,
        sparse: bool = False,
        encoding: str = "utf-8",
        name: str | None = None,
        salt: Any = None,
        **kwargs: Any,
    ) -> None:
        try:
            codecs.lookup(encoding)
        except (LookupError, TypeError):
            raise ArgumentError(
                f"StringLookup: there is no encoding {encoding!r}; the usual one is "
                f"'utf-8'."
            ) from None
        super().__init__(
            max_tokens=max_tokens,
            num_oov_indices=num_oov_indices,
            mask_token=mask_token,
            oov_token=oov_token,
            invert=invert,
            output_mode=output_mode,
            pad_to_max_tokens=pad_to_max_tokens,
            sparse=sparse,
            name=name,
            salt=salt,
            **kwargs,
        )
        self.encoding = encoding
        self._begin_with(vocabulary, idf_weights)

    def _as_tokens(self, values: Any, from_file: bool = False) -> list[Any]:
        found: list[Any] = self._as_array(values).reshape(-1).tolist()
        return found

    def _as_array(self, values: Any) -> Any:
        return to_text(values, self._who(), self.encoding)

    def _tokens_at(self, numbers: Any) -> Any:
        return super()._tokens_at(whole_numbers(numbers, self._who()))

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Rebuild a layer; a learned vocabulary is not part of its config."""
        rest = {k: v for k, v in config.items() if k != "oov_method"}
        return super().from_config(rest)
