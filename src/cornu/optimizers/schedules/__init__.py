"""Learning rates that change from step to step."""

from cornu.optimizers.schedules.cosine_decay import CosineDecay as CosineDecay
from cornu.optimizers.schedules.cosine_decay_restarts import (
    CosineDecayRestarts as CosineDecayRestarts,
)
from cornu.optimizers.schedules.exponential_decay import (
    ExponentialDecay as ExponentialDecay,
)
from cornu.optimizers.schedules.inverse_time_decay import (
    InverseTimeDecay as InverseTimeDecay,
)
from cornu.optimizers.schedules.learning_rate_schedule import (
    LearningRateSchedule as LearningRateSchedule,
)
from cornu.optimizers.schedules.learning_rate_schedule import (
    deserialize as deserialize,
)
from cornu.optimizers.schedules.learning_rate_schedule import serialize as serialize
from cornu.optimizers.schedules.piecewise_constant_decay import (
    PiecewiseConstantDecay as PiecewiseConstantDecay,
)
from cornu.optimizers.schedules.polynomial_decay import (
    PolynomialDecay as PolynomialDecay,
)
