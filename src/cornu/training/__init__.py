"""How a model learns: losses and metrics matched to outputs, steps, epochs."""

from cornu.training.data.arrays import weights_from_classes as weights_from_classes
from cornu.training.given import given_config as given_config
from cornu.training.given import given_from_config as given_from_config
from cornu.training.profile import Profile as Profile
from cornu.training.profile import profile as profile
from cornu.training.runner import explain_model as explain_model
from cornu.training.runner import model_runner as model_runner
from cornu.training.trainer import Trainer as Trainer
from cornu.training.trainer import predict as predict
from cornu.training.trainer import require_compiled as require_compiled
