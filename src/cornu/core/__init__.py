"""How a call becomes a number or a shape: specs, primitives, dispatch."""

from cornu.core.bind import Box as Box
from cornu.core.dtypes import is_float_dtype as is_float_dtype
from cornu.core.dtypes import is_int_dtype as is_int_dtype
from cornu.core.dtypes import standardize_dtype as standardize_dtype
from cornu.core.primitive import COLLECTIVE as COLLECTIVE
from cornu.core.primitive import CONTRACTION as CONTRACTION
from cornu.core.primitive import ELEMENTWISE as ELEMENTWISE
from cornu.core.primitive import GATHER as GATHER
from cornu.core.primitive import OPAQUE as OPAQUE
from cornu.core.primitive import PRIMITIVES as PRIMITIVES
from cornu.core.primitive import RANDOM as RANDOM
from cornu.core.primitive import REDUCTION as REDUCTION
from cornu.core.primitive import STATE as STATE
from cornu.core.primitive import VIEW as VIEW
from cornu.core.primitive import WINDOW as WINDOW
from cornu.core.primitive import Primitive as Primitive
from cornu.core.primitive import primitive as primitive
from cornu.core.spec import Spec as Spec
from cornu.core.spec import as_dtype as as_dtype
from cornu.core.spec import dtype_name as dtype_name
from cornu.core.spec import is_text_dtype as is_text_dtype
from cornu.core.spec import make_spec as make_spec
from cornu.core.spec import same_shape as same_shape
from cornu.core.spec import spec_of as spec_of
