"""Files: weights now; written whole or not at all, read with distrust."""

from cornu.saving.graph_reader import read_graph as read_graph
from cornu.saving.graph_writer import write_graph as write_graph
from cornu.saving.weights import load_weights as load_weights
from cornu.saving.weights import save_weights as save_weights
from cornu.utils.registry import custom_object_scope as custom_object_scope
from cornu.utils.registry import custom_objects as get_custom_objects
from cornu.utils.registry import (
    register_keras_serializable as register_keras_serializable,
)

CustomObjectScope = custom_object_scope
__all__ = [
    "CustomObjectScope",
    "custom_object_scope",
    "get_custom_objects",
    "load_weights",
    "register_keras_serializable",
    "save_weights",
]
