"""Preprocessing layers, for the laws of a layer."""

_TEXT = "works on strings; see tests/layers/preprocessing and test_preprocessing_golden"

ELSEWHERE = {
    "Hashing": _TEXT,
    "HashedCrossing": _TEXT,
    "StringLookup": _TEXT,
    "TextVectorization": _TEXT,
}

_STATISTICS = "its weights are statistics of data, which no gradient moves"
_STEP = "step_moves_trainable_weights_only"
_INTEGERS = "integers come out, or vectors of zeros and ones, in which nothing flows"

EXEMPT = {
    ("Discretization", _STEP): _INTEGERS,
    ("Discretization", "dtype_policies_are_obeyed"): "boundaries round with the inputs",
}

_GIVEN = {"mean": [1.0, 2.0, -1.0], "variance": [1.0, 4.0, 0.25]}
_EDGES = {"bin_boundaries": [-0.5, 0.0, 0.7]}

ENTRIES = [
    ("Rescaling", {"scale": 0.5, "offset": -1.0}, (2, 3), {}),
    ("Rescaling", {"scale": [1.0, 2.0, 3.0]}, (2, 4, 3), {}),
    ("Normalization", _GIVEN, (2, 3), {}),
    ("Normalization", {"invert": True, "axis": 1, **_GIVEN}, (2, 3, 4), {}),
    ("Normalization", {"axis": None}, (2, 3, 4), {}),
    ("Normalization", {"axis": [1, -1]}, (2, 3, 4), {}),
    ("Discretization", _EDGES, (2, 3), {}),
    ("Discretization", {"output_mode": "one_hot", **_EDGES}, (2, 1), {}),
    ("Discretization", {"output_mode": "count", **_EDGES}, (2, 3), {}),
    ("CategoryEncoding", {"num_tokens": 4}, (2, 3), {"max_int": 4}),
    (
        "CategoryEncoding",
        {"num_tokens": 4, "output_mode": "one_hot"},
        (2, 1),
        {"max_int": 4},
    ),
    (
        "CategoryEncoding",
        {"num_tokens": 4, "output_mode": "count"},
        (2, 2, 3),
        {"max_int": 5},
    ),
    (
        "IntegerLookup",
        {"vocabulary": [0, 3, 7], "num_oov_indices": 2},
        (2, 3),
        {"max_int": 9},
    ),
    (
        "IntegerLookup",
        {"vocabulary": [0, 3, 7], "output_mode": "multi_hot"},
        (2, 3),
        {"max_int": 9},
    ),
]
