"""What is copied of an answer: its table, its verdict, the plot that was looked at last."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from app.study.results import Results


def copy_table(results: Results) -> bool:
    """Put the table that is shown on the clipboard; whether there is one."""
    view = results.table
    if view is None:
        return False
    QGuiApplication.clipboard().setText(view.table.as_tsv())
    return True


def copy_verdict(results: Results) -> bool:
    """Put the verdict on the clipboard; whether there is one."""
    text = results.answer.verdict.paragraph
    if text:
        QGuiApplication.clipboard().setText(text)
    return bool(text)


def copy_plot(results: Results) -> bool:
    """Put the plot that was looked at last on the clipboard; whether there is one."""
    image = results.answer.image()
    if image is None:
        return False
    QGuiApplication.clipboard().setImage(image)
    return True


COPIES = {"table": copy_table, "verdict": copy_verdict, "plot": copy_plot}
"""By what it is called."""
