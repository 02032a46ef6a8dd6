"""Record the layers of text and categories of real Keras 3 into ``preprocessing.json``.

Run: ``python -m pip install keras tensorflow`` and then
``KERAS_BACKEND=tensorflow python tests/golden/make_preprocessing.py``. These layers of
Keras compute by TensorFlow whatever the backend is.
Each case holds the constructor's arguments, ``get_config()`` before and after `adapt`,
the vocabulary or the weights, and for each input the output's values, type and shape;
or the class of the error.
"""

from __future__ import annotations

import json
import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

PATH = Path(__file__).resolve().parent / "preprocessing.json"
Case = dict[str, Any]

WORDS = [
    "", "a", "A", "abc", "abcd", "abcdefg", "hello", "hello world", "x" * 16, "x" * 17,
    "y" * 31, "z" * 32, "z" * 33, "q" * 63, "q" * 64, "q" * 65, "w" * 128, "w" * 129,
    "vw" * 150, "é中🙂", "[UNK]", "tab\tand\nline",
]  # fmt: skip
INTEGERS = [0, 1, -5, 7, 37, 1000, 123456789, -(2**40), 2**62]
FEATURE = ["A", "B", "A", "B", "", "é中"]
NUMBERS = [101, 101, 102, -7, 0, 2**40]
ROWS = [["a", "b", "a"], ["z", "q", "c"]]
INTEGER_ROWS = [[12, 36, 12], [5, 1000, 1138]]
TEXTS = ["The cat, sat!", "the dog", "A cat? a Cat. a-b c_d"]
ODD_TEXTS = [
    "it's ... ok!? e.g. 3.14 #tag @me 50% a/b",
    "Ünïcode ÉCOLE “quoted” – naïve",
    "a\tb\nc\u00a0d  f\x0bg\x0ch  ",
    "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'\u2019",
]
VALUES = [[-1.5, 1.0, 3.4, 0.5], [0.0, 3.0, 1.3, 0.0]]


def case(
    class_name: str, tag: str, kwargs: Case, inputs: list[Any], **more: Any
) -> Case:
    """Describe a case; `more` may hold `adapt`, the data to learn from."""
    name = f"{class_name}-{tag}"
    return {
        "id": name,
        "class_name": class_name,
        "kwargs": kwargs,
        "inputs": inputs,
        **more,
    }


def hashing() -> Iterator[Case]:
    large = 10**9
    yield case("Hashing", "words", {"num_bins": large}, [WORDS])
    yield case("Hashing", "integers", {"num_bins": large}, [INTEGERS])
    for tag, salt in {"one": 133, "pair": [133, 137], "large": [2**62, 1]}.items():
        kwargs = {"num_bins": large, "salt": salt}
        yield case("Hashing", f"salt-{tag}", kwargs, [WORDS, INTEGERS])
    letters = [["A"], ["B"], [""], ["C"], ["D"]]
    kwargs = {"num_bins": 3, "mask_value": ""}
    yield case("Hashing", "mask", kwargs, [letters])
    kwargs = {"num_bins": 5, "mask_value": 7}
    yield case("Hashing", "mask-integer", kwargs, [[[7, 1, 2, 3]]])
    kwargs = {"num_bins": 3, "mask_value": "", "salt": 5}
    yield case("Hashing", "mask-salt", kwargs, [letters])
    yield case("Hashing", "int32", {"num_bins": 9, "dtype": "int32"}, [letters])
    for mode in ("one_hot", "multi_hot", "count"):
        kwargs = {"num_bins": 3, "output_mode": mode}
        yield case("Hashing", mode, kwargs, [["A", "B"], letters, [["A", "B", "A"]]])


def crossing() -> Iterator[Case]:
    pair = {"@features": [FEATURE, NUMBERS]}
    three = {"@features": [NUMBERS, FEATURE, NUMBERS[::-1]]}
    column = {"@features": [[[v] for v in FEATURE], [[v] for v in NUMBERS]]}
    texts = {"@features": [FEATURE, FEATURE[::-1]]}
    for bins in (5, 10**9):
        yield case(
            "HashedCrossing",
            f"{bins}",
            {"num_bins": bins},
            [pair, three, column, texts],
        )
    kwargs = {"num_bins": 5, "output_mode": "one_hot"}
    yield case("HashedCrossing", "one_hot", kwargs, [pair, column])


def string_lookup() -> Iterator[Case]:
    words = ["a", "b", "c"]
    idf = {"output_mode": "tf_idf", "idf_weights": [0.5, 1.0, 2.0]}
    six = {"max_tokens": 6, "pad_to_max_tokens": True}
    settings: dict[str, Case] = {
        "int": {},
        "mask": {"mask_token": "q"},
        "oov2": {"num_oov_indices": 2},
        "oov3-mask": {"num_oov_indices": 3, "mask_token": ""},
        "oov3-salt": {"num_oov_indices": 3, "salt": 7},
        "oov3-salt-pair": {"num_oov_indices": 3, "salt": [7, 8]},
        "one_hot": {"output_mode": "one_hot"},
        "one_hot-mask": {"output_mode": "one_hot", "mask_token": "q"},
        "multi_hot": {"output_mode": "multi_hot"},
        "multi_hot-oov2": {"output_mode": "multi_hot", "num_oov_indices": 2},
        "count": {"output_mode": "count"},
        "count-mask": {"output_mode": "count", "mask_token": "z"},
        "count-pad": {"output_mode": "count", **six},
        "tf_idf": idf,
        "tf_idf-oov2": {**idf, "num_oov_indices": 2},
        "tf_idf-mask": {**idf, "mask_token": "z"},
        "tf_idf-pad": {**idf, **six},
    }
    inputs: list[Any] = [ROWS, ["a", "z"], [["a"], ["z"]], WORDS]
    cube = [[["a"], ["b"]]]
    for mode in ("int", "one_hot"):
        kwargs = {"vocabulary": words, "output_mode": mode}
        yield case("StringLookup", f"cube-{mode}", kwargs, [cube])
    for tag, kwargs in settings.items():
        yield case("StringLookup", tag, {"vocabulary": words, **kwargs}, inputs)
    special = {"vocabulary": ["[UNK]", *words]}
    yield case("StringLookup", "special", special, inputs)
    kwargs = {"output_mode": "tf_idf", "idf_weights": [9.0, 0.5, 1.0, 2.0], **special}
    yield case("StringLookup", "tf_idf-special", kwargs, inputs)
    kwargs = {"vocabulary": ["", "[UNK]", *words], "mask_token": ""}
    yield case("StringLookup", "special-mask", kwargs, inputs)
    numbers = [[[0, 1], [3, 9]], [-1, 2]]
    for tag, kwargs in {
        "plain": {},
        "mask": {"mask_token": "M", "num_oov_indices": 2},
        "oov0": {"num_oov_indices": 0},
        "token": {"oov_token": "?"},
    }.items():
        kwargs = {"vocabulary": words, "invert": True, **kwargs}
        yield case("StringLookup", f"invert-{tag}", kwargs, numbers)
    data = [["a", "c", "d"], ["d", "z", ""], ["[UNK]", "d", "c"]]
    for tag, kwargs in {
        "plain": {},
        "mask": {"mask_token": ""},
        "max": {"max_tokens": 3},
        "max-mask-oov2": {"max_tokens": 5, "mask_token": "", "num_oov_indices": 2},
        "max-mask-count": {"max_tokens": 3, "mask_token": "", "output_mode": "count"},
        "tf_idf": {"output_mode": "tf_idf"},
        "tf_idf-mask-max": {"output_mode": "tf_idf", "mask_token": "", "max_tokens": 4},
        "tf_idf-pad": {"output_mode": "tf_idf", **six},
    }.items():  # fmt: skip
        yield case("StringLookup", f"adapt-{tag}", kwargs, [ROWS], adapt=data)
    yield case(
        "StringLookup", "adapt-flat", {}, [ROWS], adapt=["b", "a", "é", "中", "b"]
    )
    kwargs = {"output_mode": "tf_idf"}
    yield case(
        "StringLookup", "adapt-flat-tf_idf", kwargs, [ROWS], adapt=["a", "c", "a"]
    )


def integer_lookup() -> Iterator[Case]:
    vocabulary = [12, 36, 1138]
    weights = [0.25, 0.75, 0.5]
    settings: dict[str, Case] = {
        "int": {},
        "mask": {"mask_token": 5},
        "oov2": {"num_oov_indices": 2},
        "oov4-mask": {"num_oov_indices": 4, "mask_token": 0},
        "farmhash": {"num_oov_indices": 4, "oov_method": "farmhash"},
        "farmhash-salt": {"num_oov_indices": 4, "oov_method": "farmhash", "salt": 3},
        "one_hot": {"output_mode": "one_hot"},
        "multi_hot": {"output_mode": "multi_hot"},
        "count": {"output_mode": "count", "num_oov_indices": 2},
        "count-mask": {"output_mode": "count", "mask_token": 5},
        "tf_idf": {"output_mode": "tf_idf", "idf_weights": weights},
    }
    inputs = [INTEGER_ROWS, [12, 5], [[12], [5]], INTEGERS]
    for tag, kwargs in settings.items():
        yield case("IntegerLookup", tag, {"vocabulary": vocabulary, **kwargs}, inputs)
    kwargs = {"vocabulary": vocabulary, "invert": True}
    yield case("IntegerLookup", "invert", kwargs, [[[0, 1], [3, 9]]])
    kwargs = {**kwargs, "mask_token": 0, "oov_token": 99}
    yield case("IntegerLookup", "invert-mask", kwargs, [[0, 1, 3, 9]])
    data = [[12, -1, 42], [42, 1000, 36], [0, -7, 42]]
    for tag, kwargs in {
        "plain": {},
        "mask": {"mask_token": 0},
        "max": {"max_tokens": 3},
        "tf_idf": {"output_mode": "tf_idf"},
    }.items():
        yield case("IntegerLookup", f"adapt-{tag}", kwargs, [INTEGER_ROWS], adapt=data)


def text_vectorization() -> Iterator[Case]:
    thirty = {"max_tokens": 30, "pad_to_max_tokens": True}
    inputs = [["the cat zebra", ""], [["the cat zebra sat a"], ["dog"]], ODD_TEXTS]
    settings: dict[str, Case] = {"plain": {}}
    for word in (None, "lower", "strip_punctuation"):
        settings[f"standardize-{word}"] = {"standardize": word}
    for tag, sizes in {"2": 2, "13": [1, 3], "31": [3, 1], "only2": [2]}.items():
        settings[f"ngrams-{tag}"] = {"ngrams": sizes}
    settings |= {
        "character": {"split": "character"},
        "character-ngrams": {"split": "character", "ngrams": 2},
        "length-2": {"output_sequence_length": 2},
        "length-9": {"output_sequence_length": 9},
        "max": {"max_tokens": 4},
        "multi_hot": {"output_mode": "multi_hot"},
        "count": {"output_mode": "count"},
        "count-max": {"output_mode": "count", "max_tokens": 4},
        "count-pad": {"output_mode": "count", **thirty},
        "count-ngrams": {"output_mode": "count", "ngrams": 2},
        "tf_idf": {"output_mode": "tf_idf"},
        "tf_idf-pad": {"output_mode": "tf_idf", **thirty},
    }
    for tag, kwargs in settings.items():
        yield case("TextVectorization", tag, kwargs, inputs, adapt=TEXTS)
    yield case("TextVectorization", "odd", {}, inputs, adapt=ODD_TEXTS)
    kwargs = {"split": "character", "standardize": "lower"}
    yield case("TextVectorization", "odd-character", kwargs, inputs, adapt=ODD_TEXTS)
    tokens = [["a", "b"], ["b", "A!"]]
    for tag, kwargs in {
        "plain": {},
        "ngrams": {"ngrams": 2},
        "length": {"output_sequence_length": 3},
        "count": {"output_mode": "count"},
    }.items():
        kwargs = {"split": None, **kwargs}
        yield case("TextVectorization", f"tokens-{tag}", kwargs, [tokens], adapt=tokens)
    given = {"vocabulary": ["earth", "wind"]}
    text = [["wind and earth", "earth"]]
    yield case("TextVectorization", "given", given, text)
    kwargs = {"vocabulary": ["", "[UNK]", "earth", "wind"]}
    yield case("TextVectorization", "given-special", kwargs, text)
    kwargs = {**given, "output_mode": "tf_idf", "idf_weights": [0.5, 2.0]}
    yield case("TextVectorization", "given-tf_idf", kwargs, text)


def numeric() -> Iterator[Case]:
    rng = np.random.default_rng(5)
    table = rng.normal(3.0, 2.0, (7, 3)).round(3).tolist()
    cube = rng.normal(0.0, 2.0, (4, 2, 3)).round(3).tolist()
    for tag, kwargs in {
        "plain": {},
        "none": {"axis": None},
        "axis1": {"axis": 1},
        "invert": {"invert": True},
    }.items():
        yield case("Normalization", f"adapt-{tag}", kwargs, [table[:2]], adapt=table)
    for tag, kwargs in {
        "last": {},
        "axis1": {"axis": 1},
        "both": {"axis": [1, 2]},
    }.items():
        yield case("Normalization", f"adapt-cube-{tag}", kwargs, [cube[:2]], adapt=cube)
    flat = rng.normal(0.0, 1.0, 50).round(3).tolist()
    for bins in (1, 2, 3, 4, 7, 10, 60):
        kwargs = {"num_bins": bins}
        yield case("Discretization", f"adapt-{bins}", kwargs, [VALUES], adapt=flat)
    for tag, data in {
        "table": VALUES,
        "integers": list(range(9)),
        "equal": [1.0] * 9,
    }.items():
        yield case(
            "Discretization", f"adapt-{tag}", {"num_bins": 4}, [VALUES], adapt=data
        )
    kwargs = {"num_bins": 3, "output_mode": "count"}
    yield case("Discretization", "adapt-count", kwargs, [VALUES], adapt=flat)


def wrong() -> Iterator[Case]:
    """Yield what raises an error."""
    words = ["a", "b"]
    idf = {"output_mode": "tf_idf", "idf_weights": [1.0]}
    for name, kwargs in {
        "twice": {"vocabulary": ["a", "a"]},
        "empty": {"vocabulary": []},
        "long": {"vocabulary": words, "max_tokens": 2},
        "mode": {"output_mode": "tfidf"},
        "invert": {"invert": True, "output_mode": "count"},
        "max": {"max_tokens": 1},
        "oov": {"num_oov_indices": -1},
        "pad": {"output_mode": "count", "pad_to_max_tokens": True},
        "idf-mode": {"vocabulary": words, "idf_weights": [1.0, 2.0]},
        "idf-none": {"vocabulary": words, "output_mode": "tf_idf"},
        "idf-length": {"vocabulary": words, **idf},
        "mask": {"vocabulary": ["a", ""], "mask_token": ""},
        "oov-inverse": {"vocabulary": ["a", "[UNK]"], "invert": True},
    }.items():  # fmt: skip
        yield case("StringLookup", f"wrong-{name}", kwargs, [])
    kwargs = {"vocabulary": words, "num_oov_indices": 0}
    yield case("StringLookup", "wrong-unknown", kwargs, [["a", "z"]])
    yield case("StringLookup", "wrong-unlearned", {}, [["a", "z"]])
    yield case("StringLookup", "wrong-integers", {"vocabulary": words}, [[1, 2]])
    yield case("StringLookup", "wrong-adapt", {"vocabulary": words}, [], adapt=["a"])
    yield case("IntegerLookup", "wrong-strings", {"vocabulary": [1, 2]}, [["a", "z"]])
    for name, kwargs in {
        "type": {"vocabulary_dtype": "int32"},
        "method": {"oov_method": "x"},
        "salt": {"salt": 3},
    }.items():
        yield case("IntegerLookup", f"wrong-{name}", kwargs, [])
    for name, kwargs in {
        "length": {"output_mode": "count", "output_sequence_length": 3},
        "length-type": {"output_sequence_length": "3"},
        "split": {"split": "x"},
        "standardize": {"standardize": "x"},
        "ngrams": {"ngrams": "x"},
    }.items():
        yield case("TextVectorization", f"wrong-{name}", kwargs, [])
    kwargs = {"vocabulary": words}
    yield case("TextVectorization", "wrong-rows", kwargs, [[["a", "b"]]])
    yield case("TextVectorization", "wrong-integers", kwargs, [[1, 2]])
    for name, kwargs in {
        "bins": {"num_bins": 0},
        "salt": {"num_bins": 3, "salt": [1, 2, 3]},
        "mode": {"num_bins": 3, "output_mode": "tf_idf"},
        "type": {"num_bins": 3, "dtype": "float32"},
    }.items():
        yield case("Hashing", f"wrong-{name}", kwargs, [])
    crossing_of = {
        "one": [FEATURE],
        "wide": [[["a", "b"]], [["c", "d"]]],
        "mixed": [["a", "b"], [["c"], ["d"]]],
        "floats": [["a"], [1.5]],
    }
    for name, features in crossing_of.items():
        inputs = [{"@features": features}]
        yield case("HashedCrossing", f"wrong-{name}", {"num_bins": 3}, inputs)
    for name, kwargs in {
        "none": {},
        "both": {"bin_boundaries": [0.0], "num_bins": 2},
        "mode": {"bin_boundaries": [0.0], "output_mode": "x"},
    }.items():
        yield case("Discretization", f"wrong-{name}", kwargs, [])
    yield case("Discretization", "wrong-unlearned", {"num_bins": 3}, [VALUES])
    given = {"bin_boundaries": [0.0]}
    yield case("Discretization", "wrong-adapt", given, [], adapt=[1.0, 2.0])
    for name, kwargs in {"none": {}, "zero": {"num_tokens": 0}}.items():
        yield case("CategoryEncoding", f"wrong-{name}", kwargs, [])
    yield case("Normalization", "wrong-half", {"mean": 1.0}, [])
    kwargs = {"mean": 1.0, "variance": [1.0, 2.0]}
    yield case("Normalization", "wrong-shapes", kwargs, [])


FAMILIES = (
    hashing,
    crossing,
    string_lookup,
    integer_lookup,
    text_vectorization,
    numeric,
    wrong,
)


# ---- recording ----


def to_array(value: Any) -> Any:
    """Return what a layer is called on: arrays, and tuples of them for features."""
    if isinstance(value, dict):
        return tuple(np.array(v) for v in value["@features"])
    array = np.array(value)
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def described(output: Any) -> Case:
    """Return values, type and shape of an output, as JSON holds them."""
    array = np.asarray(output)
    values = array.tolist()
    name = array.dtype.name
    if array.dtype.kind == "O":
        name = "string"
        values = np.vectorize(bytes.decode, otypes=[object])(array).tolist()
    return {"values": values, "dtype": name, "shape": list(array.shape)}


def plain(value: Any) -> Any:
    """Return a config or a vocabulary as JSON holds it."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.item() if isinstance(value, np.generic) else value


def record(entry: Case) -> Case:
    """Make the layer, let it learn, call it; or write down that this fails."""
    keras.backend.clear_session()
    result = dict(entry)
    kwargs = dict(entry["kwargs"])
    if isinstance(kwargs.get("ngrams"), list):
        kwargs["ngrams"] = tuple(kwargs["ngrams"])
    try:
        layer = getattr(keras.layers, entry["class_name"])(**kwargs)
        result["config"] = plain(layer.get_config())
        if "adapt" in entry:
            layer.adapt(to_array(entry["adapt"]))
            result["config_after"] = plain(layer.get_config())
        outputs = [described(layer(to_array(x))) for x in entry["inputs"]]
    except Exception as error:
        return {**entry, "error": type(error).__name__}
    result["outputs"] = outputs
    if hasattr(layer, "get_vocabulary"):
        result["vocabulary"] = plain(layer.get_vocabulary())
        result["plain_vocabulary"] = plain(
            layer.get_vocabulary(include_special_tokens=False)
        )
        result["size"] = int(layer.vocabulary_size())
    result["weights"] = [plain(np.asarray(w)) for w in layer.get_weights()]
    result["paths"] = [w.path for w in layer.weights]
    return result


def main() -> None:
    """Record all cases."""
    entries = [entry for family in FAMILIES for entry in family()]
    names = [entry["id"] for entry in entries]
    assert len(set(names)) == len(names)
    recorded = [record(entry) for entry in entries]
    for entry in recorded:
        if ("error" in entry) != ("-wrong-" in entry["id"]):
            print("unexpected:", entry["id"], entry.get("error", "no error"))
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__}
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in recorded)
    head = json.dumps(versions)
    PATH.write_text(f'{{"versions":{head},"cases":[\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{PATH.name}: {len(recorded)} cases, {PATH.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
