"""Layers that prepare data: numbers, categories, text, images."""

from cornu.layers.preprocessing.category_encoding import (
    CategoryEncoding as CategoryEncoding,
)
from cornu.layers.preprocessing.discretization import Discretization as Discretization
from cornu.layers.preprocessing.hashed_crossing import HashedCrossing as HashedCrossing
from cornu.layers.preprocessing.hashing import Hashing as Hashing
from cornu.layers.preprocessing.integer_lookup import IntegerLookup as IntegerLookup
from cornu.layers.preprocessing.normalization import Normalization as Normalization
from cornu.layers.preprocessing.rescaling import Rescaling as Rescaling
from cornu.layers.preprocessing.string_lookup import StringLookup as StringLookup
from cornu.layers.preprocessing.text_vectorization import (
    TextVectorization as TextVectorization,
)
