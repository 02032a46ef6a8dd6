"""Files: written whole or not at all, read with distrust."""

from typing import TYPE_CHECKING

from cornu.saving.graph_reader import read_graph as read_graph
from cornu.saving.graph_writer import write_graph as write_graph
from cornu.saving.json_text import to_text as to_text
from cornu.saving.objects import describe as describe
from cornu.saving.objects import deserialize_keras_object as deserialize_keras_object
from cornu.saving.objects import get_registered_name as get_registered_name
from cornu.saving.objects import get_registered_object as get_registered_object
from cornu.saving.objects import revive as revive
from cornu.saving.objects import serialize_keras_object as serialize_keras_object
from cornu.utils.later import load_later as _load_later
from cornu.utils.registry import custom_object_scope as custom_object_scope
from cornu.utils.registry import custom_objects as get_custom_objects
from cornu.utils.registry import (
    register_keras_serializable as register_keras_serializable,
)

CustomObjectScope = custom_object_scope
__all__ = [
    "CustomObjectScope",
    "custom_object_scope",
    "deserialize_keras_object",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "load_model",
    "load_weights",
    "register_keras_serializable",
    "save_model",
    "save_weights",
    "serialize_keras_object",
]

if TYPE_CHECKING:
    from cornu.saving.model_files import load_model as load_model
    from cornu.saving.model_files import model_from_json as model_from_json
    from cornu.saving.model_files import save_model as save_model
    from cornu.saving.weights import load_weights as load_weights
    from cornu.saving.weights import save_weights as save_weights

# Files bring the zip and HDF5 machinery with them; not every program has any.
_LATER = {
    ".model_files": "load_model model_from_json save_model",
    ".weights": "load_weights save_weights",
}
__getattr__, __dir__, _ = _load_later(__name__, _LATER, {})
