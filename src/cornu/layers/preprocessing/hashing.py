"""Hashing: categories by the remainder of a hash."""

from typing import Any

from cornu.errors import ArgumentError, DTypeError
from cornu.layers.arguments import positive_int, refuse
from cornu.layers.layer import Layer, register_layer
from cornu.layers.policy import get_policy
from cornu.layers.preprocessing.encoding import MODES, encode, output_mode_of
from cornu.layers.preprocessing.on_host import holds_text, on_host, whole_numbers
from cornu.utils.hashed import buckets, key_of_salt
from cornu.utils.text import to_text


@register_layer
class Hashing(Layer):
    """Spread strings or integers over a fixed number of bins, by a hash.

    No vocabulary is needed; several values may share a bin. The same value always
    lands in the same bin, which is that of Keras: the remainder of FarmHash's
    fingerprint, or with `salt` of SipHash-2-4. Integers are hashed as their decimal
    digits.

    Parameters
    ----------
    num_bins : int
        Number of bins, that of `mask_value` included.
    mask_value : str or int, optional
        This value gets bin 0, and no other value does.
    salt : int or pair of int, optional
        Key of the hash; one integer stands for both halves.
    output_mode : {"int", "one_hot", "multi_hot", "count"}, default "int"
        The numbers of the bins themselves, or vectors; see
        :class:`~cornu.layers.CategoryEncoding`.
    sparse : bool, default False
        Keras has it; here it must stay False.

    Raises
    ------
    ValueError
        If an argument is wrong.
    DTypeError
        When called on numbers with a fraction, or if `mask_value` is of another type
        than the inputs.

    Notes
    -----
    Works on values in main memory: models with this layer run step by step.

    References
    ----------
    .. [1] Weinberger et al., "Feature Hashing for Large Scale Multitask Learning",
       ICML 2009.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.Hashing(num_bins=3)([["A"], ["B"], ["C"]]).tolist()
    [[1], [0], [1]]
    """

    _works_on_host = True

    def __init__(
        self,
        num_bins: int,
        mask_value: Any = None,
        salt: Any = None,
        output_mode: str = "int",
        sparse: bool = False,
        **kwargs: Any,
    ) -> None:
        mode = output_mode_of(output_mode, MODES, "Hashing")
        kwargs["dtype"] = number_type(kwargs.get("dtype"), mode, "Hashing")
        super().__init__(**kwargs)
        refuse("Hashing", sparse=sparse)
        self.num_bins = positive_int(num_bins, "num_bins", "Hashing")
        key = key_of_salt(salt, "Hashing")
        self.salt = None if key is None else list(key)
        if mask_value is not None and not isinstance(mask_value, (str, int)):
            raise ArgumentError(
                f"Hashing: mask_value must be a string or an integer, got "
                f"{mask_value!r} ({type(mask_value).__name__})."
            )
        self.mask_value = mask_value
        self.output_mode = mode
        self.sparse = False

    @property
    def input_dtype(self) -> str:
        """Return "string"; integers are taken as well."""
        return "string"

    def call(self, inputs: Any) -> Any:
        """Return the numbers of the bins, or vectors.

        Parameters
        ----------
        inputs : strings or integers, any shape
        """
        numbers = on_host(self._bins, inputs, "int64")
        return encode(numbers, self.output_mode, self.num_bins, self.compute_dtype)

    def _bins(self, values: Any) -> Any:
        text = holds_text(values)
        who, mask = self._who(), self.mask_value
        if mask is not None and isinstance(mask, str) != text:
            raise DTypeError(
                f"{who}: mask_value is {mask!r}, but the inputs are "
                f"{'strings' if text else 'numbers'}; both must be of one type."
            )
        array = to_text(values, who) if text else whole_numbers(values, who)
        if mask is None:
            return buckets(array, self.num_bins, self.salt)
        found = buckets(array, self.num_bins - 1, self.salt) + (self.num_bins > 1)
        found[array == mask] = 0
        return found


def number_type(dtype: Any, mode: str, who: str) -> Any:
    """Return the data type of a layer whose mode "int" gives integers.

    Raises
    ------
    ArgumentError
        If it is none of integers then.
    """
    if mode != "int":
        return dtype
    name = "int64" if dtype is None else get_policy(dtype).name
    if name not in ("int32", "int64"):
        raise ArgumentError(
            f"{who}: dtype must be 'int32' or 'int64' in output_mode 'int', got "
            f"{name!r}."
        )
    return name
