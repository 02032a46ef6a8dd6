"""The laws' cases of transposed, depthwise, separable convolutions and more."""

from typing import Any

from contracts.nested import Nested

SPATIAL = {1: (5,), 2: (4, 5), 3: (3, 2, 4)}
FIRST = {"data_format": "channels_first"}

ELSEWHERE = {"Wrapper": "abstract; see tests/layers/core"}
EXEMPT = {
    ("SpectralNormalization-layer=Embedding", "misuse_is_explained"): (
        "takes inputs of any rank"
    ),
}


def entries() -> list[tuple[str, dict[str, Any], Any, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any], Any, dict[str, Any]]] = []

    def add(name: str, kwargs: dict[str, Any], shape: Any, **options: Any) -> None:
        found.append((name, kwargs, shape, options))

    for rank, sizes in SPATIAL.items():
        last, first = (2, *sizes, 4), (2, 4, *sizes)
        up = {"filters": 2, "kernel_size": 2}
        add(f"Conv{rank}DTranspose", {**up, "strides": 2}, last)
        add(f"Conv{rank}DTranspose", {**up, **FIRST, "padding": "same"}, first)
        if rank < 3:
            add(f"DepthwiseConv{rank}D", {"kernel_size": 2}, last)
            kwargs = {"kernel_size": 2, "depth_multiplier": 2, **FIRST}
            add(f"DepthwiseConv{rank}D", kwargs, first)
            add(f"SeparableConv{rank}D", {**up, "padding": "same"}, last)
            add(f"SeparableConv{rank}D", {**up, "depth_multiplier": 2, **FIRST}, first)
        for kind in ("Average", "Max"):
            add(f"Adaptive{kind}Pooling{rank}D", {"output_size": 2}, last)
            add(f"Adaptive{kind}Pooling{rank}D", {"output_size": 1, **FIRST}, first)
        time = (2, 3, *sizes, 2)
        add(f"ConvLSTM{rank}D", up, time)
        kwargs = {**up, "return_sequences": True, "padding": "same", "dropout": 0.3}
        add(f"ConvLSTM{rank}D", kwargs, time)
        kwargs = {**up, **FIRST, "return_state": True, "recurrent_dropout": 0.3}
        add(f"ConvLSTM{rank}D", kwargs, (2, 3, 2, *sizes))
    kwargs = {"equation": "abc,cd->abd", "output_shape": (None, 5), "bias_axes": "d"}
    add("EinsumDense", kwargs, (2, 3, 4))
    kwargs = {"equation": "ab...,bc->ac...", "output_shape": 5, "activation": "tanh"}
    add("EinsumDense", kwargs, (2, 3, 4))
    kwargs = {"equation": "...x,xy->...y", "output_shape": 5, "bias_axes": "y"}
    add("EinsumDense", kwargs, (2, 3, 4))
    add("GroupNormalization", {"groups": 2}, (2, 3, 4))
    add("GroupNormalization", {"groups": 2, "axis": 1, "scale": False}, (2, 4, 3, 2))
    add("GroupNormalization", {"groups": -1, "center": False}, (2, 3, 2, 4))
    add("RMSNormalization", {}, (2, 3, 4))
    add("RMSNormalization", {"axis": 1}, (2, 3, 4))
    add("RMSNormalization", {"axis": [1, 2]}, (2, 3, 4))
    add("UnitNormalization", {}, (2, 3, 4))
    add("UnitNormalization", {"axis": [1, 2]}, (2, 3, 4))
    add("SpectralNormalization", {"layer": Nested("Dense", {"units": 3})}, (2, 4))
    conv = Nested("Conv1D", {"filters": 2, "kernel_size": 2})
    add("SpectralNormalization", {"layer": conv, "power_iterations": 2}, (2, 5, 3))
    table = Nested("Embedding", {"input_dim": 5, "output_dim": 3})
    add("SpectralNormalization", {"layer": table}, (2, 4), max_int=5)
    sizes5 = {"input_dim": 5, "output_dim": 3}
    add("ReversibleEmbedding", sizes5, (2, 4), max_int=5)
    add("ReversibleEmbedding", {**sizes5, "mask_zero": True}, (2, 4), max_int=5)
    return found


ENTRIES = entries()
