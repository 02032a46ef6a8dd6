"""Models: Sequential, Functional, and your own by subclass."""

from typing import TYPE_CHECKING

from cornu.models.cloning import clone_model as clone_model
from cornu.models.functional import Functional as Functional
from cornu.models.model import Model as Model
from cornu.models.sequential import Sequential as Sequential
from cornu.utils.later import load_later as _load_later

if TYPE_CHECKING:
    from cornu.saving.model_files import load_model as load_model
    from cornu.saving.model_files import model_from_json as model_from_json
    from cornu.saving.model_files import save_model as save_model

_LATER = {"cornu.saving.model_files": "load_model model_from_json save_model"}
__getattr__, __dir__, _ = _load_later(__name__, _LATER, {})
