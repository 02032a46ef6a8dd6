"""Random numbers: generators of states, draws from them, one call to seed it all."""

from cornu.random.distributions import categorical as categorical
from cornu.random.distributions import dropout as dropout
from cornu.random.distributions import normal as normal
from cornu.random.distributions import randint as randint
from cornu.random.distributions import shuffle as shuffle
from cornu.random.distributions import truncated_normal as truncated_normal
from cornu.random.distributions import uniform as uniform
from cornu.random.drawn import beta as beta
from cornu.random.drawn import binomial as binomial
from cornu.random.drawn import gamma as gamma
from cornu.random.generator import SeedGenerator as SeedGenerator
from cornu.random.generator import make_default_seed as make_default_seed
from cornu.random.seed import clear_session as clear_session
from cornu.random.seed import set_random_seed as set_random_seed
