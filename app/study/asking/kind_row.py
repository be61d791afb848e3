"""Which kind of study is asked: one of some buttons, and what that kind asks in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.tool_tips import set_tip
from app.study import words


class KindRow(QWidget):
    """`chosen(word)` when a person chooses another kind."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("study-kinds")
        self.buttons: dict[str, QToolButton] = {}
        group, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(2)
        for word, (title, tip) in words.KINDS.items():
            button = self.buttons[word] = QToolButton()
            button.setText(title)
            button.setObjectName(f"study-kind-{word}")
            button.setAccessibleName(f"{title}: {tip}")
            set_tip(button, tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.about = _label("study-about", "dim")
        self.problem = _label("study-kind-problem", "error")
        self.subject = _label("study-subject", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for label in (self.about, self.problem, self.subject):
            column.addWidget(label)
        group.buttonClicked.connect(self._choose)
        self.show_kind(next(iter(words.KINDS)))
        self.offer(networks=False)
        self.show_problem("")

    @property
    def kind(self) -> str:
        """The kind of study that is chosen."""
        return next(word for word, button in self.buttons.items() if button.isChecked())

    def show_kind(self, kind: str) -> None:
        """Show another kind, without a signal."""
        self.buttons[kind].setChecked(True)
        self.about.setText(words.KINDS[kind][1])

    def offer(self, *, networks: bool) -> bool:
        """Offer the kinds that ask about networks, or those that ask about all else; whether the
        kind had to change for it."""
        for word, button in self.buttons.items():
            button.setVisible((word in words.OF_NETWORKS) == networks)
        if (self.kind in words.OF_NETWORKS) == networks:
            return False
        self.show_kind(words.OF_NETWORKS[0] if networks else next(iter(words.KINDS)))
        return True

    def show_problem(self, problem: str) -> None:
        """Say why this kind cannot be asked of this race; nothing where it is empty."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    @Slot()
    def _choose(self) -> None:
        self.show_kind(self.kind)
        self.chosen.emit(self.kind)


def _label(name: str, role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
