"""Files that layers keep in a whole model."""

import os
import zipfile

import pytest

import cornu as keras
from cornu.errors import FileFormatError
from cornu.saving.archive import Archive
from cornu.saving.assets import read_assets, write_assets


class Words(keras.layers.Layer):
    """A layer that keeps a vocabulary in a file."""

    words = ""

    def call(self, x):
        return x

    def save_assets(self, dir_path):
        with open(os.path.join(dir_path, "vocabulary.txt"), "w") as file:
            file.write(self.words)

    def load_assets(self, dir_path):
        assert os.listdir(dir_path) == ["vocabulary.txt"]
        with open(os.path.join(dir_path, "vocabulary.txt")) as file:
            self.words = file.read()


def model():
    inner = keras.Sequential([keras.Input((2,)), Words(), keras.layers.Dense(1)])
    return keras.Sequential([keras.Input((2,)), Words(), inner])


def test_each_layer_gets_its_own_back(tmp_path):
    path = tmp_path / "m.keras"
    saved = model()
    saved.layers[0].words, saved.layers[1].layers[0].words = "a b", "c"
    saved.save(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[3:] == [
            "assets/layers/words/vocabulary.txt",
            "assets/layers/sequential/layers/words/vocabulary.txt",
        ]
    again = keras.models.load_model(path, custom_objects={"Words": Words})
    assert again.layers[0].words == "a b"
    assert again.layers[1].layers[0].words == "c"


def test_what_belongs_to_no_layer_is_refused(tmp_path):
    path = tmp_path / "m.zip"
    with zipfile.ZipFile(path, "w") as archive:
        write_assets(model(), archive)
        archive.writestr("assets/layers/dense/x.txt", "x")
    with Archive(path) as opened, pytest.raises(FileFormatError, match="no layer"):
        read_assets(model(), opened)
