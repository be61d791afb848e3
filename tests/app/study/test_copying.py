"""What is copied of an answer is what is seen of it."""

from __future__ import annotations

from asking_by_hand import ask
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest

from app.study.copying import copy_plot, copy_table, copy_verdict


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
