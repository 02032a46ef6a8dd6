"""Functional: a model made of symbols."""

from cornu.layers.layer import register_layer
from cornu.models.model import Model


@register_layer
class Functional(Model):
    """Be the type of ``Model(inputs, outputs)``.

    Parameters
    ----------
    inputs, outputs : SymbolicTensor, or a list / dictionary of them
    name : str, optional

    Examples
    --------
    >>> import cornu as keras
    >>> x = keras.Input(shape=(4,))
    >>> type(keras.Model(x, keras.layers.Dense(1)(x))).__name__
    'Functional'
    """


Model.graph_class = Functional
Functional._cornu_module = "keras.src.models.functional"  # type: ignore[attr-defined]
