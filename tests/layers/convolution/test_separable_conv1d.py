"""SeparableConv1D: how many weights it saves."""

from cornu import layers


def test_has_fewer_weights():
    kwargs = {"filters": 32, "kernel_size": 5, "use_bias": False}
    separable, whole = layers.SeparableConv1D(**kwargs), layers.Conv1D(**kwargs)
    for layer in (separable, whole):
        layer.build((None, 10, 16))
    assert separable.count_params() == 5 * 16 + 16 * 32
    assert whole.count_params() == 5 * 16 * 32
