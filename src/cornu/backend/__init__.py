"""Where arrays live: one small protocol, NumPy and CuPy behind it."""

from cornu.backend.base import Backend as Backend
from cornu.backend.host import HOST as HOST
from cornu.backend.host import trim_memory as trim_memory
from cornu.backend.of import backend_for as backend_for
from cornu.backend.of import backend_of as backend_of
from cornu.backend.of import common_backend as common_backend
from cornu.backend.of import parse_device as parse_device
