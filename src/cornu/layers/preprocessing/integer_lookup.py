"""IntegerLookup: integers by their place in a vocabulary."""

from typing import Any

from cornu.errors import ArgumentError, DTypeError
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.base_lookup import BaseLookup
from cornu.layers.preprocessing.on_host import whole_numbers


@register_layer
class IntegerLookup(BaseLookup):
    """Replace integers of any size by their numbers in a vocabulary, or by vectors.

    In mode ``"int"`` the numbers are: 0 for the mask token, if there is one; then
    `num_oov_indices` numbers for integers out of the vocabulary; then the vocabulary.
    Vectors have no place for the mask token, which counts for nothing.

    Parameters
    ----------
    max_tokens : int, optional
        Most tokens :meth:`adapt` may keep, special ones included.
    num_oov_indices : int, default 1
        Numbers for integers out of the vocabulary; with several, `oov_method` chooses.
        With 0 such integers raise an error.
    mask_token : int, optional
        Stands for what is missing.
    oov_token : int, default -1
        What numbers out of the vocabulary become with `invert`.
    vocabulary : sequence of int, or path to a text file with one a line, optional
        Otherwise call :meth:`adapt`.
    vocabulary_dtype : {"int64"}
    idf_weights : sequence of float, optional
        Inverse document frequencies of the vocabulary, for mode ``"tf_idf"``.
    invert : bool, default False
        Whether to turn numbers back into the integers of the vocabulary.
    output_mode : {"int", "one_hot", "multi_hot", "count", "tf_idf"}, default "int"
        The numbers themselves, or vectors as :class:`~cornu.layers.CategoryEncoding`
        makes them; ``"tf_idf"``: counts times `idf_weights`.
    sparse : bool, default False
        Keras has it; here it must stay False.
    pad_to_max_tokens : bool, default False
        Whether vectors have length `max_tokens` even if there are fewer.
    oov_method : {"floormod", "farmhash"}, default "floormod"
        What chooses among several numbers: the remainder of the integer, or of a hash
        of its digits.
    salt : int or pair of int, optional
        Key of the hash (SipHash then, FarmHash without); with ``"farmhash"`` only.

    Raises
    ------
    ValueError
        If an argument is wrong, or the vocabulary holds an integer twice.
    NotBuiltError
        When called: if there is no vocabulary yet.
    DTypeError
        When called on strings, or numbers with a fraction.

    Notes
    -----
    Works on values in main memory: models with this layer run step by step.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.IntegerLookup(vocabulary=[12, 36, 1138])
    >>> layer([[12, 1138], [5, 36]]).tolist()
    [[1, 3], [0, 2]]
    """

    _is_text = False

    def __init__(
        self,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        mask_token: int | None = None,
        oov_token: int = -1,
        vocabulary: Any = None,
        vocabulary_dtype: str = "int64",
        idf_weights: Any = None,
        invert: bool = False,
        output_mode: str = "int",
        sparse: bool = False,
        pad_to_max_tokens: bool = False,
        oov_method: str = "floormod",
        salt: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        if vocabulary_dtype != "int64":
            raise ArgumentError(
                f"IntegerLookup: vocabulary_dtype must be 'int64', got "
                f"{vocabulary_dtype!r}."
            )
        for word, token in (("mask_token", mask_token), ("oov_token", oov_token)):
            if token is not None and not hasattr(token, "__index__"):
                raise DTypeError(
                    f"IntegerLookup: {word} must be an integer, got {token!r} "
                    f"({type(token).__name__}). Use StringLookup for strings."
                )
        if salt is not None and oov_method != "farmhash":
            raise ArgumentError(
                f"IntegerLookup: salt goes with oov_method 'farmhash' only, got "
                f"{oov_method!r}."
            )
        super().__init__(
            max_tokens=max_tokens,
            num_oov_indices=num_oov_indices,
            mask_token=mask_token,
            oov_token=oov_token,
            invert=invert,
            output_mode=output_mode,
            pad_to_max_tokens=pad_to_max_tokens,
            sparse=sparse,
            oov_method=oov_method,
            salt=salt,
            name=name,
            **kwargs,
        )
        self.vocabulary_dtype = vocabulary_dtype
        self._begin_with(vocabulary, idf_weights)

    def _as_tokens(self, values: Any, from_file: bool = False) -> list[Any]:
        if from_file:
            return [self._parsed(line) for line in values]
        if isinstance(values, (list, tuple)) and not values:
            return []
        found: list[Any] = self._as_array(values).reshape(-1).tolist()
        return found

    def _parsed(self, line: str) -> int:
        try:
            return int(line)
        except ValueError:
            raise ArgumentError(
                f"{self._who()}: the vocabulary file holds {line!r}, which is no "
                f"integer. Use StringLookup for strings."
            ) from None

    def _as_array(self, values: Any) -> Any:
        return whole_numbers(values, self._who())

    def _tokens_at(self, numbers: Any) -> Any:
        return super()._tokens_at(self._as_array(numbers))
