"""Messages are printed or logged."""

import io
import logging

from cornu import config
from cornu.utils.messages import say


def test_printed(capsys):
    say("hello")
    out = io.StringIO()
    say("there", out)
    assert capsys.readouterr().out == "hello\n"
    assert out.getvalue() == "there\n"


def test_logged(capsys, caplog):
    config.disable_interactive_logging()
    try:
        with caplog.at_level(logging.INFO, "cornu"):
            say("\nhello 5%")
    finally:
        config.enable_interactive_logging()
    assert capsys.readouterr().out == ""
    assert caplog.messages == ["hello 5%"]
