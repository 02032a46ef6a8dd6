"""Settings, and where new arrays are born."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from cornu import config
from cornu.errors import ArgumentError, DeviceError, SafetyError

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


# ---- limits, messages, and what Keras can be told as well ----


def small_model():
    import cornu as keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


X = np.ones((32, 2), "float32")
Y = np.ones((32, 1), "float32")


def test_limits_are_obeyed():
    model = small_model()
    config.set_max_epochs(2)
    config.set_max_steps_per_epoch(3)
    try:
        assert (config.max_epochs(), config.max_steps_per_epoch()) == (2, 3)
        history = model.fit(X, Y, batch_size=4, epochs=5, verbose=0)
        assert len(history.history["loss"]) == 2
        assert history.params["steps"] == 3
        assert model.optimizer.iterations.numpy() == 6
        assert model.predict(X, batch_size=4, verbose=0).shape == (12, 1)
        batches = [(X[:4], Y[:4])] * 8
        model.fit(iter(batches), epochs=1, verbose=0)
        assert model.optimizer.iterations.numpy() == 9
        model.fit(iter(batches[:2]), epochs=1, verbose=0)
        assert model.optimizer.iterations.numpy() == 11
    finally:
        config.set_max_epochs(None)
        config.set_max_steps_per_epoch(None)
    assert len(model.fit(X, Y, epochs=3, verbose=0).history["loss"]) == 3


def test_limits_from_the_environment(monkeypatch):
    monkeypatch.setenv("CORNU_MAX_EPOCHS", "1")
    monkeypatch.setenv("CORNU_MAX_STEPS_PER_EPOCH", "2")
    assert (config.max_epochs(), config.max_steps_per_epoch()) == (1, 2)
    monkeypatch.setenv("CORNU_MAX_EPOCHS", "many")
    assert config.max_epochs() is None


@pytest.mark.parametrize("bad", [0, -1, "a", True, 1.5])
def test_limits_are_positive_integers(bad):
    with pytest.raises(ArgumentError, match="must be a positive integer"):
        config.set_max_epochs(bad)
    with pytest.raises(ArgumentError, match="must be a positive integer"):
        config.set_max_steps_per_epoch(bad)


def test_interactive_logging(capsys, caplog):
    model = small_model()
    assert config.is_interactive_logging_enabled()
    config.disable_interactive_logging()
    try:
        assert not config.is_interactive_logging_enabled()
        with caplog.at_level("INFO", "cornu"):
            model.fit(X, Y, epochs=1)
    finally:
        config.enable_interactive_logging()
    assert capsys.readouterr().out == ""
    assert caplog.messages[0] == "Epoch 1/1"
    assert "loss: " in caplog.messages[1]
    model.fit(X, Y, epochs=1)
    assert "loss: " in capsys.readouterr().out


def test_backend_by_name():
    assert config.backend() == "numpy"
    config.set_backend("numpy")
    assert config.get_device() == "cpu"
    with pytest.raises(ArgumentError, match="'jax' is not one of this library's"):
        config.set_backend("jax")


def test_flash_attention_and_nnx():
    assert config.is_flash_attention_enabled() is None
    config.enable_flash_attention()
    assert config.is_flash_attention_enabled() is True
    config.disable_flash_attention()
    assert config.is_flash_attention_enabled() is False
    config._attention["flash"] = None
    assert config.is_nnx_enabled() is False


def test_no_switch_lets_files_run_code():
    with pytest.raises(SafetyError, match="safe_mode=False"):
        config.enable_unsafe_deserialization()
