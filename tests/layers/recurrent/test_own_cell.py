import pytest

import cornu as keras
from cornu.layers.recurrent.own_cell import cell_kwargs


@pytest.mark.parametrize("name", ["SimpleRNN", "LSTM", "GRU"])
def test_settings_are_read_off_the_cell(name):
    layer = getattr(keras.layers, name)(3, dropout=0.2, kernel_regularizer="l2", seed=4)
    assert layer.units == 3
    assert layer.dropout == 0.2
    assert layer.seed == 4
    assert layer.activation is layer.cell.activation
    assert layer.kernel_regularizer is layer.cell.kernel_regularizer
    with pytest.raises(AttributeError, match="no attribute 'filters'"):
        _ = layer.filters


@pytest.mark.parametrize("name", ["SimpleRNN", "LSTM", "GRU"])
def test_a_relic_of_keras_2_is_taken_and_dropped(name):
    layer = getattr(keras.layers, name)(3, implementation=2)
    assert "implementation" not in layer.get_config()


@pytest.mark.parametrize("name", ["SimpleRNN", "LSTM", "GRU"])
def test_regularizers_add_losses(name):
    layer = getattr(keras.layers, name)(
        3,
        kernel_regularizer=keras.regularizers.L2(0.5),
        activity_regularizer=keras.regularizers.L2(0.5),
    )
    output = layer(keras.ops.ones((1, 4, 2)))
    losses = sorted(float(loss) for loss in layer.losses)
    wanted = [(x.numpy() ** 2).sum() / 2 for x in (layer.weights[0], output)]
    assert losses == pytest.approx(sorted(wanted), rel=1e-5)


def test_a_cell_gets_the_layers_type():
    assert cell_kwargs({"dtype": "float16", "name": "x"}, "c") == {
        "dtype": "float16",
        "name": "c",
    }
    layer = keras.layers.GRU(2, dtype="float64")
    assert layer(keras.ops.ones((1, 2, 3))).dtype == "float64"
