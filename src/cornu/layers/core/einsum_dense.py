"""EinsumDense: a dense layer over any axes, told by an equation."""

import re
from typing import Any

from cornu import activations, constraints, initializers, ops, regularizers
from cornu.errors import ArgumentError, ShapeError
from cornu.layers.arguments import refuse
from cornu.layers.input_spec import InputSpec
from cornu.layers.layer import Layer, register_layer

_FORM = re.compile(
    r"(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]*)(\.\.\.)?"
)


@register_layer
class EinsumDense(Layer):
    """Multiply by a kernel and sum over axes that an equation names.

    ``outputs = activation(einsum(equation, inputs, kernel) + bias)``. The equation
    names each axis of the inputs, of the kernel and of the outputs by a letter; those
    missing in the outputs are summed over. The first axis of inputs and outputs is the
    batch. An ellipsis, at the same end of both, stands for any number of axes.

    Parameters
    ----------
    equation : str
        Such as "abc,cd->abd", "...x,xy->...y" or "ab...,bc->ac...".
    output_shape : int or tuple of int or None
        A size for each letter of the outputs, without the batch and what an ellipsis
        stands for; None for a size that the inputs have.
    activation : str, callable or None, default None
    bias_axes : str or None, default None
        Letters of the outputs along which there is a bias; None for no bias.
    kernel_initializer : initializer or str, default "glorot_uniform"
    bias_initializer : initializer or str, default "zeros"
    kernel_regularizer, bias_regularizer : regularizer, str or None, default None
    kernel_constraint, bias_constraint : constraint, str or None, default None
    lora_rank, lora_alpha, gptq_unpacked_column_size, quantization_config : None
        Keras has them; they are not part of this library and must stay None.

    Raises
    ------
    ArgumentError
        If the equation has another form or a letter of unknown size, or `output_shape`
        or `bias_axes` do not fit it.
    ShapeError
        When built: if the inputs do not fit the equation, or a size is unknown.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.EinsumDense("abc,cd->abd", output_shape=(None, 5), bias_axes="d")
    >>> layer(ops.ones((2, 3, 4))).shape
    (2, 3, 5)
    """

    def __init__(
        self,
        equation: str,
        output_shape: Any,
        activation: Any = None,
        bias_axes: str | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: None = None,
        lora_alpha: None = None,
        gptq_unpacked_column_size: None = None,
        quantization_config: None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        refuse(
            "EinsumDense",
            lora_rank=lora_rank,
            lora_alpha=lora_alpha,
            gptq_unpacked_column_size=gptq_unpacked_column_size,
            quantization_config=quantization_config,
        )
        many = isinstance(output_shape, (list, tuple))
        self.equation = equation
        self.output_shape = tuple(output_shape) if many else (output_shape,)
        self.activation = activations.get(activation)
        self.bias_axes = bias_axes
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.bias: Any = None
        self._read_equation()

    # ---- the equation ----

    def _read_equation(self) -> None:
        """Take the equation apart, and hold it against the other arguments."""
        parts = _FORM.fullmatch(str(self.equation).replace(" ", ""))
        ends = parts and [(parts[1], parts[3]), (parts[5], parts[7])]
        if not parts or ends[0] != ends[1] or all(ends[0]):  # type: ignore[index]
            raise ArgumentError(
                f"EinsumDense: the equation {self.equation!r} must read like "
                f"'ab,bc->ac', '...b,bc->...c' or 'ab...,bc->ac...'."
            )
        self._inputs, self._kernel, self._outputs = parts[2], parts[4], parts[6]
        self._dots = 0 if parts[1] else (-1 if parts[3] else None)
        if self._dots != 0 and self._inputs[0] != self._outputs[:1]:
            raise ArgumentError(
                f"EinsumDense: inputs and outputs of {self.equation!r} must begin with "
                f"the same letter, the batch."
            )
        self._wanted = self._named_sizes()
        for letter in self._outputs:
            if letter not in self._inputs + self._kernel:
                raise ArgumentError(
                    f"EinsumDense: {letter!r} is an axis of the outputs of "
                    f"{self.equation!r}, but neither of the inputs nor of the kernel."
                )
        for letter in self._kernel:
            if letter not in self._inputs and self._wanted.get(letter) is None:
                raise ArgumentError(
                    f"EinsumDense: the size of the kernel's axis {letter!r} in "
                    f"{self.equation!r} is unknown; it must be an axis of the inputs, "
                    f"or have its size in output_shape={self.output_shape}."
                )
        for letter in self.bias_axes or "":
            if letter not in self._outputs:
                raise ArgumentError(
                    f"EinsumDense: bias_axes={self.bias_axes!r} has {letter!r}, which "
                    f"is no axis of the outputs of {self.equation!r}."
                )

    def _named_sizes(self) -> dict[str, int | None]:
        """Return what `output_shape` says of each letter of the outputs."""
        letters = self._outputs if self._dots == 0 else self._outputs[1:]
        given = self.output_shape
        if self._dots == -1:  # sizes of what the ellipsis stands for say nothing new
            given = given[: len(letters)]
        if len(given) != len(letters):
            raise ArgumentError(
                f"EinsumDense: output_shape={self.output_shape} has {len(given)} "
                f"sizes; {self.equation!r} wants one for each of {letters!r}."
            )
        return dict(zip(letters, given))

    def _sizes(self, shape: tuple[Any, ...]) -> dict[str, int | None]:
        """Return the size of each letter, for inputs of a shape."""
        count = len(self._inputs)
        if len(shape) < count or (self._dots is None and len(shape) > count):
            raise ShapeError(
                f"EinsumDense {self.name!r}: the inputs of {self.equation!r} have "
                f"{count} named axes, got shape {shape}."
            )
        named = shape[-count:] if self._dots == 0 else shape[:count]
        sizes = dict(zip(self._inputs, named))
        for letter, size in self._wanted.items():
            found = sizes.setdefault(letter, size)
            if None not in (size, found) and size != found:
                raise ShapeError(
                    f"EinsumDense {self.name!r}: output_shape={self.output_shape} says "
                    f"that {letter!r} in {self.equation!r} has size {size}, but the "
                    f"inputs, of shape {shape}, have {found}."
                )
            if found is None:
                sizes[letter] = size
        return sizes

    # ---- the layer ----

    def build(self, input_shape: Any) -> None:
        """Make `kernel` and `bias` for inputs of this shape."""
        shape = tuple(input_shape)
        sizes = self._sizes(shape)
        self.kernel = self.add_weight(
            name="kernel",
            shape=self._known(self._kernel, sizes, shape),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.bias_axes:
            self.bias = self.add_weight(
                name="bias",
                shape=self._bias_shape(sizes, shape),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(min_ndim=len(self._inputs))

    def _bias_shape(self, sizes: Any, shape: tuple[Any, ...]) -> tuple[int, ...]:
        """Return the shape from the first letter with a bias on; 1 for the others."""
        wanted = self.bias_axes or ""
        first = min(self._outputs.index(c) for c in wanted)
        letters = self._outputs[first:]
        self._known([c for c in letters if c in wanted], sizes, shape)
        hidden = len(shape) - len(self._inputs) if self._dots == -1 else 0
        return (*(sizes[c] if c in wanted else 1 for c in letters), *(1,) * hidden)

    def _known(
        self, letters: Any, sizes: Any, shape: tuple[Any, ...]
    ) -> tuple[int, ...]:
        for letter in letters:
            if sizes[letter] is None:
                raise ShapeError(
                    f"EinsumDense {self.name!r}: a weight has the axis {letter!r} of "
                    f"{self.equation!r}, whose size must be known, got inputs of shape "
                    f"{shape}; give Input(...) or output_shape that size."
                )
        return tuple(sizes[letter] for letter in letters)

    def call(self, inputs: Any, training: Any = None) -> Any:
        """Return the outputs, whose axes are those the equation names."""
        outputs = ops.einsum(self.equation, inputs, self.kernel)
        if self.bias is not None:
            outputs = ops.add(outputs, self.bias)
        return self.activation(outputs)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        for name in ("lora_rank", "lora_alpha", "gptq_unpacked_column_size"):
            del config[name]
        return {"activity_regularizer": None, **config}
