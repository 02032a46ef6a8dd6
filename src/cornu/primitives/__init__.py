"""Every operation the engine knows, one family a module."""

from cornu.primitives import arithmetic as arithmetic
from cornu.primitives import attention as attention
from cornu.primitives import comparison as comparison
from cornu.primitives import contraction as contraction
from cornu.primitives import convolution as convolution
from cornu.primitives import ctc as ctc
from cornu.primitives import distances as distances
from cornu.primitives import elementwise as elementwise
from cornu.primitives import indexing as indexing
from cornu.primitives import linalg as linalg
from cornu.primitives import matrices as matrices
from cornu.primitives import movement as movement
from cornu.primitives import normalization as normalization
from cornu.primitives import optimizer_steps as optimizer_steps
from cornu.primitives import patches as patches
from cornu.primitives import random as random
from cornu.primitives import reduction as reduction
from cornu.primitives import repetition as repetition
from cornu.primitives import scan as scan
from cornu.primitives import softmax as softmax
from cornu.primitives import sorting as sorting
from cornu.primitives import spectral as spectral
from cornu.primitives import state as state
from cornu.primitives import systems as systems
from cornu.primitives import triangular as triangular
from cornu.primitives import unfolding as unfolding
