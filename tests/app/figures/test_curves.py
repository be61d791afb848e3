"""How much is seen of a curve says whose it is: the control's steps back, an outdated one fades."""

from __future__ import annotations

import pytest

from app.figures.curves.curves import Curve
from app.look.contrast import channels, contrast, luminance
from app.look.styles import styles
from app.look.theme import DARK, LIGHT
from core.experiment.experiment import MethodSpec

CARDS = tuple(
    MethodSpec.create(f"adam{memory}", {"strength": strength})
    for memory in ("+cg", "+cm")
    for strength in (1.0, 0.0)
)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_control_steps_back_and_is_legible_and_an_outdated_curve_fades_farther(theme):
    ground = luminance(channels(theme.panel))
    for style in styles(CARDS, theme):
        outdated = Curve(0, "", style, True, ()).opacity
        seen = Curve(0, "", style, False, ()).opacity
        pairs = zip(channels(style.colour), channels(theme.panel), strict=True)
        red, green, blue = (round(seen * own + (1 - seen) * under) for own, under in pairs)
        assert contrast(luminance((red, green, blue)), ground) > 2.5
        assert 0.6 < seen < 0.9 if style.ghost else seen == 1.0
        assert 0.25 < outdated < 0.6 * seen
