"""The protocol is what the backends offer."""

import inspect

import pytest

from cornu.backend import HOST, Backend
from cornu.backend.cuda import CudaBackend

METHODS = [
    name
    for name, member in vars(Backend).items()
    if inspect.isfunction(member) and not name.startswith("_")
]


def test_the_protocol_has_methods():
    assert {"asarray", "to_host", "bits"} <= set(METHODS)


@pytest.mark.parametrize("kind", [type(HOST), CudaBackend])
@pytest.mark.parametrize("name", METHODS)
def test_backends_have_the_same_signatures(kind, name):
    wanted = inspect.signature(getattr(Backend, name)).parameters
    assert list(inspect.signature(getattr(kind, name)).parameters) == list(wanted)


def test_attributes():
    assert HOST.name == "cpu"
    assert HOST.xp.__name__ == "numpy"
    assert callable(HOST.special.erf)
    assert CudaBackend.name == "gpu"
