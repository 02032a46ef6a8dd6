"""Initializers: the first values of weights, by name or as objects."""

from cornu.initializers.constant import Constant as Constant
from cornu.initializers.glorot_normal import GlorotNormal as GlorotNormal
from cornu.initializers.glorot_uniform import GlorotUniform as GlorotUniform
from cornu.initializers.he_normal import HeNormal as HeNormal
from cornu.initializers.he_uniform import HeUniform as HeUniform
from cornu.initializers.identity import Identity as Identity
from cornu.initializers.initializer import Initializer as Initializer
from cornu.initializers.lecun_normal import LecunNormal as LecunNormal
from cornu.initializers.lecun_uniform import LecunUniform as LecunUniform
from cornu.initializers.ones import Ones as Ones
from cornu.initializers.orthogonal import Orthogonal as Orthogonal
from cornu.initializers.random_initializer import RandomInitializer as RandomInitializer
from cornu.initializers.random_normal import RandomNormal as RandomNormal
from cornu.initializers.random_uniform import RandomUniform as RandomUniform
from cornu.initializers.registry import deserialize as deserialize
from cornu.initializers.registry import get as get
from cornu.initializers.registry import serialize as serialize
from cornu.initializers.stft import STFT as STFT
from cornu.initializers.truncated_normal import TruncatedNormal as TruncatedNormal
from cornu.initializers.variance_scaling import VarianceScaling as VarianceScaling
from cornu.initializers.zeros import Zeros as Zeros

IdentityInitializer = Identity
OrthogonalInitializer = Orthogonal
STFTInitializer = STFT
zeros = Zeros
ones = Ones
constant = Constant
identity = Identity
random_normal = RandomNormal
truncated_normal = TruncatedNormal
random_uniform = RandomUniform
orthogonal = Orthogonal
stft = STFT
variance_scaling = VarianceScaling
glorot_uniform = GlorotUniform
glorot_normal = GlorotNormal
he_uniform = HeUniform
he_normal = HeNormal
lecun_uniform = LecunUniform
lecun_normal = LecunNormal
