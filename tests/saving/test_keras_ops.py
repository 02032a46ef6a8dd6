import pytest

from cornu.saving.keras_ops import keras_name


@pytest.mark.parametrize(
    ("op", "module", "class_name", "count"),
    [
        ("mean", "numpy", "Mean", 1),
        ("get_item", "numpy", "GetItem", 2),
        ("softmax", "nn", "Softmax", 1),
        ("ctc_loss", "nn", "CTCLoss", 4),
        ("image.rgb_to_hsv", "image", "RGBToHSV", 1),
    ],
)
def test_names_are_those_of_keras(op, module, class_name, count):
    found = keras_name(op)
    assert found[:3] == (f"keras.src.ops.{module}", class_name, count)
