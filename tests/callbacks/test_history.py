from callbacks.fakes import train
from cornu.callbacks import History


def test_one_list_per_metric():
    history = History()
    train(history, [{"loss": 3.0, "mae": 1.0}, {"loss": 2.0, "mae": 0.5}])
    assert history.epoch == [0, 1]
    assert history.history == {"loss": [3.0, 2.0], "mae": [1.0, 0.5]}


def test_metrics_of_some_epochs_only():
    history = History()
    train(history, [{"loss": 3.0}, {"loss": 2.0, "val_loss": 2.5}])
    assert history.history == {"loss": [3.0, 2.0], "val_loss": [2.5]}


def test_a_second_training_goes_on():
    history = History()
    train(history, [{"loss": 3.0}, {"loss": 2.0}])
    train(history, [{"loss": 1.0}])
    assert history.epoch == [0]
    assert history.history == {"loss": [3.0, 2.0, 1.0]}


def test_histories_share_nothing():
    first, second = History(), History()
    train(first, [{"loss": 3.0}])
    assert second.history == {}
