"""A setting is told in one line."""

import pytest

from core.experiment import presets
from core.experiment.setting_text import setting

ACKLEY = "Ackley, a = 20, b = 0.2, c = 6.283"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "default",
            f"{ACKLEY} · 1 start · 500 steps · α = 0.05 · C = 20 · λ = 0.99",
        ),
        (
            "two-basins",
            "Two basins, s = 100 · 8 starts · 500 steps · α = 0.05 · C = 5, 20 · λ = 0.7, 0.99"
            " · memory from step 100",
        ),
        (
            "annealed",
            f"{ACKLEY} · 32 random starts · 500 steps · α = 0.05 · C = 20 · λ = 0.99"
            " · memory to step 300 · κ over steps: cosine",
        ),
    ],
)
def test_what_differs_from_method_to_method_is_listed(name, line):
    assert setting(presets.load(name)) == line
