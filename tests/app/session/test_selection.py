"""The start and the item that are looked at are those of the picture."""

from __future__ import annotations

import pytest
from session_cards import CARDS, settle

from app.session.session import Highlight


def test_the_selected_start_is_always_one_of_the_experiments_and_of_the_pictures(
    session, ears, puppet, qtbot
):
    def check(*_):
        assert session.selected_start < session.picture.tracks[0]["positions"].shape[1]
        assert session.selected_start < session.experiment.start_count

    session.picture_changed.connect(check)
    session.experiment_changed.connect(check)
    session.start_selected.connect(check)
    puppet.limit = 0
    session.set_starts([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])
    session.select_start(2)
    assert session.selected_start == 0
    puppet.limit = None
    settle(session, qtbot)
    assert session.selected_start == 2
    session.set_highlight(Highlight(1, 5))
    session.undo()
    assert session.selected_start == 0
    assert session.highlight is None
    session.redo()
    session.select_start(-4)
    session.select_start(99)
    assert ears.start_selected == [2, 0, 2, 0, 2]


def test_a_highlight_ends_with_its_card(session, qtbot):
    session.set_highlight(Highlight(1, 5))
    session.remove_method(1)
    assert session.highlight is None


@pytest.mark.parametrize(
    ("method", "change"),
    [
        (0, lambda s: s.remove_method(0)),
        (1, lambda s: s.insert_method(0, CARDS[0])),
        (1, lambda s: s.set_method(1, CARDS[0])),
    ],
    ids=["removed", "inserted", "replaced"],
)
def test_a_highlight_never_passes_to_another_method(session, qtbot, method, change):
    session.set_highlight(Highlight(method, 5))
    seen = []
    session.picture_changed.connect(lambda picture: seen.append(session.highlight))
    change(session)
    settle(session, qtbot)
    assert session.highlight is None
    assert seen and set(seen) == {None}


def test_a_highlight_outlasts_a_growing_run(session, puppet, qtbot):
    puppet.delay = 0.003
    session.set_highlight(Highlight(1, 5))
    session.set_starts([[0.0, 0.0]])
    settle(session, qtbot)
    assert session.highlight == Highlight(1, 5)


def test_a_highlight_is_told_once(session, ears):
    session.set_highlight(Highlight(0, 3))
    session.set_highlight(Highlight(0, 3))
    session.set_highlight(None)
    assert ears.highlight_changed == [Highlight(0, 3), None]
