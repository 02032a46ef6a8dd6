"""Optimizers: what turns gradients into new weights."""

from cornu.optimizers import schedules as schedules
from cornu.optimizers.adadelta import Adadelta as Adadelta
from cornu.optimizers.adagrad import Adagrad as Adagrad
from cornu.optimizers.adam import Adam as Adam
from cornu.optimizers.adamax import Adamax as Adamax
from cornu.optimizers.adamw import AdamW as AdamW
from cornu.optimizers.ftrl import Ftrl as Ftrl
from cornu.optimizers.lamb import Lamb as Lamb
from cornu.optimizers.lion import Lion as Lion
from cornu.optimizers.loss_scale_optimizer import (
    LossScaleOptimizer as LossScaleOptimizer,
)
from cornu.optimizers.nadam import Nadam as Nadam
from cornu.optimizers.optimizer import Optimizer as Optimizer
from cornu.optimizers.registry import deserialize as deserialize
from cornu.optimizers.registry import get as get
from cornu.optimizers.registry import serialize as serialize
from cornu.optimizers.rmsprop import RMSprop as RMSprop
from cornu.optimizers.sgd import SGD as SGD
