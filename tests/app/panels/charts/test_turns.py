"""Which chart is drawn when: none too often, but one that shows nothing as soon as it can."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from app.panels.charts import turns
from app.panels.charts.turns import Turns

pytestmark = pytest.mark.usefixtures("qapp")


def test_what_shows_nothing_yet_is_drawn_again_sooner_than_what_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "BLANK_MS", 1)
    queue = Turns(("losses", "accuracy"))
    for key in ("losses", "accuracy"):
        queue.want([key])
        assert queue.take(lambda key: False) == key
    queue.show_blank("losses", blank=True)
    queue.want(("losses", "accuracy"))
    QTest.qWait(2)
    assert queue.take(lambda key: False) == "losses"
    assert queue.take(lambda key: False) is None
    queue.show_blank("losses", blank=False)
    queue.want(["losses"])
    assert queue.take(lambda key: False) is None
    assert queue.take(lambda key: key == "accuracy") == "accuracy"
