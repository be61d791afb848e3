"""The process: it opens the window, paints before torch is there, and ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, sys.argv[1])
from app.window import application, main_window

def report(window):
    print("painted", "torch" in sys.modules, window.session.playing, flush=True)
    pixels = window.map_view.canvas.grab().toImage()
    print("trails", pixels.width() > 200, window.session.picture.ready, flush=True)
    print(window.windowTitle(), flush=True)
    {end}

class Window(main_window.MainWindow):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.first_painted.connect(lambda: report(self))

main_window.MainWindow = Window
from pathlib import Path
raise SystemExit(application.run_window(*map(Path, sys.argv[2:])))
"""

INTERRUPTED = """
import os, signal, sys
from app.window import application

def interrupt(moment):
    if moment == "{moment}":
        print(moment, flush=True)
        os.kill(os.getpid(), signal.{signal})

def make_application():
    interrupt("importing")
    return make()

make, application.make_application = application.make_application, make_application

def run():
    from PySide6.QtCore import QSettings
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, sys.argv[1])
    from app.window import main_window

    class Window(main_window.MainWindow):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            interrupt("building")

        def paintEvent(self, event):
            super().paintEvent(event)
            if not self.session.busy:
                self.session.edit(steps=5000)
                interrupt("painting")

    main_window.MainWindow = Window
    return application.run_window()

raise SystemExit(run())
"""


def environment(tmp_path):
    """Without a screen, and with a home of its own."""
    homes = dict.fromkeys(
        ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"), str(tmp_path)
    )
    return {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


def start(tmp_path, end, *paths):
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT.replace("{end}", end), str(tmp_path), *map(str, paths)],
        env=environment(tmp_path),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_first_paint_shows_the_default_race_without_torch(tmp_path):
    process = start(tmp_path, "window.close()")
    out, err = process.communicate(timeout=60)
    assert out.splitlines()[:2] == ["painted False False", "trails True 500"]
    assert process.returncode == 0, err
    assert "Traceback" not in err


def test_a_file_named_on_the_command_line_is_opened(tmp_path):
    path = tmp_path / "mine.basin.json"
    shipped = ROOT / "resources" / "presets" / "two-basins.basin.json"
    path.write_bytes(shipped.read_bytes())
    process = start(tmp_path, "window.close()", path)
    out, err = process.communicate(timeout=60)
    assert "mine.basin.json" in out and process.returncode == 0, err


no_signal = pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT from another process")


@no_signal
def test_ctrl_c_closes_the_window_and_ends_with_130(tmp_path):
    process = start(tmp_path, "pass")
    assert process.stdout.readline().startswith("painted")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err


def unsaved(tmp_path):
    """The steps of every experiment that is kept for the next start."""
    slots = [json.loads(path.read_text()) for path in tmp_path.rglob("*.unsaved.json")]
    return [json.loads(slot["experiment"])["steps"] for slot in slots]


@no_signal
@pytest.mark.parametrize(
    ("moment", "name", "code", "kept"),
    [
        ("importing", "SIGINT", 130, []),
        ("building", "SIGTERM", 143, []),
        ("painting", "SIGHUP", 129, [5000]),
    ],
)
def test_a_signal_at_a_bad_moment_is_obeyed_in_silence_and_the_work_is_kept(
    tmp_path, moment, name, code, kept
):
    script = INTERRUPTED.replace("{moment}", moment).replace("{signal}", name)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # The offscreen platform says so of every window that learns its least size once it is shown.
    said = done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")
    assert (done.returncode, done.stdout, said) == (code, f"{moment}\n", "")
    assert unsaved(tmp_path) == kept


def test_a_window_that_cannot_be_made_is_told_in_a_line_and_logged(tmp_path):
    script = (
        "from app.window import application\n"
        "def broken(): raise LookupError('no style')\n"
        "application.make_application = broken\n"
        "raise SystemExit(application.run_window())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    (log,) = tmp_path.rglob("basinscope.log")
    assert done.returncode == 1 and "Traceback" in log.read_text()
    assert done.stderr.splitlines() == [
        "Basinscope cannot start: LookupError: no style",
        f"The log has the details: {log}",
    ]


WINDOWS = """
import importlib.abc, importlib.machinery, sys, types
seen = []

class Stubs(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "PySide6", "shiboken6"):
            seen.append(name)
        if name in ("torch", "core.stepping.simulate"):
            return importlib.machinery.ModuleSpec(name, self)
        if name.startswith("PySide6"):
            print(*seen)
            raise SystemExit(3)

    def create_module(self, spec):
        return types.ModuleType(spec.name)

    def exec_module(self, module):
        module.set_num_threads = module.simulate = print

import subprocess
from app.window import application
import main
sys.meta_path.insert(0, Stubs())
subprocess.Popen = lambda *arguments, **options: print("splash")
sys.platform = "{platform}"
main.main([])
"""


@pytest.mark.parametrize(("platform", "order"), [("win32", "torch PySide6"), ("linux", "PySide6")])
def test_on_windows_torch_is_loaded_before_qt_behind_a_splash(tmp_path, platform, order):
    done = subprocess.run(
        [sys.executable, "-c", WINDOWS.replace("{platform}", platform)],
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 3, done.stderr
    assert lines[-1].startswith(order) and ("splash" in lines) == (platform == "win32")


def test_the_splash_vanishes_with_the_program(tmp_path):
    """Its standard input ends when it is closed, and when the program dies."""
    script = ROOT / "app" / "window" / "splash.py"
    done = subprocess.run(
        [sys.executable, "-P", script],
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        timeout=30,
        check=False,
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("module", ["PySide6.QtGui", "PySide6.QtWidgets"])
def test_qt_is_imported_when_ctrl_c_can_be_heard(module):
    script = f"import sys; from app.window import application; print({module!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
