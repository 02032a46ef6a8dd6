"""Models: Sequential, Functional, and your own by subclass."""

from cornu.models.cloning import clone_model as clone_model
from cornu.models.functional import Functional as Functional
from cornu.models.model import Model as Model
from cornu.models.sequential import Sequential as Sequential
from cornu.saving import load_model as load_model
from cornu.saving import model_from_json as model_from_json
from cornu.saving import save_model as save_model
