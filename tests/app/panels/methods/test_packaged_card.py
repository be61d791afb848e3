"""An optimizer of another package is added, set and shown like any other method."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from races import wait_until_done

from app.panels.methods.method_list import MethodList
from core.anatomy.anatomy import anatomy
from core.experiment.experiment import Experiment, MethodSpec
from core.measures.series import SERIES
from core.stepping.simulate import record
from landscapes import make

Key = Qt.Key


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = MethodList(session, appearance)
    qtbot.addWidget(panel)
    panel.resize(320, 900)
    panel.show()
    panel.activateWindow()
    return panel


def entry(panel, name):
    """The entry of the menu of torch's optimizers that begins with a name."""
    panel.add_menu.fill()
    group = next(a.menu() for a in panel.add_menu.actions() if a.text() == "torch.optim…")
    return next(a for a in group.actions() if a.text().partition("\t")[0] == name)


def added(panel, name):
    entry(panel, name).trigger()
    card = panel.cards[-1]
    card.set_expanded(True)
    return card


def type_into(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Key.Key_Return)


def test_one_is_added_from_the_menu_and_changes_with_its_own_settings(panel, session):
    card = added(panel, "NAdam")
    assert session.experiment.methods[-1].method == "torch:NAdam"
    assert card.spec.label == "NAdam (torch)" and card.head.summary.text() == "α 0.002"
    assert card.form.sam.isHidden()
    assert list(card.form._rows) == list(card.spec.values)
    type_into(card.form.row("lr").number.field, "0.5")
    choice = card.form.row("decoupled_weight_decay").choice
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(choice, Key.Key_Down)
    assert session.experiment.methods[-1].values["lr"] == 0.5
    assert session.experiment.methods[-1].values["decoupled_weight_decay"] == "on"


def test_it_runs_in_the_window(raced, goldstein, qtbot):
    session = raced(dataclasses.replace(goldstein, steps=20))
    session.add_method("torch:NAdam")
    wait_until_done(qtbot, session)
    alone = dataclasses.replace(goldstein, methods=(MethodSpec.create("torch:NAdam"),), steps=20)
    expected = record(alone).tracks[0]["positions"]
    np.testing.assert_array_equal(session.picture.tracks[-1]["positions"], expected)


def test_packages_that_are_not_installed_are_named_and_the_many_of_one_are_parted(
    panel, monkeypatch, session
):
    def group():
        panel.add_menu.fill()
        return next(a for a in panel.add_menu.actions() if a.text().startswith("pytorch_opt"))

    monkeypatch.setattr("app.panels.methods.card_menu.installed", lambda package: True)
    parts = [action.menu() for action in group().menu().actions()]
    assert parts[0].title() == "A2Grad – AdaTAM" and len(parts) == 5
    next(a for a in parts[2].actions() if a.text().startswith("Lion\t")).trigger()
    assert session.experiment.methods[-1].method == "pytorch_optimizer:Lion"
    monkeypatch.setattr("app.panels.methods.card_menu.installed", lambda package: False)
    assert not group().isEnabled() and group().text() == "pytorch_optimizer\tnot installed"
    assert next(a for a in panel.add_menu.actions() if a.text() == "torch.optim\tnot installed")


def test_one_that_cannot_be_raced_says_why(panel):
    sparse = entry(panel, "SparseAdam")
    assert not sparse.isEnabled() and "sparse gradients only" in sparse.toolTip()


def test_a_card_that_becomes_another_method_shows_that_one_s_settings(panel, session):
    card = added(panel, "SGD")
    for name in ("adam+cm", "torch:LBFGS", "sgdm"):
        session.set_method(card.index, card.spec.with_method(name))
        assert panel.cards[-1] is card and card.form.sam.isHidden() == name.startswith("torch")
        shown = [k for k, row in card.form._rows.items() if not row.stops[-1].isHidden()]
        assert sorted(shown) == sorted(card.spec.row.hyperparameters)


def test_nesterov_without_momentum_is_refused_where_it_is_chosen(panel, session):
    card, heard = added(panel, "SGD"), []
    session.failed.connect(heard.append)
    choice = card.form.row("nesterov").choice
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(choice, Key.Key_Down)
    assert session.experiment.methods[-1].values["nesterov"] == "off" == choice.chosen
    assert len(heard) == 1 and "above 0" in heard[0]
    type_into(card.form.row("momentum").number.field, "0.9")
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(choice, Key.Key_Down)
    assert session.experiment.methods[-1].values["nesterov"] == "on"


def test_what_cannot_be_run_here_is_told_in_plain_words(raced, goldstein, qtbot, monkeypatch):
    session = raced(dataclasses.replace(goldstein, steps=5))
    monkeypatch.delattr("torch.optim.Rprop")
    session.add_method("torch:Rprop")
    qtbot.waitUntil(lambda: bool(session.picture.failure))
    assert session.picture.failure.message.startswith("torch:Rprop is not in the torch 2.")


def test_charts_and_anatomy_tell_what_can_be_seen_from_outside():
    spec = MethodSpec.create("torch:Rprop")
    race = Experiment(make({"name": "levy"}), (spec,), ((3.0, 2.0),), 5, noise=0.1)
    track = record(race).tracks[0]
    assert np.isnan(SERIES["rate"].values(race, spec, track)).all()
    found = anatomy(race, spec, track, 2)
    assert [step.name for step in found.substeps] == ["Gradient", "Move"]
    assert found.step == 3 and found.arrival == tuple(track["positions"][3, 0])
    np.testing.assert_allclose(found.substeps[0].vector, -track["gradients"][2, 0])
    move = track["positions"][3, 0] - track["positions"][2, 0]
    np.testing.assert_allclose(found.substeps[1].vector, move)
    assert "torch.optim.Rprop moves the point" in found.substeps[1].sentence
    assert "is not shown" in found.substeps[1].sentence
    assert anatomy(race, spec, track, 5) is None


def test_one_that_is_called_as_the_program_s_own_is_told_from_it(panel, session):
    session.set_method(0, MethodSpec.create("adam", label="Adam"))
    added(panel, "Adam")
    assert [session.experiment.methods[place].label for place in (0, -1)] == [
        "Adam",
        "Adam (torch)",
    ]
