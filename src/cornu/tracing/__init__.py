"""The traced step: recorded, checked, planned, and replayed as a list of calls."""

from cornu.tracing.explain import explain as explain
from cornu.tracing.program import Program as Program
from cornu.tracing.record import Recording as Recording
from cornu.tracing.replay import Replayer as Replayer
