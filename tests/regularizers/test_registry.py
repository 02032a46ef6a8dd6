import json

import pytest

from cornu import regularizers

CONFIGS = {  # what `serialize` gives in Keras 3
    "l1": ("L1", {"l1": 0.01}),
    "l2": ("L2", {"l2": 0.01}),
    "l1_l2": ("L1L2", {"l1": 0.0, "l2": 0.0}),
    "orthogonal_regularizer": (
        "OrthogonalRegularizer",
        {"factor": 0.01, "mode": "rows"},
    ),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_names_and_configs(name):
    made = regularizers.get(name)
    class_name, config = CONFIGS[name]
    kept = regularizers.serialize(made)
    assert kept == {
        "module": "keras.regularizers",
        "class_name": class_name,
        "config": config,
        "registered_name": None,
    }
    twin = regularizers.deserialize(json.loads(json.dumps(kept)))
    assert type(twin) is type(made) is getattr(regularizers, name)
    assert twin.get_config() == config


def test_other_identifiers():
    assert regularizers.get(None) is None
    made = regularizers.L2(0.5)
    assert regularizers.get(made) is made
    assert regularizers.get(abs) is abs
    with pytest.raises(ValueError, match="Did you mean 'l2'"):
        regularizers.get("l3")
