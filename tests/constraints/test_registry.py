import json

import pytest

from cornu import constraints

CONFIGS = {  # what `serialize` gives in Keras 3
    "max_norm": ("MaxNorm", {"max_value": 2, "axis": 0}),
    "non_neg": ("NonNeg", {}),
    "unit_norm": ("UnitNorm", {"axis": 0}),
    "min_max_norm": (
        "MinMaxNorm",
        {"min_value": 0.0, "max_value": 1.0, "rate": 1.0, "axis": 0},
    ),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_names_and_configs(name):
    made = constraints.get(name)
    class_name, config = CONFIGS[name]
    kept = constraints.serialize(made)
    assert kept == {
        "module": "keras.constraints",
        "class_name": class_name,
        "config": config,
        "registered_name": None,
    }
    twin = constraints.deserialize(json.loads(json.dumps(kept)))
    assert type(twin) is type(made) is getattr(constraints, name)
    assert twin.get_config() == config


def test_other_identifiers():
    assert constraints.get(None) is None
    made = constraints.MaxNorm(3)
    assert constraints.get(made) is made
    assert constraints.get(abs) is abs
    with pytest.raises(ValueError, match="Did you mean 'max_norm'"):
        constraints.get("maks_norm")
