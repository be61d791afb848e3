"""A question is asked with the hand, its answer grows, waits, ends and is used."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton
from short_race import SHORT, click

from app.study import computing, job
from app.study.copying import copy_plot, copy_table, copy_verdict
from app.study.course import Course, same_subject
from app.study.drawing.painter import spots
from app.study.job import CancelledError, Control, Job
from core.experiment.drift import Drift
from core.study.asking.studying import study
from core.study.claims.claim import Claim, Figure
from core.study.results.intervals import Estimate
from core.study.work.tasks import Task
from landscapes.ackley import Ackley

HALF = Estimate(0.5, 0.35, 0.65)
FIGURE = Figure("s = 10", ("CM", "control"), (HALF, HALF), Estimate(0.0, -0.2, 0.2), 40, 1.0)


def ask(qtbot, page):
    click(page.foot.ask_button)
    qtbot.waitUntil(lambda: not page.course.busy)
    assert page.course.failure is None


def choose_kind(page, kind):
    click(page.findChild(QAbstractButton, f"study-kind-{kind}"))
    page._soon.now()


def button(page, name):
    return page.findChild(QPushButton, name)


def press_spot(view, place=0):
    spot = list(spots(QRectF(view.rect()), view.plot, view._look))[place]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot.at.toPoint())
    return spot


@pytest.fixture
def gate(monkeypatch):
    """Holds every task before its end until it is opened; `passed` counts them."""
    held = threading.Event()

    class Gate:
        passed = 0
        open = held.set

    computed = Task.run

    def run(task, check=None):
        while not held.wait(0.002):
            check()
        check()
        Gate.passed += 1
        return computed(task, check)

    monkeypatch.setattr(Task, "run", run)
    yield Gate
    held.set()


def test_the_answer_is_that_of_the_same_question_asked_without_a_window(qtbot, page):
    ask(qtbot, page)
    found = page.course.found
    alone = computing.found(study(found.answer.question))
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
    assert page.foot.cost.text().startswith("3 cells")


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
    assert page.foot.cost.text().startswith("64 starts × 2 methods × 12 steps: ")


def test_the_answer_grows_and_waits_while_it_is_paused(qtbot, page, gate):
    page.course._known = None
    click(page.foot.ask_button)
    assert page.course.state == "running" and button(page, "study-pause").isVisible()
    click(button(page, "study-pause"))
    assert page.course.state == "paused" and button(page, "study-pause").text() == "Go on"
    gate.open()
    qtbot.wait(30)
    assert gate.passed == 0 and page.course.done == 0
    click(button(page, "study-pause"))
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert gate.passed == 2


def test_what_was_known_when_it_was_cancelled_is_kept_and_goes_on(qtbot, page, monkeypatch):
    page.form.fields.starts.set_value(4096 + 512)
    done, held, run = [], threading.Event(), Task.run

    def stops(task, check=None):
        while len(done) == 4:
            held.set()
            check()
        ends = run(task, check)
        done.append(len(task.starts))
        return ends

    monkeypatch.setattr(Task, "run", stops)
    page._soon.now()
    click(page.foot.ask_button)
    qtbot.waitUntil(held.is_set)
    click(button(page, "study-cancel"))
    qtbot.waitUntil(lambda: page.course.state == "cancelled")
    known = page.course.found.answer
    assert not known.whole and len(known.known[0].starts) == 512 + 1024
    assert page.results.table.table.rowCount() == 2 and "Cancelled" in notice(page)
    monkeypatch.setattr(Task, "run", run)
    click(button(page, "study-notice-button"))
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert page.course.found.answer.whole


def test_who_cancels_before_anything_can_be_told_is_not_told_that_it_was(qtbot, page, monkeypatch):
    done, run = [], Task.run

    def stops(task, check=None):
        while done:  # the second method's starts
            check()
        done.append(task)
        return run(task, check)

    monkeypatch.setattr(Task, "run", stops)
    page.course._known = None
    click(page.foot.ask_button)
    qtbot.waitUntil(lambda: page.course.done == 1)
    click(button(page, "study-cancel"))
    qtbot.waitUntil(lambda: page.course.state == "cancelled")
    assert page.results.table is None and notice(page) == "Cancelled."


def notice(page):
    label = page.findChild(QLabel, "study-notice-text")
    return label.text() if label.isVisible() else ""


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
    assert "12 steps" in page.form.kinds.subject.text()  # nobody looks
    page.show()
    assert "9 steps" in page.form.kinds.subject.text()


def test_a_start_of_a_basin_map_is_raced_from_and_that_can_be_undone(qtbot, page, race):
    choose_kind(page, "basins")
    page.form.fields.lattice.set_value(8)
    ask(qtbot, page)
    before = race.experiment
    with qtbot.waitSignal(page.race_wanted):
        spot = press_spot(page.results.answer.views[0])
    assert race.experiment.start_positions().tolist() == [list(spot.start)]
    assert same_subject(race.experiment, before)
    race.undo()
    assert race.experiment == before


def test_a_race_on_a_landscape_that_drifts_is_another_one(race):
    before = race.experiment
    race.edit(drift=Drift("glide", 5, (0.1, 0.0)))
    assert not same_subject(race.experiment, before)


def test_a_start_of_an_older_map_is_raced_from_in_the_race_that_the_map_is_of(qtbot, page, race):
    choose_kind(page, "basins")
    page.form.fields.lattice.set_value(8)
    ask(qtbot, page)
    race.set_steps(9)
    press_spot(page.results.answer.views[0])
    assert race.experiment.steps == SHORT.steps


def test_a_cell_of_a_sweep_is_offered_as_an_experiment(qtbot, page):
    choose_kind(page, "sweep")
    for field, path, values in zip(
        page.form.fields.varied,
        ("methods[1].capacity", "landscape.sharpness"),
        ("1, 5", "10, 100"),
        strict=True,
    ):
        field.setting.show_word(path)
        field._choose()
        field.values.setText(values)
    ask(qtbot, page)
    offered = []
    page.experiment_offered.connect(lambda experiment, _: offered.append(experiment))
    view = page.results.answer.views[0]
    spot = press_spot(view, 3)
    (experiment,) = offered
    cell = page.course.question.cells[spot.cell]
    assert (experiment.methods, experiment.landscape) == (
        cell.experiment.methods,
        cell.experiment.landscape,
    )
    kept = page.course.found.answer.results[spot.cell].starts
    assert experiment.start_positions().tolist() == kept.tolist()


def test_a_table_is_copied_as_it_is_sorted_with_all_its_figures(qtbot, page):
    ask(qtbot, page)
    view = page.results.table
    page.results.tabs.setCurrentWidget(view)
    column = view.table.columns.index("median_final_loss")
    view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copy_table(page.results)
    lines = QGuiApplication.clipboard().text().splitlines()
    figures = [float(line.split("\t")[column]) for line in lines[1:]]
    told = page.course.found.tables["starts"].column("median_final_loss")
    assert figures == sorted(told, reverse=True)


def test_a_verdict_is_read_a_sentence_a_line_and_copied_as_one_paragraph(qtbot, page):
    ask(qtbot, page)
    sentences = page.course.found.verdict
    shown = page.results.answer.verdict
    document = QTextDocument()
    document.setHtml(shown.text())
    assert document.toPlainText().splitlines() == list(sentences)
    copy_verdict(page.results)
    assert QGuiApplication.clipboard().text() == " ".join(sentences)
    shown.setSelection(0, len(sentences[0]) + 1 + len(sentences[1]))
    QTest.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == " ".join(sentences[:2])


def test_the_plot_that_was_looked_at_last_is_copied(qtbot, page):
    ask(qtbot, page)
    views = page.results.answer.views
    assert page.results.answer.plot is views[0].plot
    QTest.mousePress(views[1], Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert page.results.answer.plot is views[1].plot
    assert copy_plot(page.results)
    assert QGuiApplication.clipboard().image().size() == 2 * views[1].size()


def test_work_that_breaks_off_is_told_and_tried_again(qtbot, page, monkeypatch):
    def breaks(task, check=None):
        raise OSError("the disk is gone")

    run = Task.run
    monkeypatch.setattr(Task, "run", breaks)
    told = []
    page.failed.connect(told.append)
    click(page.foot.ask_button)
    qtbot.waitUntil(lambda: page.course.state == "failed")
    assert "the disk is gone" in notice(page) and "the disk is gone" in told[0]
    monkeypatch.setattr(Task, "run", run)
    click(button(page, "study-notice-button"))
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert not notice(page)


def test_the_papers_claims_are_tried_and_can_be_given_up(qtbot, page):
    page.form.fields.workers.set_value(1)
    click(page.results.empty.claims)
    qtbot.waitUntil(lambda: page.course.total > 0)
    assert page.results.title.text() == "The papers' claims"
    click(button(page, "study-cancel"))
    qtbot.waitUntil(lambda: page.course.state == "cancelled")
    assert not page.course.claims and notice(page) == "Cancelled."


def test_each_claim_is_a_card_whose_figures_unfold(qtbot, page, monkeypatch):
    claims = tuple(
        Claim(f"It is {verdict}", "a paper", verdict, "So it is.", "Here only.", (FIGURE,), {})
        for verdict in ("supported", "not supported", "depends on the rate")
    )
    monkeypatch.setattr(computing, "reproduced", lambda *_: claims)
    page.reproduce()
    qtbot.waitUntil(lambda: page.course.state == "done")
    cards = page.results.claims.cards
    badges = [card.findChild(QLabel, f"{card.objectName()}-verdict").text() for card in cards]
    assert badges == ["supported", "not supported", "depends"]
    click(cards[0].unfold)
    assert cards[0].plot.isVisible() and cards[0].plot.plot.rows[0].n == 40
    click(cards[0].unfold)
    assert not cards[0].plot.isVisible() and cards[1].plot is None


def test_a_job_tells_one_thing_at_a_time_and_ends_once(qtbot):
    made, seen, ended = [], [], []

    def work(control):
        for k in range(200):
            control.check()
            control.tell(lambda k=k: made.append(k) or (k,))
            control.report(k, 200)
        return "done"

    work_of = Job(work)
    work_of.control._told = -1e9
    work_of.told.connect(seen.append)
    work_of.ended.connect(ended.append)
    work_of.start()
    qtbot.waitUntil(lambda: bool(ended))
    assert [outcome.result for outcome in ended] == ["done"]
    assert [found[0] for found in seen] == made == [0]  # they all came within a quarter second


def test_a_job_that_is_closed_is_gone_and_says_nothing(qtbot):
    begun, ended = threading.Event(), []

    def work(control):
        begun.set()
        while True:
            control.check()

    work_of = Job(work)
    work_of.ended.connect(ended.append)
    work_of.start()
    assert begun.wait(5)
    work_of.control.pause()
    work_of.close()
    qtbot.wait(10)
    assert not work_of._thread.isRunning() and ended == []


def test_what_was_known_is_told_by_whoever_is_cancelled(qtbot):
    def work(control):
        raise CancelledError("half")

    work_of, ended = Job(work), []
    work_of.ended.connect(ended.append)
    work_of.start()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended[0].cancelled and ended[0].result == "half"


def test_a_pause_is_no_part_of_the_time_that_is_left(qtbot, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(job, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    control = Control()
    clock[0] += 3
    control.pause()
    clock[0] += 50
    assert control.seconds == 3
    control.go_on()
    clock[0] += 1
    assert control.seconds == 4
    course = Course()
    course._job = SimpleNamespace(control=control)
    course.done, course.total = 2, 8
    assert course.seconds_left == 12


def test_the_claims_are_tried_on_networks_too(qtbot, page, monkeypatch):
    told = []
    monkeypatch.setattr(
        computing, "reproduced", lambda workers, scale, networks, *_: told.append(networks) or ()
    )
    page.reproduce_networks()
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert told == [True]
