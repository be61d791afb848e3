"""What stands where answers will be: what a study is, and questions that one click asks."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.look.tool_tips import set_tip
from app.study.asking.asked import Asked, Varied
from app.study.words import OF_NETWORKS

LESSON = (
    "One trajectory is an anecdote. A study races every method from thousands of starts and tells "
    "what became of them: shares and medians with 95 % intervals, a control beside them, and a "
    "sentence that says no more than the figures do."
)


TITLE = "What becomes of thousands of starts?"
NETWORK_TITLE = "Flatter, and therefore better?"
NETWORK_LESSON = (
    "One training is an anecdote, and a method that is further along looks flatter. A study trains "
    "every method from many seeds and compares them at the same training loss, seed by seed: test "
    "accuracy, sharpness and trace with 95 % intervals, a control beside them, and a sentence that "
    "says no more than the figures do."
)


@dataclasses.dataclass(frozen=True)
class Example:
    """A question that one click asks: of a race that is shipped where `preset` names one, else of
    the race as it stands."""

    name: str
    title: str
    tip: str
    asked: Asked
    preset: str = ""

    @property
    def of_networks(self) -> bool:
        """Whether it asks about networks; the others ask about landscapes with a domain."""
        return self.asked.kind in OF_NETWORKS


EXAMPLES = (
    Example(
        "leaves",
        "Does the memory leave the sharp basin?",
        "Escape: two basins, four sharpnesses, with and without the memory",
        Asked(kind="escape", sampling="disc", starts=512),
        preset="two-basins",
    ),
    Example(
        "where",
        "Where do the methods of this race end?",
        "Starts: 1,024 of them, uniform in the domain",
        Asked(kind="starts", starts=1024),
    ),
    Example(
        "map",
        "Which start leads to which minimum?",
        "Basins: a map for each method",
        Asked(kind="basins", lattice=100),
    ),
    Example(
        "rate",
        "How much hangs on the learning rate?",
        "Sweep: the share at the global minimum for five learning rates",
        Asked(
            kind="sweep",
            starts=512,
            varied=(Varied("methods[*].lr", "0.01, 0.02, 0.05, 0.1, 0.2"), Varied()),
            statistic="share_global",
        ),
    ),
    Example(
        "flatter",
        "Are the minima flatter, and do they generalize better?",
        "Seeds: sharpness and test accuracy of eight seeds at one training loss, and at the end",
        Asked(kind="seeds", seeds=8),
    ),
    Example(
        "end",
        "How far do these methods come, and at which accuracy?",
        "Seeds: eight of them, compared at the end alone",
        Asked(kind="seeds", seeds=8, levels=""),
    ),
)


class EmptyState(QScrollArea):
    """`asked(Example)` when one is clicked, `claims_asked` for the papers' claims."""

    asked = Signal(object)
    claims_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("study-empty")
        self.setAccessibleName("What a study is")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        page, inside = QWidget(), QFrame()
        inside.setMaximumWidth(520)
        column = QVBoxLayout(inside)
        column.setSpacing(10)
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._lesson = QLabel()
        self._lesson.setProperty("role", "dim")
        self._lesson.setWordWrap(True)
        column.addWidget(self._title)
        column.addWidget(self._lesson)
        self.buttons: dict[str, QPushButton] = {}
        for example in EXAMPLES:
            button = self._button(f"study-example-{example.name}", example.title, example.tip)
            button.clicked.connect(lambda _=False, example=example: self.asked.emit(example))
            column.addWidget(button)
        self.claims = self._button(
            "study-example-claims",
            "Do the papers' claims hold?",
            "Runs the studies behind the papers' toy claims: about two minutes",
        )
        self.claims.clicked.connect(self.claims_asked)
        column.addWidget(self.claims)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inside, 4)  # no alignment, or the lesson would not be as high as it needs
        across.addStretch(1)
        around = QVBoxLayout(page)
        around.addStretch(1)
        around.addLayout(across)
        around.addStretch(2)
        page.setProperty("role", "column")
        self.setWidget(page)
        self.offer(networks=False)

    def offer(self, *, networks: bool) -> None:
        """Offer the questions about networks, or those about all else."""
        for example in EXAMPLES:
            button = self.buttons[f"study-example-{example.name}"]
            button.setVisible(example.of_networks == networks)
        self._title.setText(NETWORK_TITLE if networks else TITLE)
        self._lesson.setText(NETWORK_LESSON if networks else LESSON)

    def _button(self, name: str, title: str, tip: str) -> QPushButton:
        button = QPushButton(title)
        button.setObjectName(name)
        button.setAccessibleName(title)
        button.setAutoDefault(False)
        set_tip(button, tip)
        self.buttons[name] = button
        return button
