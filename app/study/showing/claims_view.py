"""The papers' claims with what came of each: a badge, one sentence, and the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
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

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.widgets.styled import set_styled

if TYPE_CHECKING:
    from app.study.showing.plot_view import PlotView
    from core.study.claims.claim import Claim

BADGES = {"supported": "good", "not supported": "bad", "depends": "mixed"}


class ClaimsView(QScrollArea):
    """A card for each claim; its figures unfold."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setObjectName("study-claims")
        self.setAccessibleName("The papers' claims")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: tuple[Claim, ...] = ()
        self.cards: list[ClaimCard] = []
        self._begin()

    def show_claims(self, claims: Sequence[Claim]) -> None:
        """Show these; what was shown of them stays as it is unfolded."""
        claims, count = tuple(claims), len(self._shown)
        if claims == self._shown:
            return
        if not count or claims[:count] != self._shown:
            self._begin()
            count = 0
        self._shown = claims
        for place in range(count, len(claims)):
            card = ClaimCard(self._appearance, place, claims[place])
            self.cards.append(card)
            self._column.insertWidget(place, card)
            card.show()  # at once, and not when Qt gets round to it

    def _begin(self) -> None:
        """Room for cards in the place of all that are shown."""
        inside = QWidget()
        inside.setProperty("role", "column")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 8)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self.cards = []
        self.setWidget(inside)


class ClaimCard(QFrame):
    """One claim."""

    def __init__(self, appearance: Appearance, place: int, claim: Claim) -> None:
        super().__init__()
        self.claim, self._appearance = claim, appearance
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
        self.plot: PlotView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addLayout(head)
        on = f"{claim.verdict.capitalize()}. " if claim.verdict != claim.kind else ""
        column.addWidget(_text(on + claim.sentence, ""))
        column.addWidget(_text(f"{claim.source} · {claim.limits}", "small"))
        column.addWidget(self.unfold)
        self._column = column

    @Slot(bool)
    def _turn(self, shown: bool) -> None:
        self.unfold.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        if self.plot is None:
            self.plot = self._make_plot()
        self.plot.setVisible(shown)
        self._fit()

    def _make_plot(self) -> PlotView:
        from app.study.showing.plot_view import PlotView
        from core.study.plots import of_claim

        view = PlotView(self._appearance)
        view.setObjectName(f"{self.objectName()}-plot")
        view.show_plot(of_claim.plot(self.claim))
        self._column.addWidget(view)
        return view

    def _fit(self) -> None:
        """Give the plot the height that it needs at this width."""
        from app.study.drawing.painter import height_of

        if self.plot is not None and self.plot.plot is not None:
            margins = self._column.contentsMargins()
            width = self.width() - margins.left() - margins.right()
            self.plot.setFixedHeight(round(height_of(self.plot.plot, width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
