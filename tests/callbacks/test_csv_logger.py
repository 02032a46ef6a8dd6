import csv

import pytest

from callbacks.fakes import Model, train
from cornu.callbacks import CSVLogger

PLAIN = [{"loss": 2.25, "mae": 1.5}, {"loss": 0.5, "mae": 0.75}]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "log.csv"


def test_one_row_per_epoch(path):
    train(CSVLogger(path), PLAIN)
    # Keras 3.15 makes room for validation that may come later.
    assert path.read_bytes() == (
        b"epoch,loss,mae,val_loss,val_mae\n0,2.25,1.5,NA,NA\n1,0.5,0.75,NA,NA\n"
    )


def test_columns_are_sorted_and_late_values_find_theirs(path):
    train(CSVLogger(path), [{"mae": 1.0, "loss": 2.0}, {"loss": 1.0, "val_loss": 3.0}])
    assert path.read_text() == (
        "epoch,loss,mae,val_loss,val_mae\n0,2.0,1.0,NA,NA\n1,1.0,NA,3.0,NA\n"
    )


def test_with_validation_there_are_its_columns_only(path):
    train(CSVLogger(path), [{"loss": 2.0, "val_loss": 3.0, "learning_rate": 0.1}])
    assert path.read_text().splitlines()[0] == "epoch,learning_rate,loss,val_loss"


def test_a_new_training_replaces_the_file(path):
    train(CSVLogger(path), PLAIN)
    train(CSVLogger(path), PLAIN[:1])
    assert len(path.read_text().splitlines()) == 2


def test_the_same_logger_twice(path):
    logger = CSVLogger(path)
    train(logger, PLAIN)
    train(logger, [{"accuracy": 0.5}])
    assert path.read_text() == "epoch,accuracy,val_accuracy\n0,0.5,NA\n"


def test_appending(path):
    train(CSVLogger(path, append=True), PLAIN[:1])
    train(CSVLogger(path, append=True), PLAIN[1:])
    assert path.read_text().splitlines() == [
        "epoch,loss,mae,val_loss,val_mae",
        "0,2.25,1.5,NA,NA",
        "0,0.5,0.75,NA,NA",
    ]


def test_appended_rows_keep_to_the_columns_there_are(path):
    path.write_text("epoch,mae,loss\n0,1,2\n")
    train(CSVLogger(path, append=True), [{"loss": 4.0, "mae": 3.0, "val_loss": 5.0}])
    assert path.read_text() == "epoch,mae,loss\n0,1,2\n0,3.0,4.0\n"


def test_appending_to_something_else_is_refused(path):
    train(CSVLogger(path), PLAIN)
    before = path.read_text()
    with pytest.raises(ValueError, match=r"has no column 'epoch'\. Is its separator"):
        train(CSVLogger(path, append=True, separator=";"), PLAIN)
    assert path.read_text() == before


def test_separator_and_values_that_hold_it(path):
    train(CSVLogger(path, separator=";"), [{"iou": [0.5, 0.25], "note": "a;b"}])
    with path.open(newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[1] == ["0", "[0.5, 0.25]", "a;b", "NA", "NA"]


def test_the_file_is_complete_after_every_epoch(path):
    logger = CSVLogger(path)
    logger.set_model(Model())
    logger.on_train_begin()
    for epoch in range(3):
        logger.on_epoch_end(epoch, {"loss": 1.0})
        assert len(path.read_text().splitlines()) == epoch + 2


def test_an_impossible_path_is_refused_before_work(tmp_path):
    with pytest.raises(FileNotFoundError):
        CSVLogger(tmp_path / "none" / "log.csv").on_train_begin()


@pytest.mark.parametrize("separator", ["", ", ", 3])
def test_separator_is_one_character(separator):
    with pytest.raises(ValueError, match="separator must be a single character"):
        CSVLogger("log.csv", separator=separator)
