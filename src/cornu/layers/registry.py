"""The names layers are found by in configs."""

from cornu.utils.registry import Registry

layer_registry = Registry("layer", "keras.layers")
register_layer = layer_registry.register()
