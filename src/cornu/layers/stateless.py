"""A layer called with other values of its variables than those it has."""

from typing import Any

from cornu.autodiff import StatelessScope, values_for
from cornu.errors import NotBuiltError


def call_stateless(
    layer: Any,
    trainable: Any,
    frozen: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    return_losses: bool,
) -> Any:
    """Call a layer so that nothing stays changed; see ``Layer.stateless_call``."""
    who = f"{layer._who()}.stateless_call"
    if not layer.built:
        raise NotBuiltError(
            f"{who}: the layer has no variables yet; build it first, by calling it on "
            f"data or with build(input_shape)."
        )
    own = layer.non_trainable_variables
    mapping = [
        *values_for(layer.trainable_variables, trainable, "trainable_variables", who),
        *values_for(own, frozen, "non_trainable_variables", who),
    ]
    held = [(x, list(x)) for x in layer._walk_call_losses()]
    with StatelessScope(mapping) as scope:
        try:
            outputs = layer(*args, **kwargs)
            losses = layer.losses if return_losses else []
        finally:
            for kept, before in held:
                kept[:] = before
    updated = [scope.get_current_value(variable) for variable in own]
    return (outputs, updated, losses) if return_losses else (outputs, updated)
