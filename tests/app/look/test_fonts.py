"""What is drawn is drawn with the program's own fonts, whatever the system has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from specimen import said

from app.look import fonts
from app.look.appearance import Appearance
from app.session.session import Session
from app.window.main_window import MainWindow

SPECIMEN = Path(__file__).with_name("specimen.py")
FACES = sorted(fonts.FOLDER.glob("*.ttf"))
# What a sentence or an axis may say next, beside what is said today.
COMING = "∂∑∏∫≈≠≥≤±∞√∇‖·×÷½¼¾°′″‘’“”…–—←↑→↓↔⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋ₜ▲▼◀▶●○■□✓✗àéîñöüßçøåœŁşЖд"
GREEK = "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"


def test_every_character_that_the_program_can_say_is_in_its_own_fonts():
    needed = said() | set(COMING) | set(GREEK)
    for path in FACES:
        if "Sans" in path.name:
            have = TTFont(path).getBestCmap()
            assert not [letter for letter in needed if ord(letter) not in have], path.name


def test_every_character_of_a_formula_is_in_the_fonts_of_one_width():
    needed = [chr(code) for code in range(0x20, 0x7F)] + list(GREEK) + list("−·×²³▏…")
    for path in FACES:
        if "Mono" in path.name:
            font = TTFont(path)
            have = font.getBestCmap()
            assert {font["hmtx"][have[ord(letter)]][0] for letter in needed} == {600}, path.name


def test_figures_are_of_one_width_and_bold_ones_too():
    for path in FACES:
        font = TTFont(path)
        have = font.getBestCmap()
        assert len({font["hmtx"][have[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_the_fonts_come_with_their_licence():
    text = (fonts.FOLDER / "LICENSE").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    for path in FACES:
        assert TTFont(path)["name"].getDebugName(0) in text


def test_every_widget_of_the_window_is_lettered_with_them(
    session: Session, appearance: Appearance, qtbot
):
    window = MainWindow(session, appearance)
    qtbot.addWidget(window)
    assert {QFontInfo(child.font()).family() for child in window.findChildren(QWidget)} <= {
        fonts.SANS,
        fonts.MONO,
    }
    for kind in ("QMenu", "QMessageBox", "QTipLabel", "QMdiSubWindowTitleBar", "QHeaderView"):
        assert QFontInfo(QApplication.font(kind)).family() == fonts.SANS


CONFIGURATION = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
{body}<cachedir>{cache}</cachedir></fontconfig>"""
OTHER_TASTE = """<match target="font">
<edit name="antialias" mode="assign"><bool>false</bool></edit>
<edit name="hinting" mode="assign"><bool>true</bool></edit>
<edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
<edit name="rgba" mode="assign"><const>rgb</const></edit></match>"""


def painted(**environment: str) -> tuple[str, bytes]:
    """The families that a program finds there, and what it paints."""
    there = subprocess.run(
        [sys.executable, SPECIMEN],
        env={**os.environ, **environment},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert not there.stderr
    families, _, picture = there.stdout.partition(b"\n")
    return families.decode(), picture


@pytest.fixture(scope="module")
def here() -> bytes:
    return painted()[1]


@pytest.mark.skipif(sys.platform != "linux", reason="only there fontconfig chooses fonts")
@pytest.mark.parametrize("system", ["no font", "other fonts and another taste"])
def test_no_font_and_no_preference_of_a_system_changes_a_pixel(here, tmp_path, system):
    others = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    body = f"<dir>{tmp_path}</dir>" if system == "no font" else f"<dir>{others}</dir>{OTHER_TASTE}"
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(CONFIGURATION.format(body=body, cache=tmp_path / "cache"))
    families, picture = painted(FONTCONFIG_FILE=str(configuration))
    assert ("STIX" in families) == (system != "no font")
    assert picture == here
