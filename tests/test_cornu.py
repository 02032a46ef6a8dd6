"""Names that hang in other places than the modules they come from."""

import cornu as keras
from cornu import backend, config


def test_version():
    assert keras.version() == keras.__version__


def test_backend_names():
    assert backend.backend() == config.backend() == "numpy"
    assert backend.floatx() == "float32"
    assert backend.epsilon() == 1e-7
    assert backend.image_data_format() == "channels_last"
    assert backend.result_type("int32", "float16") == "float16"
    assert backend.standardize_dtype(int) == "int32"
    assert backend.is_float_dtype("float16")
    assert backend.is_int_dtype("int8")
    assert backend.is_keras_tensor(keras.Input((2,)))
    assert not backend.is_keras_tensor(keras.Tensor([1.0]))


def test_names_count_together():
    backend.clear_session()
    assert [backend.get_uid("dense"), backend.get_uid("dense")] == [1, 2]
    assert keras.layers.Dense(1).name == "dense_2"
    assert backend.get_uid("dense") == 4


def test_settings_are_the_same_ones():
    backend.set_floatx("float64")
    backend.set_epsilon(1e-3)
    backend.set_image_data_format("channels_first")
    try:
        assert config.floatx() == "float64"
        assert config.epsilon() == 1e-3
        assert config.image_data_format() == "channels_first"
    finally:
        backend.set_floatx("float32")
        backend.set_epsilon(1e-7)
        backend.set_image_data_format("channels_last")


def test_remat():
    assert keras.remat(abs)(-2) == 2
