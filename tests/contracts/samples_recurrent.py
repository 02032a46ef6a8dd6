"""Samples of the recurrent primitives: masks, dropout factors, order, curves."""

from typing import Any

B, T, U = 3, 4, 2
STATE, SEQUENCE = (B, U), (B, T, U)
MASK = ((B, T), "bool")

# mask, whether there are dropout factors, whether the last step comes first
_WAYS: list[tuple[Any, bool, bool]] = [
    (None, False, False),
    (MASK, False, True),
    (MASK, True, False),
]
_CURVES = (
    ("tanh", "sigmoid"),
    ("relu", "hard_sigmoid"),
    ("softsign", "sigmoid"),
    ("elu", "sigmoid"),
    ("linear", "tanh"),
    ("relu6", "sigmoid"),
    ("sigmoid", "sigmoid"),
    ("hard_sigmoid", "sigmoid"),
)

SAMPLES: dict[str, list[Any]] = {
    "simple_rnn": [],
    "simple_rnn_gradient": [],
    "lstm": [],
    "lstm_gradient": [],
    "gru": [],
    "gru_gradient": [],
}


def _drop(gates: int, batch: int, given: bool) -> Any:
    return (gates, batch, U) if given else None


def _gated(activation: str, recurrent: str, reverse: bool) -> dict[str, Any]:
    return {
        "activation": activation,
        "recurrent_activation": recurrent,
        "reverse": reverse,
    }


for _i, (_act, _rec) in enumerate(_CURVES):
    _mask, _some, _reverse = _WAYS[_i % 3]
    SAMPLES["simple_rnn"].append(
        (
            (SEQUENCE, (U, U), STATE, _mask, _drop(1, B, _some)),
            {"activation": _act, "reverse": _reverse},
        )
    )
    SAMPLES["lstm"].append(
        (
            ((B, T, 4 * U), (U, 4 * U), STATE, STATE, _mask, _drop(4, B, _some)),
            _gated(_act, _rec, _reverse),
        )
    )
    for _after in (True, False):
        _bias = (3 * U,) if _after and _i % 2 == 0 else None
        SAMPLES["gru"].append(
            (
                ((B, T, 3 * U), (U, 3 * U), STATE, _bias, _mask, _drop(3, B, _some)),
                {**_gated(_act, _rec, _reverse), "reset_after": _after},
            )
        )

# ---- nothing to do: no rows, no steps ----

for _b, _t in ((0, 3), (2, 0)):
    SAMPLES["simple_rnn"].append((((_b, _t, U), (U, U), (_b, U)), {}))
    SAMPLES["lstm"].append(
        (
            ((_b, _t, 4 * U), (U, 4 * U), (_b, U), (_b, U)),
            _gated("tanh", "sigmoid", False),
        )
    )
    SAMPLES["gru"].append(
        (
            ((_b, _t, 3 * U), (U, 3 * U), (_b, U)),
            _gated("tanh", "sigmoid", False),
        )
    )

# ---- the gradients, which are primitives of their own ----

for _b in (B, 0):
    for _mask, _dropped, _reverse in _WAYS:
        _state, _sequence = (_b, U), (_b, T, U)
        _gates, _cells = (T, 4, _b, U), (T, _b, U)
        _live = None if _mask is None else ((_b, T), "bool")
        _rest = [(_live, _drop(g, _b, _dropped), _sequence) for g in (1, 4, 3)]
        SAMPLES["simple_rnn_gradient"].append(
            (
                (_sequence, _state, (U, U), _state, *_rest[0]),
                {"activation": "tanh", "reverse": _reverse},
            )
        )
        for _some in (True, False):
            _g = (_gates, _cells, _cells) if _some else (None, None, None)
            SAMPLES["lstm_gradient"].append(
                (
                    (
                        *(_sequence, _state, _state, *_g),
                        *(
                            (U, 4 * U),
                            _state,
                            _state,
                            *_rest[1],
                            _gates,
                            _cells,
                            _cells,
                        ),
                    ),
                    _gated("tanh", "sigmoid", _reverse),
                )
            )
            SAMPLES["gru_gradient"].append(
                (
                    (
                        *(_sequence if _some else None, _state, _g[0]),
                        *((U, 3 * U), _state, *_rest[2], _gates),
                    ),
                    {**_gated("tanh", "sigmoid", _reverse), "reset_after": _some},
                )
            )
