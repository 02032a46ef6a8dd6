"""Models: Sequential, Functional, and your own by subclass."""

from typing import TYPE_CHECKING, Any

from cornu import saving as _saving
from cornu.models.cloning import clone_model as clone_model
from cornu.models.functional import Functional as Functional
from cornu.models.model import Model as Model
from cornu.models.sequential import Sequential as Sequential

if TYPE_CHECKING:
    from cornu.saving import load_model as load_model
    from cornu.saving import model_from_json as model_from_json
    from cornu.saving import save_model as save_model

_OF_FILES = ("load_model", "model_from_json", "save_model")


def __getattr__(name: str) -> Any:
    if name not in _OF_FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(_saving, name)  # read from disk when asked for
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_OF_FILES})
