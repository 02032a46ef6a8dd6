"""BaseLookup: what StringLookup and IntegerLookup share."""

from typing import Any

from cornu import ops
from cornu.errors import ArgumentError, NotBuiltError, SafetyError, ShapeError
from cornu.layers.arguments import one_of, positive_int, refuse
from cornu.layers.layer import Layer
from cornu.layers.preprocessing.encoding import encode, output_mode_of
from cornu.layers.preprocessing.on_host import batches_of, host_values, on_host
from cornu.symbolic import SymbolicTensor
from cornu.utils.hashed import key_of_salt
from cornu.utils.lookup import Lookup
from cornu.utils.registry import LOADING
from cornu.utils.vocabulary import (
    TokenCounts,
    Vocabulary,
    load_tokens,
    read_tokens,
    save_tokens,
)

MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf")


class BaseLookup(Layer):
    """Replace tokens by their numbers in a vocabulary, or the reverse.

    Subclasses say what tokens are: `_as_tokens`, `_as_array`.
    """

    _works_on_host = True
    _is_text = True

    def __init__(
        self,
        max_tokens: int | None,
        num_oov_indices: int,
        mask_token: Any,
        oov_token: Any,
        invert: bool,
        output_mode: str,
        pad_to_max_tokens: bool,
        sparse: bool,
        oov_method: str = "floormod",
        salt: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        who = type(self).__name__
        refuse(who, sparse=sparse)
        if max_tokens is not None and positive_int(max_tokens, "max_tokens", who) == 1:
            raise ArgumentError(f"{who}: max_tokens must be greater than 1, got 1.")
        if not hasattr(num_oov_indices, "__index__") or num_oov_indices < 0:
            raise ArgumentError(
                f"{who}: num_oov_indices must be an integer of at least 0, got "
                f"{num_oov_indices!r}."
            )
        self.output_mode = output_mode_of(output_mode, MODES, who)
        if invert and self.output_mode != "int":
            raise ArgumentError(
                f"{who}: invert=True goes with output_mode 'int' only, got "
                f"{self.output_mode!r}."
            )
        if pad_to_max_tokens and max_tokens is None:
            raise ArgumentError(f"{who}: pad_to_max_tokens=True needs max_tokens.")
        self.max_tokens = None if max_tokens is None else int(max_tokens)
        self.num_oov_indices = int(num_oov_indices)
        self.mask_token, self.oov_token = mask_token, oov_token
        self.invert = invert
        self.pad_to_max_tokens = pad_to_max_tokens
        self.sparse = False
        self.oov_method = one_of(
            oov_method, ("floormod", "farmhash"), "oov_method", who
        )
        key = key_of_salt(salt, who)
        self.salt = None if key is None else list(key)
        # Numbers of categories must arrive unrounded.
        self.autocast = False
        self._vocabulary: Vocabulary | None = None
        self._idf: Any = None
        self._counts = self._no_counts()
        self._is_static = False
        self._size_hint: int | None = None
        self.input_vocabulary: Any = None
        self.input_idf_weights: Any = None

    def _begin_with(self, vocabulary: Any, idf_weights: Any) -> None:
        """Take what the constructor was given, once all settings are in place."""
        self._check_idf(idf_weights, vocabulary)
        if vocabulary is not None:
            self.set_vocabulary(vocabulary, idf_weights)
            # A config is complete in itself: it holds the tokens, not where they were.
            self.input_vocabulary = (
                self.get_vocabulary(include_special_tokens=False)
                if is_path(vocabulary)
                else _plain(vocabulary)
            )
            self.input_idf_weights = _plain(idf_weights)

    # ---- what subclasses say ----

    def _as_tokens(self, values: Any, from_file: bool = False) -> list[Any]:
        """Return a flat list of tokens for an array, list or lines of a file."""
        raise NotImplementedError

    def _as_array(self, values: Any) -> Any:
        """Return an array of tokens for inputs in main memory."""
        raise NotImplementedError

    # ---- the vocabulary ----

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Replace the vocabulary; :meth:`adapt` can no longer be called then.

        Parameters
        ----------
        vocabulary : sequence of tokens, or path to a text file with one a line
            Mask and out-of-vocabulary tokens may be left out, or stand in front as
            :meth:`get_vocabulary` has them.
        idf_weights : sequence of float, optional
            One for each token; in output mode ``"tf_idf"`` only, and needed there.

        Raises
        ------
        ArgumentError
            If the vocabulary is empty, holds a token twice or the mask token in the
            middle, or is longer than `max_tokens`; if the weights do not fit.
        FileNotFoundError, FileFormatError
            If there is no such file, or it is no list of tokens.
        """
        self._check_idf(idf_weights, vocabulary)
        if is_path(vocabulary):
            lines = read_tokens(vocabulary, self._who())
            tokens = self._as_tokens(lines, from_file=True)
        else:
            tokens = self._as_tokens(host_values(vocabulary))
        weights = None if idf_weights is None else _flat(idf_weights)
        if weights is not None and len(weights) != len(tokens):
            raise ArgumentError(
                f"{self._who()}: idf_weights must have one weight for each of the "
                f"{len(tokens)} tokens of the vocabulary, got {len(weights)}."
            )
        special = self._special_tokens()
        own = tokens
        if special and tokens[: len(special)] == special:
            own = tokens[len(special) :]
        elif weights is not None and special:
            average = sum(weights) / len(weights)
            weights = [average] * len(special) + weights
        self._take(own, weights)
        self._is_static = True

    def _take(self, tokens: list[Any], weights: Any) -> None:
        """Put tokens, special ones left out, in place of the vocabulary."""
        who = self._who()
        special = self._special_tokens()
        if not tokens:
            raise ArgumentError(f"{who}: the vocabulary is empty; it needs a token.")
        misplaced = [self.mask_token] if self.mask_token is not None else []
        misplaced += [self.oov_token] if self.invert else []
        for token in misplaced:
            if token in tokens:
                raise ArgumentError(
                    f"{who}: the vocabulary holds the special token {token!r} at "
                    f"position {tokens.index(token)}. Leave special tokens out, or "
                    f"put all of them in front: {special}."
                )
        vocabulary = Vocabulary(tokens, who)
        size = len(tokens) + len(special)
        if self.max_tokens is not None and size > self.max_tokens:
            raise ArgumentError(
                f"{who}: the vocabulary has {size} tokens ({len(special)} of them "
                f"special), more than max_tokens={self.max_tokens}."
            )
        self._vocabulary, self._idf = vocabulary, weights

    def _check_idf(self, idf_weights: Any, vocabulary: Any) -> None:
        who = f"{type(self).__name__} {self.name!r}"
        if idf_weights is not None and self.output_mode != "tf_idf":
            raise ArgumentError(
                f"{who}: idf_weights are used in output_mode 'tf_idf' only, not "
                f"{self.output_mode!r}."
            )
        if self.output_mode == "tf_idf" and vocabulary is not None:
            if idf_weights is None:
                raise ArgumentError(
                    f"{who}: a given vocabulary needs idf_weights in output_mode "
                    f"'tf_idf'; or let adapt() learn both."
                )

    def _special_tokens(self) -> list[Any]:
        masks = self.output_mode == "int" and self.mask_token is not None
        oov = [self.oov_token] * self.num_oov_indices
        return [self.mask_token, *oov] if masks else oov

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[Any]:
        """Return the tokens in order.

        Parameters
        ----------
        include_special_tokens : bool, default True
            Whether mask and out-of-vocabulary tokens stand in front, so that positions
            are the numbers the layer gives.
        """
        own = [] if self._vocabulary is None else list(self._vocabulary.tokens)
        return [*self._special_tokens(), *own] if include_special_tokens else own

    def vocabulary_size(self) -> int:
        """Return the number of tokens, special ones included."""
        own = 0 if self._vocabulary is None else len(self._vocabulary)
        return len(self._special_tokens()) + own

    @property
    def idf_weights(self) -> Any:
        """The weights of mode ``"tf_idf"``, as a tensor; None if there are none."""
        if self._idf is None:
            return None
        depth = self._depth()
        held = [*self._idf, *[0.0] * (depth - len(self._idf))]
        return ops.convert_to_tensor(held, self._float_type())

    # ---- learning ----

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Learn the vocabulary: all tokens, frequent ones first.

        What was learned before is forgotten. Among equally frequent tokens the greater
        comes first. With `max_tokens`, the rarest are left out. In mode ``"tf_idf"``
        each row counts as a document, and a token's weight becomes ``log(1 + documents
        / (1 + documents that hold it))``.

        Parameters
        ----------
        data : array or (nested) list of tokens, or a generator or data set of batches
        steps : int, optional
            How many batches to take at most.

        Raises
        ------
        ArgumentError
            If the vocabulary was given.
        DTypeError
            If the data holds no tokens of this layer's kind.
        """
        if self._is_static:
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
        if not self._is_static:
            self._counts = self._no_counts()
            self._vocabulary = self._idf = None

    def update_state(self, data: Any) -> None:
        """Take in a batch of tokens."""
        values = self._as_array(host_values(data))
        rows = values.reshape(len(values), -1) if values.ndim else values.reshape(1, 1)
        self.count_documents(rows.tolist())

    def count_documents(self, documents: Any) -> None:
        """Take in documents, each a row of tokens."""
        self._counts.add(documents)

    def finalize_state(self) -> None:
        """Make a vocabulary of all tokens taken in."""
        if self._is_static or not self._counts.documents:
            return
        special = self._special_tokens()
        tokens = self._counts.ordered(without=(self.mask_token, self.oov_token))
        if self.max_tokens is not None:
            tokens = tokens[: max(self.max_tokens - len(special), 0)]
        weights: Any = None
        if self.output_mode == "tf_idf":
            own = self._counts.inverse_frequencies(tokens).tolist()
            average = sum(own) / len(own) if own else 0.0
            weights = [average] * len(special) + own
        self._take(tokens, weights)
        self._counts = self._no_counts()

    def _no_counts(self) -> TokenCounts:
        return TokenCounts(per_document=self.output_mode == "tf_idf")

    # ---- calling ----

    @property
    def input_dtype(self) -> str:
        """The type of the inputs: that of tokens, or of their numbers."""
        return "string" if self._is_text and not self.invert else "int64"

    def call(self, inputs: Any) -> Any:
        """Return numbers (int64) or vectors for tokens, or tokens for numbers.

        Parameters
        ----------
        inputs : tokens, any shape; or integers if `invert` is set
        """
        if self.invert:
            kind = "string" if self._is_text else "int64"
            return on_host(self._tokens_at, inputs, kind)
        if not isinstance(inputs, SymbolicTensor):
            inputs = self._as_array(host_values(inputs))
        return self.encoded(on_host(self.numbers_of, inputs, "int64"))

    def numbers_of(self, tokens: Any) -> Any:
        """Return the numbers of an array of tokens; -1 for what counts for nothing."""
        return self._lookup().find(tokens)

    def _lookup(self) -> Lookup:
        vocabulary = self._vocabulary
        if vocabulary is None:
            raise NotBuiltError(
                f"{self._who()} has no vocabulary yet: call adapt(data) or "
                f"set_vocabulary(tokens) first, or give vocabulary= to the constructor."
            )
        return Lookup(
            vocabulary,
            masks=self.output_mode == "int",
            mask_token=self.mask_token,
            oov_token=self.oov_token,
            oov_buckets=self.num_oov_indices,
            hashes=self._is_text or self.oov_method == "farmhash",
            salt=self.salt,
            who=self._who(),
        )

    def _tokens_at(self, numbers: Any) -> Any:
        return self._lookup().tokens_at(numbers)

    def encoded(self, numbers: Any) -> Any:
        """Return the numbers of tokens as they are, or as vectors."""
        mode = self.output_mode
        if mode == "int":
            return numbers
        depth = self._depth()
        if mode != "tf_idf":
            return encode(numbers, mode, depth, "int64")
        counts = encode(numbers, "count", depth, self._float_type())
        if isinstance(counts, SymbolicTensor):
            return counts
        if self._idf is None:
            raise NotBuiltError(
                f"{self._who()} has a vocabulary but no idf_weights; call adapt(data)."
            )
        return counts * self.idf_weights

    def _depth(self) -> int:
        """Return the length of vectors."""
        if self.pad_to_max_tokens:
            assert self.max_tokens is not None  # the constructor saw to it
            return self.max_tokens
        if self._vocabulary is None and self._size_hint is None:
            raise NotBuiltError(
                f"{self._who()}: in output_mode {self.output_mode!r} the vocabulary "
                f"must be there first, for its size is that of the results: call "
                f"adapt(data), or set pad_to_max_tokens."
            )
        return self._size_hint or self.vocabulary_size()

    def _float_type(self) -> str:
        found = self.compute_dtype
        return found if "float" in found else "float32"

    # ---- files ----

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        known = self._vocabulary is not None
        config.update(
            vocabulary=self.input_vocabulary,
            idf_weights=self.input_idf_weights,
            vocabulary_size=self.vocabulary_size() if known else self._size_hint,
            oov_method=self.oov_method,
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
        layer = super().from_config(rest)
        if layer._vocabulary is None:
            layer._size_hint = config.get("vocabulary_size")
        return layer

    def save_own_variables(self, store: Any) -> None:
        """Write the weights of mode ``"tf_idf"``."""
        if self._idf is not None:
            store["idf_weights"] = self.idf_weights.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Read the weights of mode ``"tf_idf"``.

        Raises
        ------
        ShapeError
            If their number is not that of the tokens.
        """
        if "idf_weights" not in store:
            return
        weights = store["idf_weights"][...].tolist()
        if self._vocabulary is not None and len(weights) != self._depth():
            raise ShapeError(
                f"{self._who()} has {self._depth()} tokens, the file has weights for "
                f"{len(weights)}."
            )
        self._idf = weights

    def save_assets(self, dir_path: Any) -> None:
        """Write a learned vocabulary into a folder, as ``vocabulary.txt``."""
        if self.input_vocabulary is None:
            save_tokens(dir_path, self.get_vocabulary())

    def load_assets(self, dir_path: Any) -> None:
        """Read what :meth:`save_assets` wrote."""
        if self.input_vocabulary is not None:
            return
        tokens = self._as_tokens(load_tokens(dir_path), from_file=True)
        self._take(tokens[len(self._special_tokens()) :], self._idf)


def is_path(vocabulary: Any) -> bool:
    """Tell whether a vocabulary is given as the path of a file."""
    return isinstance(vocabulary, str) or hasattr(vocabulary, "__fspath__")


def refuse_path(config: dict[str, Any], who: str) -> None:
    """Refuse a config whose vocabulary is a file, unless such configs are trusted.

    Raises
    ------
    SafetyError
        If it is.
    """
    vocabulary = config.get("vocabulary")
    if is_path(vocabulary) and LOADING.safe_mode:
        raise SafetyError(
            f"{who} {config.get('name', '')!r:.100}: its vocabulary is the file "
            f"{vocabulary!r:.200}. It is not opened, because a config from elsewhere "
            f"could have any file read. Put the tokens themselves there, or call "
            f"set_vocabulary(path) afterwards; if you trust whoever made it, pass "
            f"safe_mode=False."
        )


def _plain(value: Any) -> Any:
    """Return a vocabulary or weights as JSON holds them."""
    value = host_values(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    return list(value) if isinstance(value, tuple) else value


def _flat(weights: Any) -> list[float]:
    found = ops.convert_to_numpy(weights)
    return [float(w) for w in found.reshape(-1)]
