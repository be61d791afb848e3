"""A study page on a race small enough to be studied in a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from puppet import Puppet
from short_race import SHORT

from app.look.appearance import DARK, Appearance
from app.session.session import Session
from app.study.asking.pace import Pace
from app.study.computing import working
from app.study.page import StudyPage


@pytest.fixture
def race(qapp: object) -> Iterator[Session]:
    """A session whose race nobody computes."""
    session = Session(SHORT, load=Puppet().load)
    yield session
    session.close()


@pytest.fixture
def page(qtbot, race, qapp, monkeypatch) -> Iterator[StudyPage]:
    """A page that is ready to ask, without the style sheet, in which most of its time goes."""
    monkeypatch.setattr(working, "prepare", lambda experiment, control: Pace())
    appearance = Appearance(wait=True)
    appearance.set_theme(DARK)
    page = StudyPage(race, appearance)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.prepare()
    qtbot.waitUntil(lambda: page.course.is_ready)
    page.form.fields.starts.set_value(64)
    yield page
    page.close_down()
