"""The foot of what is asked: what the answer takes, and the button that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.look.tool_tips import set_tip
from app.study.asking.cost import cost_of
from app.study.asking.pace import Pace, told
from app.study.words import unbroken

if TYPE_CHECKING:
    from core.study.asking.question import Question


class StudyFoot(QWidget):
    """Shows the cost of a question before it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("study-foot")
        self.cost = QLabel()
        self.cost.setObjectName("study-cost")
        self.cost.setProperty("role", "small")
        self.cost.setWordWrap(True)
        self.ask_button = QPushButton("Ask")
        self.ask_button.setObjectName("study-ask")
        self.ask_button.setAccessibleName("Ask")
        self.ask_button.setDefault(True)
        set_tip(self.ask_button, "Compute the answer; the race stays usable meanwhile\nCtrl+Enter")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.cost)
        rows.addWidget(self.ask_button)

    def show_waiting(self, reason: str) -> None:
        """Say why nothing can be asked yet."""
        self.cost.setText(reason)
        self.ask_button.setEnabled(False)

    def show_cost(self, question: Question | None, pace: Pace, workers: int) -> None:
        """Tell what a question comes to, in so many processes; None cannot be asked."""
        self.ask_button.setEnabled(question is not None)
        if question is None:
            self.cost.setText("–")
            return
        cost = cost_of(question)
        one = "seeds" if question.kind == "seeds" else "starts"
        parts = [f"{cost.starts:,} {one}", f"{cost.methods} methods", f"{cost.steps:,} steps"]
        if cost.cells > 1:
            parts.insert(0, f"{cost.cells:,} cells")
        set_tip(self.cost, f"{cost.total:,} steps of single starts")
        said = f"{' × '.join(parts)}: {told(pace.seconds(cost), workers)}"
        self.cost.setText(unbroken(said))
