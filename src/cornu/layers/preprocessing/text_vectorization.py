"""TextVectorization: text as the numbers of its words."""

from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.layers.arguments import one_of, refuse
from cornu.layers.layer import Layer, register_layer
from cornu.layers.preprocessing.base_lookup import refuse_path
from cornu.layers.preprocessing.encoding import output_mode_of
from cornu.layers.preprocessing.on_host import batches_of, host_values, on_host
from cornu.layers.preprocessing.string_lookup import StringLookup
from cornu.symbolic import SymbolicTensor
from cornu.utils.documents import Documents, filled, standardized
from cornu.utils.registry import deserialize
from cornu.utils.text import SPLITTERS, STANDARDIZERS, to_text


@register_layer
class TextVectorization(Layer):
    """Turn texts into sequences of integers, one for each word, or into vectors.

    Each text is standardised, split into tokens, these are combined to n-grams if
    wanted, and looked up in a vocabulary, which :meth:`adapt` learns. In mode ``"int"``
    number 0 fills rows up to one length, 1 stands for unknown tokens.

    Parameters
    ----------
    max_tokens : int, optional
        Most tokens :meth:`adapt` may keep, special ones included.
    standardize : str, callable or None, default "lower_and_strip_punctuation"
        ``"lower"``, ``"strip_punctuation"``, or both, for the letters A to Z and the
        punctuation of ASCII; or a function from an array of strings to another.
    split : {"whitespace", "character"}, callable or None, default "whitespace"
        A function gets an array of strings and returns a list of tokens for each.
        None: inputs are tokens, rows of them along the last axis.
    ngrams : int or tuple of int, optional
        Lengths of runs of tokens that count as tokens themselves; n stands for 1 to n.
    output_mode : {"int", "multi_hot", "count", "tf_idf"}, default "int"
        Numbers of tokens; or a vector for each text, see
        :class:`~cornu.layers.StringLookup`.
    output_sequence_length : int, optional
        Length to which rows are filled up or cut, in mode ``"int"``; that of the
        longest by default.
    pad_to_max_tokens : bool, default False
        Whether vectors have length `max_tokens` even if there are fewer.
    vocabulary : sequence of str, or path to a text file with one a line, optional
        Otherwise call :meth:`adapt`.
    idf_weights : sequence of float, optional
        Inverse document frequencies of the vocabulary, for mode ``"tf_idf"``.
    sparse, ragged : bool, default False
        Keras has them; here they must stay False.
    encoding : str, default "utf-8"
        How bytes are read.

    Raises
    ------
    ValueError
        If an argument is wrong, or the vocabulary holds a token twice.
    NotBuiltError
        When called: if there is no vocabulary yet.
    DTypeError
        When called on anything but strings.
    ShapeError
        When called: if texts to split come in rows of several.

    Notes
    -----
    Works on values in main memory: models with this layer run step by step.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.TextVectorization(output_sequence_length=4)
    >>> layer.adapt(["A dog.", "a cat, a dog"])
    >>> layer.get_vocabulary()
    ['', '[UNK]', 'a', 'dog', 'cat']
    >>> layer(["The dog", "a cat!"]).tolist()
    [[1, 3, 0, 0], [2, 4, 0, 0]]
    """

    _works_on_host = True

    def __init__(
        self,
        max_tokens: int | None = None,
        standardize: Any = "lower_and_strip_punctuation",
        split: Any = "whitespace",
        ngrams: Any = None,
        output_mode: str = "int",
        output_sequence_length: int | None = None,
        pad_to_max_tokens: bool = False,
        vocabulary: Any = None,
        idf_weights: Any = None,
        sparse: bool = False,
        ragged: bool = False,
        encoding: str = "utf-8",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        who = "TextVectorization"
        if ragged:
            raise ArgumentError(
                f"{who}: ragged tensors are not part of this library; rows are filled "
                f"up with 0. Leave ragged out, or set output_sequence_length."
            )
        refuse(who, sparse=sparse)
        modes = ("int", "multi_hot", "count", "tf_idf")
        self.output_mode = output_mode_of(output_mode, modes, who)
        self.standardize = _word_or_function(standardize, STANDARDIZERS, "standardize")
        self.split = _word_or_function(split, SPLITTERS, "split")
        self.ngrams = _checked_ngrams(ngrams)
        self.output_sequence_length = self._checked_length(output_sequence_length)
        self.max_tokens = max_tokens
        self.pad_to_max_tokens = pad_to_max_tokens
        self.encoding = encoding
        self.sparse = self.ragged = False
        self.autocast = False
        self._lookup_layer = StringLookup(
            max_tokens=max_tokens,
            vocabulary=vocabulary,
            idf_weights=idf_weights,
            pad_to_max_tokens=pad_to_max_tokens,
            mask_token="",
            output_mode=self.output_mode,
            encoding=encoding,
            dtype=kwargs.get("dtype"),
        )

    def _checked_length(self, length: Any) -> int | None:
        if length is None:
            return None
        if self.output_mode != "int":
            raise ArgumentError(
                f"TextVectorization: output_sequence_length goes with output_mode "
                f"'int' only, not {self.output_mode!r}."
            )
        if not hasattr(length, "__index__") or isinstance(length, bool) or length < 1:
            raise ArgumentError(
                f"TextVectorization: output_sequence_length must be a positive "
                f"integer, got {length!r}."
            )
        return int(length)

    # ---- the vocabulary ----

    def adapt(
        self, data: Any, batch_size: int | None = None, steps: int | None = None
    ) -> None:
        """Learn the vocabulary: all tokens, frequent ones first.

        What was learned before is forgotten; see :meth:`StringLookup.adapt`.

        Parameters
        ----------
        data : array or list of texts, or a generator or data set of batches
        batch_size : int, optional
            Of no consequence.
        steps : int, optional
            How many batches to take at most.

        Raises
        ------
        ArgumentError
            If the vocabulary was given.
        DTypeError
            If the data holds anything but strings.
        """
        if self._lookup_layer._is_static:
            raise ArgumentError(
                f"{self._who()}: the vocabulary was given, so there is nothing to "
                f"learn. Make the layer without it for adapt()."
            )
        self.reset_state()
        for batch in batches_of(data, self._who(), steps):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self) -> None:
        """Forget a learned vocabulary."""
        self._lookup_layer.reset_state()

    def update_state(self, data: Any) -> None:
        """Take in a batch of texts."""
        self._lookup_layer.count_documents(self._documents(host_values(data)).rows)

    def finalize_state(self) -> None:
        """Make a vocabulary of all tokens taken in."""
        self._lookup_layer.finalize_state()

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Replace the vocabulary; see :meth:`StringLookup.set_vocabulary`.

        Parameters
        ----------
        vocabulary : sequence of str, or path to a text file with one a line
        idf_weights : sequence of float, optional
        """
        self._lookup_layer.set_vocabulary(vocabulary, idf_weights)

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[str]:
        """Return the tokens in order.

        Parameters
        ----------
        include_special_tokens : bool, default True
            Whether those for padding and unknown tokens stand in front.
        """
        return self._lookup_layer.get_vocabulary(include_special_tokens)

    def vocabulary_size(self) -> int:
        """Return the number of tokens, special ones included."""
        return self._lookup_layer.vocabulary_size()

    # ---- calling ----

    @property
    def input_dtype(self) -> str:
        """Return "string"."""
        return "string"

    def call(self, inputs: Any) -> Any:
        """Return numbers of tokens (int64), or vectors.

        Parameters
        ----------
        inputs : strings
            Texts of shape (batch,), (batch, 1) or (); without `split` tokens of any
            shape.
        """
        if not isinstance(inputs, SymbolicTensor):
            inputs = to_text(host_values(inputs), self._who(), self.encoding)
        shape = self._shape_of(tuple(inputs.shape))
        numbers = on_host(self._numbers, inputs, "int64", shape)
        return self._lookup_layer.encoded(numbers)

    def _shape_of(self, shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return the shape of the numbers for that of the inputs."""
        if self._keeps_shape:
            return shape
        if self.split is None:
            last = shape[-1] if shape and not self.ngrams else None
            return (*shape[:-1], self.output_sequence_length or last)
        if len(shape) > 1:
            if shape[-1] not in (1, None):
                raise ShapeError(
                    f"{self._who()}: texts to split must have shape (batch,) or "
                    f"(batch, 1), got {shape}. Pass one text a row, or split=None for "
                    f"tokens."
                )
            shape = shape[:-1]
        return (*shape, self.output_sequence_length)

    @property
    def _keeps_shape(self) -> bool:
        """Whether each input is one token."""
        return not (self.split or self.ngrams or self.output_sequence_length)

    def _documents(self, values: Any) -> Documents:
        texts = to_text(values, self._who(), self.encoding)
        if self.split is not None:
            self._shape_of(texts.shape)
        return Documents(texts, self.standardize, self.split, self.ngrams, self._who())

    def _numbers(self, values: Any) -> Any:
        inner = self._lookup_layer
        if self._keeps_shape:
            texts = standardized(values, self.standardize, self._who())
            return inner.numbers_of(texts)
        found = self._documents(values)
        numbers = inner.numbers_of(found.tokens)
        # In vectors what fills up must count for nothing.
        filler = 0 if self.output_mode == "int" else -1
        table = filled(numbers, found.lengths, filler, self.output_sequence_length)
        return table.reshape(*found.shape, table.shape[-1])

    # ---- files ----

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        inner = self._lookup_layer
        config.update(
            vocabulary=inner.input_vocabulary,
            idf_weights=inner.input_idf_weights,
            vocabulary_size=inner._size_hint or self.vocabulary_size(),
        )
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Rebuild a layer; a learned vocabulary is not part of its config.

        Raises
        ------
        SafetyError
            If the vocabulary is the path of a file: no config may have files opened.
        """
        refuse_path(config, cls.__name__)
        rest = {k: v for k, v in config.items() if k != "vocabulary_size"}
        for name in ("standardize", "split"):
            if isinstance(rest.get(name), dict):
                rest[name] = deserialize(rest[name])
        if isinstance(rest.get("ngrams"), list):
            rest["ngrams"] = tuple(rest["ngrams"])
        layer = super().from_config(rest)
        inner = layer._lookup_layer
        if inner._vocabulary is None:
            size = config.get("vocabulary_size") or 0
            inner._size_hint = size if size > inner.vocabulary_size() else None
        return layer

    def save_own_variables(self, store: Any) -> None:
        """Write the weights of mode ``"tf_idf"``."""
        self._lookup_layer.save_own_variables(store)

    def load_own_variables(self, store: Any) -> None:
        """Read the weights of mode ``"tf_idf"``."""
        self._lookup_layer.load_own_variables(store)

    def save_assets(self, dir_path: Any) -> None:
        """Write a learned vocabulary into a folder, as ``vocabulary.txt``."""
        self._lookup_layer.save_assets(dir_path)

    def load_assets(self, dir_path: Any) -> None:
        """Read what :meth:`save_assets` wrote."""
        self._lookup_layer.load_assets(dir_path)


def _word_or_function(value: Any, known: dict[str, Any], name: str) -> Any:
    if value is None or callable(value):
        return value
    return one_of(value, tuple(known), name, "TextVectorization")


def _checked_ngrams(value: Any) -> Any:
    """Return an integer, a tuple of integers or None."""
    if value is None:
        return None
    sizes = value if isinstance(value, (list, tuple)) else (value,)
    whole = [hasattr(n, "__index__") and not isinstance(n, bool) for n in sizes]
    if not sizes or not all(whole) or min(sizes) < 1:
        raise ArgumentError(
            f"TextVectorization: ngrams must be a positive integer, a tuple of them or "
            f"None, got {value!r}."
        )
    return tuple(int(n) for n in value) if value is sizes else int(value)
