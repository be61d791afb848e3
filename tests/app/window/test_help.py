"""What Help says of the methods is what was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

from app.window.help import MEASURED, sources_page

DATA = Path(__file__).parents[2] / "core" / "stepping" / "data" / "two_basins.json"


def test_every_figure_is_the_one_that_is_measured_with_its_setting():
    shares = json.loads(DATA.read_text(encoding="utf-8"))["shares"]
    settled, thrown = " memory_start=100", ""
    told = (
        ("adam+cm C=5 decay=0.7", settled),
        ("adam+cg C=5 decay=0.7", settled),
        ("adam+cm C=20 decay=0.99", settled),
        ("adam+cm strength=0", settled),
        ("adam+cm C=5 decay=0.7", thrown),
        ("adam+cm strength=0", thrown),
        ("adam+cg C=5 decay=0.7", thrown),
    )
    measured = [round(100 * shares[name + when]["100"]["end"]) for name, when in told]
    assert [int(share) for share in re.findall(r"(\d+) %", MEASURED)] == measured


def test_the_page_names_every_paper_and_promises_nothing_that_settings_decide():
    page = sources_page()
    for number in ("1412.6980", "2106.10708", "2307.09638", "2010.01412"):
        assert f"https://arxiv.org/abs/{number}" in page
    assert "momenta agree" not in page and "cancel" in page
