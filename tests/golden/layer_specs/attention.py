"""Attention layers with and without masks, scores, gates and several axes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from layer_spec import Spec, spec

PAIR = [(2, 3, 4), (2, 5, 4)]
TRIPLE = [(2, 3, 4), (2, 5, 6), (2, 5, 4)]
IMAGE = [(2, 2, 3, 4), (2, 4, 2, 4)]
SCORES = {"return_attention_scores": True}
CAUSAL = {"use_causal_mask": True}


def mask(*shape: int) -> np.ndarray:
    count = np.arange(int(np.prod(shape))).reshape(shape)
    return (count * 7 + 3) % 5 > 1


def padding(time: int, *lengths: int) -> np.ndarray:
    return np.arange(time) < np.array(lengths)[:, None]


def specs() -> Iterator[Spec]:
    yield from single("Attention", {}, "dot")
    yield from single("Attention", {"use_scale": True}, "scaled")
    concat = {"score_mode": "concat"}
    yield from single("Attention", concat, "concat")
    yield from single("Attention", {**concat, "use_scale": True}, "concat-scaled")
    yield spec("Attention", PAIR, "dropout", kwargs={"dropout": 0.3, "seed": 4})
    yield from single("AdditiveAttention", {}, "plain")
    yield from single("AdditiveAttention", {"use_scale": False}, "unscaled")
    yield from multi_head()
    yield from group_query()


def single(name: str, kwargs: dict[str, Any], tag: str) -> Iterator[Spec]:
    masks = {"mask": [padding(3, 2, 3), padding(5, 4, 2)]}
    calls: dict[str, dict[str, Any]] = {
        "": {},
        "-scores": SCORES,
        "-causal": CAUSAL,
        "-causal-scores": {**CAUSAL, **SCORES},
        "-masks": masks,
        "-masks-causal": {**masks, **CAUSAL},
        "-masks-scores": {**masks, **SCORES},
        "-one-mask": {"mask": [None, mask(2, 5)]},
    }
    for end, call in calls.items():
        yield spec(name, PAIR, tag + end, kwargs=kwargs, call=call)
        triple = f"{tag}{end}-key"
        yield spec(name, TRIPLE, triple, kwargs=kwargs, call=call)
    # Keras takes a large number from hidden scores; if all are, its gradients are those
    # of what rounding left.
    blind = {"mask": [None, padding(5, 4, 0)]}
    yield spec(name, PAIR, f"{tag}-blind", kwargs=kwargs, call=blind, smooth=False)


def heads(
    name: str, shapes: Any, tag: str, kwargs: dict[str, Any], **call: Any
) -> Spec:
    return spec(name, shapes, tag, kwargs=kwargs, call=call, spread=True)


def calls(with_query: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "", {}
    yield "scores", SCORES
    yield "causal", CAUSAL
    yield "causal-scores", {**CAUSAL, **SCORES}
    for shape in [(3, 5), (2, 3, 5), (2, 1, 3, 5), (2, 4, 3, 5)]:
        yield f"mask{len(shape)}-{shape[1]}", {"attention_mask": mask(*shape)}
    padded = {"value_mask": padding(5, 4, 2)}
    if with_query:  # Keras's MultiHeadAttention passes over one that is given by name
        padded["query_mask"] = padding(3, 2, 3)
    yield "padded", padded
    yield "padded-scores", {**padded, **SCORES}
    every = {**padded, "key_mask": mask(2, 5), "attention_mask": mask(2, 3, 5)}
    yield "every-mask", {**every, **CAUSAL}
    yield "every-mask-scores", {**every, **CAUSAL, **SCORES}


def multi_head() -> Iterator[Spec]:
    name = "MultiHeadAttention"
    small = {"num_heads": 4, "key_dim": 2}
    for tag, call in calls():
        yield heads(name, PAIR, tag or "plain", small, **call)
    # Without dropout Keras cannot do this on JAX.
    wide = {"num_heads": 2, "key_dim": 3, "value_dim": 4, "dropout": 0.2, "seed": 5}
    shaped = {"output_shape": [2, 3], "use_bias": False}
    gate = {"use_gate": True}
    for tag, call in calls():
        if "mask2" in tag or "mask3" in tag or "padded" in tag or not tag:
            yield heads(name, TRIPLE, f"wide-{tag}", {**wide, **gate}, **call)
    yield heads(name, TRIPLE, "shaped", {**wide, **shaped})
    yield heads(name, TRIPLE, "one-size", {**wide, "output_shape": 7}, **SCORES)
    for width in (1, 2):
        window = {**small, "sliding_window": width}
        for tag, call in calls():
            if tag in ("", "causal", "scores", "every-mask", "causal-scores"):
                yield heads(name, PAIR, f"window{width}-{tag}", window, **call)
    far = {**small, "sliding_window": 2, "dropout": 0.3}
    yield heads(name, [(2, 8, 4), (2, 3, 4)], "window-blind", far)
    yield heads(name, [(2, 8, 4), (2, 3, 4)], "window-blind-causal", far, **CAUSAL)
    yield heads(name, PAIR, "gate", {**small, **gate}, **CAUSAL)
    yield heads(name, PAIR, "slow", {**small, "flash_attention": False})
    settings = {
        "kernel_initializer": "he_normal",
        "bias_initializer": "ones",
        "kernel_regularizer": "l2",
        "bias_regularizer": "l2",
        "activity_regularizer": "l2",
        "kernel_constraint": "non_neg",
        "bias_constraint": "max_norm",
        "name": "named",
    }
    yield heads(name, PAIR, "settings", {**small, **settings})
    yield from several_axes(name)


def several_axes(name: str) -> Iterator[Spec]:
    two = {"num_heads": 2, "key_dim": 3}
    both, last = {**two, "attention_axes": [1, 2]}, {**two, "attention_axes": 2}
    square = [(2, 2, 3, 4), (2, 2, 5, 4)]
    yield heads(name, IMAGE, "all-axes", two)
    yield heads(name, IMAGE, "all-axes-scores", two, **SCORES)
    yield heads(name, IMAGE, "both-mask", both, attention_mask=mask(2, 2, 3, 4, 2))
    yield heads(name, square, "last", last)
    yield heads(name, square, "last-scores", last, **SCORES)
    yield heads(name, square, "last-mask", last, attention_mask=mask(2, 3, 5))
    first = {**two, "attention_axes": [-3], "output_shape": [2, 2]}
    yield heads(name, [(2, 2, 3, 4), (2, 5, 3, 4)], "first", first, **SCORES)


def group_query() -> Iterator[Spec]:
    name = "GroupQueryAttention"
    small = {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}
    for tag, call in calls(with_query=True):
        yield heads(name, PAIR, tag or "plain", small, **call)
    more = {**small, "use_gate": True, "use_bias": False, "dropout": 0.3, "seed": 2}
    for tag, call in calls(with_query=True):
        if "mask" in tag or "padded" in tag or not tag:
            yield heads(name, TRIPLE, f"gate-{tag}", more, **call)
    one = {**small, "num_key_value_heads": 1, "sliding_window": 2}
    yield heads(name, PAIR, "window", one, **CAUSAL)
    yield heads(name, PAIR, "window-scores", one, **SCORES)
    settings = {
        "kernel_initializer": "he_normal",
        "kernel_regularizer": "l2",
        "activity_regularizer": "l2",
        "bias_constraint": "max_norm",
    }
    yield heads(name, PAIR, "settings", {**small, **settings})
