"""The question before what is computed gives way to something else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from app.widgets.giving_up import GivingUp, before_giving_up


def before_another(parent: QWidget, what: str, do: Callable[[], object]) -> None:
    """Ask whether the study that is computed may stop for `what`; if so, do that."""
    question = GivingUp(
        "study-instead",
        "A study is being computed",
        f"Stop the study that is being computed, and {what}?",
        "Its figures so far make way. Asked again in this window, it goes on from the parts that "
        "are finished.",
        "&Stop it",
        "&Let it go on",
        QMessageBox.Icon.Question,
    )
    before_giving_up(parent, question, do)
