"""What the window says of failures and news, and for how long."""

from __future__ import annotations

import pytest

from app.appearance import Appearance
from app.message_bar import MessageBar


@pytest.fixture
def bar(qtbot):
    bar = MessageBar(Appearance())
    qtbot.addWidget(bar)
    return bar


def test_a_failure_stays_until_something_succeeds(bar):
    bar.fail("cannot be written")
    assert not bar.isHidden() and bar.text.text() == "cannot be written"
    bar.recover()
    assert bar.isHidden()


def test_a_note_is_there_to_be_read_whatever_succeeds(bar):
    bar.fail("cannot be written")
    bar.explain("Watch the blue trail.")
    bar.recover()
    assert not bar.isHidden()
