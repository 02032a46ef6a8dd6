"""Settings, and where new arrays are born."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cornu import config
from cornu.errors import DeviceError

SOURCE = Path(config.__file__).parents[1]

try:
    import cupy
except ImportError:
    cupy = None

without_gpu_library = pytest.mark.skipif(
    cupy is not None, reason="CuPy is installed: no GPU library is missing"
)


@pytest.fixture(autouse=True)
def restored():
    before = config.floatx(), config.epsilon(), config.image_data_format()
    yield
    config.set_floatx(before[0])
    config.set_epsilon(before[1])
    config.set_image_data_format(before[2])


def test_defaults():
    assert config.floatx() == "float32"
    assert config.epsilon() == 1e-7
    assert config.image_data_format() == "channels_last"
    assert config.get_device() == "cpu"


def test_floatx_is_used_where_things_are_born():
    from cornu.autodiff import Tensor, Variable

    config.set_floatx("float64")
    assert Tensor([1.0, 2.0]).dtype == "float64"
    assert Variable(lambda shape, dtype: [0.0, 0.0], shape=(2,)).dtype == "float64"
    config.set_floatx("float32")
    assert Tensor([1.0, 2.0]).dtype == "float32"


def test_wrong_float_type_suggests_the_right_one():
    with pytest.raises(ValueError, match="Did you mean 'float32'"):
        config.set_floatx("flaot32")


def test_epsilon_is_settable():
    config.set_epsilon(1e-3)
    assert config.epsilon() == 1e-3


def test_image_layout():
    config.set_image_data_format("channels_first")
    assert config.standardize_data_format(None) == "channels_first"
    assert config.standardize_data_format("Channels_Last") == "channels_last"
    with pytest.raises(ValueError, match="Did you mean 'channels_last'"):
        config.set_image_data_format("chanels_last")


@pytest.mark.parametrize("name", ["tpu", "gpu:x", "", "gpu:-1"])
def test_unknown_devices_are_refused(name):
    with pytest.raises(ValueError, match="Use 'cpu', 'gpu' or 'gpu:<index>'"):
        config.set_device(name)
    assert config.get_device() == "cpu"


@without_gpu_library
@pytest.mark.parametrize("name", ["gpu", "gpu:0", "cuda", "/GPU:0"])
def test_a_missing_gpu_is_refused_at_once_with_the_remedy(name):
    with pytest.raises(DeviceError, match=r'pip install "cornu\[cuda1[23]\]"'):
        config.set_device(name)
    with pytest.raises(DeviceError), config.device(name):
        pass
    assert config.get_device() == "cpu"


def run(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@without_gpu_library
@pytest.mark.parametrize(
    "environment", [{"CORNU_DEVICE": "gpu"}, {"CORNU_BACKEND": "cupy"}]
)
def test_a_gpu_asked_for_by_the_environment_fails_where_an_array_is_born(environment):
    found = run(
        "import cornu.config, cornu.autodiff\n"
        "print('imported', flush=True)\n"
        "cornu.autodiff.Tensor([1.0])\n",
        **environment,
    )
    assert found.stdout == "imported\n"
    assert found.returncode != 0
    last = found.stderr.strip().splitlines()[-1]
    assert last.startswith("cornu.errors.DeviceError: A GPU was asked for")
    assert "pip install" in last
    assert 'set_device("cpu")' in last


def test_a_wrong_device_in_the_environment_is_named():
    found = run(
        "import cornu.autodiff; cornu.autodiff.Tensor(1.0)", CORNU_DEVICE="gppu"
    )
    assert "Unknown device 'gppu'" in found.stderr


def test_device_scope_ends():
    with config.device("cpu"):
        assert config.get_device() == "cpu"
        assert config.current_backend().name == "cpu"
    with pytest.raises(KeyError), config.device("cpu"):
        raise KeyError
    assert config.get_device() == "cpu"


def test_each_thread_has_its_own_device():
    seen = []

    def work():
        seen.append(config.get_device())
        with config.device("cpu"):
            seen.append(config.current_backend().name)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == ["cpu", "cpu"]
