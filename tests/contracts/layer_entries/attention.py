"""Attention layers, and Maxout, for the laws of a layer."""

from typing import Any

Entry = tuple[str, dict[str, Any], Any, dict[str, Any]]

PAIR = [(2, 3, 4), (2, 5, 4)]
SPREAD = {"spread": True}


def single() -> list[Entry]:
    concat = {"use_scale": True, "score_mode": "concat"}
    return [
        ("Attention", {}, PAIR, {}),
        ("Attention", {"use_scale": True}, [(2, 3, 4), (2, 5, 6), (2, 5, 4)], {}),
        ("Attention", concat, PAIR, {}),
        ("Attention", {"dropout": 0.4, "seed": 1}, PAIR, {}),
        ("AdditiveAttention", {}, PAIR, {}),
        ("AdditiveAttention", {"use_scale": False, "dropout": 0.3}, PAIR, {}),
    ]


def heads() -> list[Entry]:
    mha, gqa = "MultiHeadAttention", "GroupQueryAttention"
    plain = {"num_heads": 2, "key_dim": 3, "use_bias": False}
    shared = {
        "head_dim": 3,
        "num_query_heads": 4,
        "num_key_value_heads": 2,
        "use_bias": False,
    }
    triple = [(2, 3, 4), (2, 5, 6), (2, 5, 4)]
    more = {"value_dim": 2, "output_shape": 5, "sliding_window": 2}
    image = [(2, 2, 3, 4), (2, 2, 3, 4)]
    return [
        (mha, {"num_heads": 2, "key_dim": 3}, PAIR, SPREAD),
        (mha, {**plain, "dropout": 0.4, "seed": 1}, PAIR, SPREAD),
        (mha, {**plain, **more, "use_gate": True}, triple, SPREAD),
        (mha, {**plain, "flash_attention": True}, PAIR, SPREAD),
        (mha, {**plain, "attention_axes": [1, 2]}, image, SPREAD),
        (mha, {**plain, "attention_axes": 2, "output_shape": (2, 3)}, image, SPREAD),
        (gqa, shared, PAIR, SPREAD),
        (gqa, {**shared, "use_gate": True, "dropout": 0.4}, triple, SPREAD),
    ]


ENTRIES: list[Entry] = [
    *single(),
    *heads(),
    ("Maxout", {"units": 4, "pieces": 3}, (2, 3), {}),
    ("Maxout", {"units": 2, "use_bias": False}, (2, 3, 4), {}),
]

EXEMPT = {
    (
        "MultiHeadAttention-num_heads=2-key_dim=3-[",
        "step_moves_trainable_weights_only",
    ): "the keys' bias adds one number to all scores of a query, without effect",
    (  # [1,2] and 2
        "MultiHeadAttention-num_heads=2-key_dim=3-use_bias=False-attention_axes",
        "masks_pass_as_declared",
    ): "a mask of one axis of time says nothing of the other",
}
