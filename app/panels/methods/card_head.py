"""The head of a method's card: switch, mark, name, settings in short, and buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.styles import Style
from app.look.tool_tips import set_tip
from app.panels.methods.method_label import MethodLabel
from app.panels.methods.method_text import describe, full_settings, summary
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from app.widgets.method_swatch import MethodSwatch
from core.experiment.experiment import MethodSpec


class CardHead(QHBoxLayout):
    """Two lines: the name, and beneath it the summary with the buttons. It only shows."""

    def __init__(
        self, appearance: Appearance, spec: MethodSpec, style: Style, card: QWidget
    ) -> None:
        super().__init__()
        self.enabled = QCheckBox()
        self.enabled.setObjectName("enabled")
        self.enabled.setAccessibleName("Runs")
        set_tip(self.enabled, "Take part in the race: on or off")
        self.enabled.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.swatch = MethodSwatch(style)
        set_tip(self.swatch, "Its line and head; click for another colour")
        self.label = MethodLabel(spec.label)
        self.summary = ElidedLabel("", "small")

        def button(picture: str, name: str, tip: str) -> IconButton:
            return IconButton(appearance, picture, name, tip, card, size=16)

        self.duplicate = button("duplicate", "duplicate", "Duplicate (Ctrl+D)")
        self.more = button("more", "more", "More about this card")
        self.chevron = button("chevron-right", "expand", "Unfold the settings")
        self._lay()

    def _lay(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.summary, 1)
        for button in (self.duplicate, self.more, self.chevron):
            below.addWidget(button)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.label)
        names.addLayout(below)
        self.setSpacing(0)
        self.addWidget(self.enabled)
        self.addSpacing(3)
        self.addWidget(self.swatch)
        self.addSpacing(5)
        self.addLayout(names, 1)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops in it, in the order of reading."""
        return [self.enabled, self.swatch, self.duplicate, self.more, self.chevron]

    def show_spec(self, spec: MethodSpec, style: Style) -> None:
        """Show a method."""
        self.enabled.setChecked(spec.enabled)
        self.swatch.set_look(style)
        self.swatch.setAccessibleName(f"Colour of {spec.label}")
        self.label.set_text(spec.label)
        set_tip(self.label, f"{spec.label}\n{spec.row.title}: {describe(spec.row)}")
        self.label.setEnabled(spec.enabled)
        self.summary.setText(summary(spec))
        set_tip(self.summary, full_settings(spec))

    def show_expanded(self, expanded: bool) -> None:
        """Show whether the settings are unfolded."""
        self.chevron.set_icon("chevron-down" if expanded else "chevron-right")
        set_tip(self.chevron, "Fold the settings" if expanded else "Unfold the settings")
