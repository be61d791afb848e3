"""Which way a command line goes: to the window, or to a command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import app.command_line.cli
import app.window.application
from app.files import documents
from main import OPENED, main

ROOT = Path(__file__).parents[1]


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What was called, instead of a window or a command."""
    called: list[tuple[object, ...]] = []

    def window(*paths: Path) -> int:
        called.append(("window", *paths))
        return 0

    def command(arguments: list[str]) -> int:
        called.append(("command", *arguments))
        return 7

    monkeypatch.setattr(app.window.application, "run_window", window)
    monkeypatch.setattr(app.command_line.cli, "main", command)
    return called


def test_no_argument_opens_the_window(ways: list[tuple[object, ...]]) -> None:
    assert main([]) == 0
    assert ways == [("window",)]


@pytest.mark.parametrize("name", ["race.basin.json", "no/such/file.json", "race.MP4", "a.npz"])
def test_a_path_opens_in_the_window(ways: list[tuple[object, ...]], name: str) -> None:
    assert main([name]) == 0
    assert ways == [("window", Path(name))]


def test_numpy_multiplies_in_one_thread_from_the_first() -> None:
    """Two wait for each other wherever a network trains beside them."""
    script = (
        "import os, sys, main\n"
        "assert 'numpy' not in sys.modules\n"
        "main.main = lambda: print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)\n"
        "main.start()\n"
    )
    command = [sys.executable, "-c", script]
    for wish, told in ((None, "1 False"), ("3", "3 False")):
        env = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
        env |= {"OPENBLAS_NUM_THREADS": wish} if wish else {}
        run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == told


def test_every_kind_of_file_that_opens_opens_from_the_command_line() -> None:
    assert set(OPENED) == set(documents.SUFFIXES)


@pytest.mark.parametrize(
    "arguments", [["list"], ["--help"], ["frobnicate"], ["run", "race.json"], ["a.json", "b.json"]]
)
def test_anything_else_is_a_command(ways: list[tuple[object, ...]], arguments: list[str]) -> None:
    assert main(arguments) == 7
    assert ways == [("command", *arguments)]


def test_the_command_line_of_the_process_is_the_default(
    ways: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["basinscope", "list", "--json"])
    assert main() == 7
    assert ways == [("command", "list", "--json")]


@pytest.mark.parametrize(
    ("way", "heavy"),
    [
        ("main([]); import app.window.main_window", ("typer", "rich", "click", "torch", "av")),
        ("main(['list'])", ("torch", "PySide6", "av")),
        ("from app.window import before_qt; before_qt.import_before_qt()", ("PySide6", "torch")),
    ],
)
def test_a_way_imports_only_what_it_needs(way: str, heavy: tuple[str, ...]) -> None:
    code = (
        f"import sys; from main import main; {way}; print([m for m in {heavy} if m in sys.modules])"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


FIRST_PAINT = """
import sys
import main
from app.window import application

def painted(self):
    print([name for name in {names} if name in sys.modules])
    from PySide6.QtWidgets import QApplication
    QApplication.instance().quit()

def made(make=application.make_application):
    found = make()
    from app.session.session import Session
    Session.warm_up = painted  # what the window calls after its first paint
    return found

application.make_application = made
sys.exit(main.main([]))
"""
AFTER_FIRST_PAINT = (
    *("torch", "av", "pyqtgraph", "typer", "rich", "click", "core.stepping", "core.study"),
    *("numpy.ma", "html", "socket", "importlib.resources", "hashlib"),
    *("core.anatomy.anatomy", "core.measures.planes", "core.measures.spectrum"),
    *("app.map.planes.fitting", "app.map.planes.worker", "app.map.drawing.plane_trails"),
    *("app.map.drawing.anatomy_layer", "app.map.drawing.curvature_layer"),
    *("app.panels.landscape.expression_form", "app.panels.methods.colour_menu"),
    *("core.experiment.tour", "core.measures.attractors", "core.measures.trained"),
    *("app.export.dialog", "app.panels.anatomy", "app.panels.charts.plot_view"),
    *("app.widgets.refusal", "app.window.fault_dialog", "app.window.help"),
)


def test_the_first_paint_waits_for_nothing_it_does_not_show(tmp_path: Path) -> None:
    homes = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    own = {"QT_QPA_PLATFORM": "offscreen", **dict.fromkeys(homes, str(tmp_path))}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT.format(names=AFTER_FIRST_PAINT)],
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.splitlines() == ["[]"], done.stderr
