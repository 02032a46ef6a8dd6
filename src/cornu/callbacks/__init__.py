"""Callbacks: what watches training, and may steer it."""

from cornu.callbacks.callback import Callback as Callback
from cornu.callbacks.callback_list import CallbackList as CallbackList
from cornu.callbacks.csv_logger import CSVLogger as CSVLogger
from cornu.callbacks.early_stopping import EarlyStopping as EarlyStopping
from cornu.callbacks.history import History as History
from cornu.callbacks.lambda_callback import LambdaCallback as LambdaCallback
from cornu.callbacks.learning_rate_scheduler import (
    LearningRateScheduler as LearningRateScheduler,
)
from cornu.callbacks.model_checkpoint import ModelCheckpoint as ModelCheckpoint
from cornu.callbacks.progbar import ProgbarLogger as ProgbarLogger
from cornu.callbacks.reduce_lr_on_plateau import ReduceLROnPlateau as ReduceLROnPlateau
from cornu.callbacks.terminate_on_nan import TerminateOnNaN as TerminateOnNaN
