"""Suites of laws to hold own primitives and functions to."""

from cornu.testing.check_layer import LAYER_LAWS as LAYER_LAWS
from cornu.testing.check_layer import check_layer as check_layer
from cornu.testing.check_primitive import LAWS as LAWS
from cornu.testing.check_primitive import check_primitive as check_primitive
from cornu.testing.gradcheck import check_gradients as check_gradients
