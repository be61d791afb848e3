"""Windows for tests of what they do: without the style sheet, in which most of their time goes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.look.appearance import DARK, Appearance


@pytest.fixture
def appearance(qapp: QApplication) -> Appearance:
    """One that waits to apply its sheet; who looks at a window lets it `begin`."""
    appearance = Appearance(wait=True)
    appearance.set_theme(DARK)
    return appearance
