"""What constructors take."""

from cornu.utils.signatures import captured_arguments, own_arguments, parameter_names


class Made:
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self._init_call = (args, kwargs)
        return self

    def __init__(self, a, b=2, *rest, c=3, **more):
        pass


def test_names():
    assert parameter_names(Made.__init__) == ("a", "b", "c")
    assert own_arguments(Made(1)) == ("a", "b", "c")


def test_captured():
    wanted = {"a": 1, "b": 2, "rest": (), "c": 5, "more": {}}
    assert captured_arguments(Made(1, c=5)) == wanted
