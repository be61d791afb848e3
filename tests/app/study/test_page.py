"""A question is asked with the hand, its answer grows, waits, ends and is used."""

from __future__ import annotations

import re

from asking_by_hand import ask, button, choose_kind, notice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from short_race import click

from app.study.computing import working
from core.study.asking.studying import study
from landscapes.ackley import Ackley


def as_said(label):
    return label.text().replace("\N{NO-BREAK SPACE}", " ")


def test_the_answer_is_that_of_the_same_question_asked_without_a_window(qtbot, page):
    ask(qtbot, page)
    found = page.course.found
    alone = working.found(study(found.answer.question))
    assert page.results.table.table.as_tsv().splitlines()[1].startswith("Adam\t64\t")
    assert {name: table.csv() for name, table in found.tables.items()} == {
        name: table.csv() for name, table in alone.tables.items()
    }
    assert page.results.answer.verdict.paragraph == " ".join(alone.verdict)
    assert [view.plot.name for view in page.results.answer.views] == [p.name for p in alone.plots]
    tabs = page.results.tabs
    assert [tabs.tabText(k) for k in range(tabs.count())] == ["Answer", "Table", "Differences"]


def test_a_page_that_was_never_asked_teaches_and_asks_by_one_click(qtbot, page):
    assert page.results.empty.isVisible()
    click(page.results.empty.buttons["study-example-leaves"])  # it is about these two basins
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert page.course.question.kind == "escape" and page.form.kind == "escape"
    assert "escape" in page.course.found.tables


def test_what_is_refused_stands_beneath_its_field_and_cannot_be_asked(page):
    choose_kind(page, "escape")
    field = page.findChild(QLineEdit, "study-sharpnesses")
    field.selectAll()
    QTest.keyClicks(field, "10, oh")
    page._soon.now()
    problem = page.findChild(QLabel, "study-sharpnesses-problem")
    assert problem.isVisible() and "“oh”" in problem.text() and not page.foot.ask_button.isEnabled()
    field.selectAll()
    QTest.keyClicks(field, "10, 30")
    page._soon.now()
    assert not problem.isVisible() and page.foot.ask_button.isEnabled()


def test_values_are_spread_over_a_range_by_a_click(page):
    choose_kind(page, "sweep")
    field = page.form.fields.varied[0]
    field.setting.show_word("methods[1].decay")
    field._choose()
    click(field.spread)
    assert "first and a last" in field.line.problem.text() and field.line.problem.isVisible()
    for edit, text in ((field.low, "0.5"), (field.high, "0.9"), (field.count, "3")):
        edit.selectAll()
        QTest.keyClicks(edit, text)
    click(field.spread)
    page._soon.now()
    assert field.values.text() == "0.5, 0.7, 0.9" and not field.line.problem.isVisible()
    assert as_said(page.foot.cost).startswith("3 cells")


def test_the_tables_stand_in_their_order_whatever_was_asked_before(qtbot, page):
    tabs = page.results.tabs
    ask(qtbot, page)
    choose_kind(page, "basins")
    page.form.fields.lattice.set_value(8)
    ask(qtbot, page)
    assert [tabs.tabText(k) for k in range(tabs.count())] == ["Answer", "Table", "Differences"]
    tabs.setCurrentIndex(2)
    shown = page.results.table.table
    column = shown.columns.index("what")
    cells = [shown.index(row, column).data() for row in range(shown.rowCount())]
    assert cells == ["at sharp", "at flat", "lower final loss"]


def test_where_minima_have_no_names_their_places_name_the_basins(qtbot, page, race):
    race.set_landscape(Ackley())
    choose_kind(page, "escape")
    assert page.form.fields.sampling.currentText() == "within the basin (0, 0)"
    assert page.foot.ask_button.isEnabled()
    choose_kind(page, "sweep")
    page.form.fields.statistic.setCurrentText("Share at (0, 0)")
    page._review()
    assert page.form.fields.statistic.chosen == "share:(0, 0)" and page.foot.ask_button.isEnabled()


def test_it_says_what_it_costs_before_it_is_asked(page):
    page._review()
    assert as_said(page.foot.cost).startswith("64 starts × 2 methods × 12 steps: ")
    assert not re.search("[0-9] [a-z]", page.foot.cost.text())  # no line ends between the two


def test_an_edited_race_makes_the_answer_one_about_an_older_setting(qtbot, page, race):
    ask(qtbot, page)
    race.set_starts([[0.5, 0.5]])  # none of the study's business
    assert not notice(page)
    race.set_steps(9)
    assert "older setting" in notice(page)
    race.undo()
    assert not notice(page)
    race.set_steps(9)
    click(button(page, "study-notice-button"))
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert page.course.question.experiment.steps == 9 and not notice(page)


def test_a_race_that_is_edited_out_of_sight_is_asked_about_when_the_page_is_seen(page, race):
    page.hide()
    race.set_steps(9)
    assert "12 steps" in as_said(page.form.kinds.subject)  # nobody looks
    page.show()
    assert "9 steps" in as_said(page.form.kinds.subject)


def test_another_study_is_seen_from_its_beginning(qtbot, page):
    ask(qtbot, page)
    bar = page.results.answer.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    page.results.follow()  # as when it grows
    assert bar.value() == bar.maximum()
    page.form.fields.starts.set_value(65)
    page._soon.now()
    ask(qtbot, page)
    assert bar.value() == 0
