"""The papers' claims with what came of each: a badge, one sentence, and the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.look.tool_tips import set_tip
from app.widgets.styled import set_styled
from core.writing import number

if TYPE_CHECKING:
    from core.study.claim import Claim, Figure

BADGES = {"supported": "good", "not supported": "bad", "depends": "mixed"}


class ClaimsView(QScrollArea):
    """A card for each claim; its figures unfold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("study-claims")
        self.setAccessibleName("The papers' claims")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: tuple[Claim, ...] = ()
        self.cards: list[ClaimCard] = []

    def show_claims(self, claims: Sequence[Claim]) -> None:
        """Show these."""
        if tuple(claims) == self._shown:
            return
        self._shown = tuple(claims)
        self.cards = [ClaimCard(place, claim) for place, claim in enumerate(claims)]
        inside = QWidget()
        inside.setProperty("role", "column")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(8)
        for card in self.cards:
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inside)


class ClaimCard(QFrame):
    """One claim."""

    def __init__(self, place: int, claim: Claim) -> None:
        super().__init__()
        self.claim = claim
        self.setObjectName(f"claim-{place}")
        self.setAccessibleName(f"{claim.claim}: {claim.verdict}")
        self.setProperty("role", "card")
        badge = QLabel(claim.kind)
        badge.setObjectName(f"claim-{place}-verdict")
        badge.setProperty("role", "badge")
        set_styled(badge, "verdict", BADGES[claim.kind])
        badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        title = _text(claim.claim, "title")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        head.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        self.unfold = QToolButton()
        self.unfold.setObjectName(f"claim-{place}-figures")
        self.unfold.setText(f"{len(claim.figures)} comparisons, n = {claim.n:,}")
        self.unfold.setAccessibleName(f"Figures of: {claim.claim}")
        set_tip(self.unfold, "Show or hide the figures behind it")
        self.unfold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unfold.setArrowType(Qt.ArrowType.RightArrow)
        self.unfold.setCheckable(True)
        self.unfold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.unfold.toggled.connect(self._turn)
        self.figures = _text("\n".join(map(_told, claim.figures)), "small")
        self.figures.setObjectName(f"claim-{place}-table")
        self.figures.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addLayout(head)
        on = f"{claim.verdict.capitalize()}. " if claim.verdict != claim.kind else ""
        column.addWidget(_text(on + claim.sentence, ""))
        column.addWidget(_text(f"{claim.source} · {claim.limits}", "small"))
        column.addWidget(self.unfold)
        column.addWidget(self.figures)

    @Slot(bool)
    def _turn(self, shown: bool) -> None:
        self.unfold.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self.figures.setVisible(shown)


def _told(figure: Figure) -> str:
    first, second = (
        f"{what} {number(share.value, 3)} [{number(share.low, 3)}, {number(share.high, 3)}]"
        for what, share in zip(figure.what, figure.shares, strict=True)
    )
    difference = number(figure.difference.value, 3)
    return f"{figure.where}: {first}; {second}; difference {difference}; p {number(figure.p, 2)}"


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
