"""Choosing a landscape and turning its numbers reaches the experiment, and only good ones do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.panels.landscape.panel import LandscapePanel
from core.experiment.drift import Drift
from landscapes import LANDSCAPES, NETWORKS, make

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = LandscapePanel(session, appearance)
    panel.resize(300, 400)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def choose(panel, name):
    panel.choice.show_word(name)
    panel.choice.activated.emit(panel.choice.currentIndex())


def test_every_landscape_can_be_chosen_and_explains_itself(panel, session):
    words = [panel.choice.itemData(place) for place in range(panel.choice.count())]
    assert words == [*LANDSCAPES, None, *NETWORKS]  # a line between them
    for name, kind in LANDSCAPES.items():
        choose(panel, name)
        assert session.experiment.landscape.name == name
        if name != "expression":
            assert panel.formula.text() == f"f = {kind.formula}"
            assert kind.source in panel.info.toolTip().replace("\n", " ")


def test_a_network_says_what_it_is_and_takes_a_batch(panel, session):
    before = session.experiment
    choose(panel, "digits-mlp")
    assert panel.network.architecture.text() == "64–32–10, ReLU · 2,410 parameters"
    assert panel.network.data.text() == "1,000 digits, 397 to test"
    assert panel.network.batch.slider.isVisible() and not panel.formula.isVisible()
    field = panel.network.batch.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "32")
    QTest.keyClick(field, Key.Key_Return)
    assert session.experiment.batch == 32
    field.selectAll()
    QTest.keyClicks(field, "1000")  # the whole training set
    QTest.keyClick(field, Key.Key_Return)
    assert session.experiment.batch is None
    choose(panel, "ackley")
    assert not panel.network.facts.isVisible() and not panel.network.batch.slider.isVisible()
    assert session.experiment.batch is None
    for _ in range(4):
        session.undo()
    assert session.experiment.landscape == before.landscape


def test_the_keyboard_chooses_too(panel, session):
    panel.choice.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(panel.choice, Key.Key_Down)
    assert session.experiment.landscape.name == list(LANDSCAPES)[1]


def test_two_basins_has_a_logarithmic_sharpness_slider(panel, session):
    choose(panel, "two-basins")
    number = panel.rows["sharpness"].number
    assert number.slider.isVisible()
    QTest.mouseClick(number.slider, LEFT, pos=number.slider.centre_of(500).toPoint())
    assert session.experiment.landscape.sharpness == pytest.approx(1000**0.5, rel=0.05)
    number.field.setFocus()
    number.field.selectAll()
    QTest.keyClicks(number.field, "30")
    QTest.keyClick(number.field, Key.Key_Return)
    assert session.experiment.landscape == make(
        {"name": "two-basins", "parameters": {"sharpness": 30.0}}
    )


def test_a_landscape_comes_back_with_the_parameters_it_was_left_with(panel, session):
    choose(panel, "two-basins")
    panel.rows["sharpness"].edited.emit("sharpness", 7.0)
    choose(panel, "ackley")
    choose(panel, "two-basins")
    assert session.experiment.landscape.sharpness == 7.0
    assert panel.rows["sharpness"].number.value == 7.0


def test_several_parameters_are_folded_until_they_are_asked_for(panel):
    choose(panel, "ackley")
    assert list(panel.rows) == ["a", "b", "c"]
    assert not panel.rows["a"].number.slider.isVisible()
    QTest.mouseClick(panel.tune, LEFT)
    assert panel.rows["a"].number.slider.isVisible()


def test_the_dimension_is_no_business_of_a_map(panel):
    choose(panel, "levy")
    assert panel.rows == {} and not panel.tune.isVisible()


def test_an_expression_is_checked_as_one_types_and_raced_on_when_it_is_good(panel, session, qtbot):
    choose(panel, "expression")
    form = panel.expression
    assert form.isVisible() and not panel.formula.isVisible()
    good = session.experiment.landscape
    form.loss.setFocus()
    form.loss.selectAll()
    QTest.keyClicks(form.loss, "x**2 + foo(y)")
    assert form.error.isVisible() and "position 8" in form.error.text()
    assert "<u>f</u>" in form.error.text() and form.loss.property("wrong")
    assert session.experiment.landscape == good
    form.loss.selectAll()
    QTest.keyClicks(form.loss, "x**2 + 3*y**2")
    assert not form.error.isVisible() and not form.loss.property("wrong")
    qtbot.waitUntil(lambda: session.experiment.landscape != good)
    assert session.experiment.landscape.describe()["parameters"]["loss"] == "x**2 + 3*y**2"


def test_escape_takes_a_bad_formula_back_and_then_leaves(panel, session):
    choose(panel, "expression")
    form, good = panel.expression, session.experiment.landscape
    form.loss.setFocus()
    text = form.loss.text()
    QTest.keyClicks(form.loss, " + foo")
    assert form.error.isVisible()
    QTest.keyClick(form.loss, Key.Key_Escape)
    assert form.loss.text() == text and form.error.isHidden() and not form.loss.property("wrong")
    assert form.loss.hasFocus() and session.experiment.landscape == good
    QTest.keyClick(form.loss, Key.Key_Tab)
    assert session.experiment.landscape == good


def test_escape_takes_a_bad_domain_back(panel, session):
    choose(panel, "expression")
    field = panel.expression.domain[0][1]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "-9")
    QTest.keyClick(field, Key.Key_Return)
    assert panel.expression.error.isVisible()
    QTest.keyClick(field, Key.Key_Escape)
    assert panel.expression.error.isHidden() and field.value == 2.0


def test_text_that_looks_like_mark_up_is_shown_as_it_is(panel):
    choose(panel, "expression")
    form = panel.expression
    form.loss.setFocus()
    form.loss.selectAll()
    QTest.keyClicks(form.loss, "x < <b>")
    assert "&lt;" in form.error.text() and "<b>>" not in form.error.text()


def test_the_domain_of_an_expression_can_be_typed(panel, session):
    choose(panel, "expression")
    field = panel.expression.domain[0][1]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "5")
    QTest.keyClick(field, Key.Key_Tab)
    assert session.experiment.landscape.domain[0] == (-2.0, 5.0)


def test_an_empty_domain_is_explained(panel, session):
    choose(panel, "expression")
    good = session.experiment.landscape
    field = panel.expression.domain[0][1]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "-9")
    QTest.keyClick(field, Key.Key_Tab)
    assert panel.expression.error.isVisible() and panel.expression.error.text()
    assert session.experiment.landscape == good


def test_an_experiment_from_elsewhere_is_shown(panel, session):
    session.set_landscape(make({"name": "two-basins", "parameters": {"sharpness": 300}}))
    assert panel.choice.chosen == "two-basins"
    assert panel.rows["sharpness"].number.field.text() == "300"


def choose_drift(panel, kind):
    panel.drift.kind.show_word(kind)
    panel.drift.kind.activated.emit(panel.drift.kind.currentIndex())


def test_a_landscape_that_drifts_is_chosen_told_and_left_again(panel, session):
    assert not panel.drift.period.slider.isVisible() and panel.drift.kind.chosen == "none"
    choose_drift(panel, "circle")
    first = session.experiment.drift
    assert (first.kind, first.period) == ("circle", 40)  # a fifth of its 200 steps
    assert panel.drift.period.slider.isVisible()
    field = panel.drift.by[1].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "-0.25")
    QTest.keyClick(field, Key.Key_Return)
    assert session.experiment.drift == Drift("circle", 40, (first.by[0], -0.25))
    choose_drift(panel, "none")
    assert session.experiment.drift is None and not panel.drift.period.slider.isVisible()
    choose_drift(panel, "glide")
    assert session.experiment.drift == Drift("glide", 40, (first.by[0], -0.25))


def test_a_drag_of_a_drifts_slider_is_one_step_of_undo(panel, session):
    choose_drift(panel, "glide")
    before, slider = session.experiment.drift, panel.drift.by[0].slider
    QTest.mousePress(slider, LEFT, pos=slider.centre_of(500).toPoint())
    for place in (600, 700, 800):
        QTest.mouseMove(slider, slider.centre_of(place).toPoint())
    QTest.mouseRelease(slider, LEFT, pos=slider.centre_of(800).toPoint())
    assert session.experiment.drift.by[0] > 0.0 and session.experiment.drift != before
    assert session.undo_title == "change of the drift"
    session.undo()
    assert session.experiment.drift == before
    assert tuple(row.value for row in panel.drift.by) == before.by
    session.undo()
    assert session.experiment.drift is None and panel.drift.kind.chosen == "none"


def test_a_drift_of_a_file_is_shown_as_it_is_even_beyond_the_sliders(panel, session):
    session.edit(drift=Drift("jump", 500_000, (-900.0, 0.125)))
    assert panel.drift.kind.chosen == "jump"
    assert [row.value for row in panel.drift.rows] == [500_000, -900.0, 0.125]
    field = panel.drift.period.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0")
    QTest.keyClick(field, Key.Key_Return)
    assert session.experiment.drift.period == 500_000  # 0 is refused


def test_what_is_no_plane_stands_still(panel, session):
    choose_drift(panel, "glide")
    choose(panel, "two-basins")
    assert session.experiment.drift is not None
    session.set_landscape(make({"name": "levy", "parameters": {}}, dimension=3))
    assert session.experiment.drift is None and not panel.drift.kind.isVisible()
