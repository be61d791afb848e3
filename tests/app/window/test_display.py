"""A machine without a screen is recognised before Qt would abort on it."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from app.window.display import display_missing


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, True),
        ({"QT_QPA_PLATFORM": "xcb"}, True),
        ({"QT_QPA_PLATFORM": "wayland"}, True),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, False),
        ({"DISPLAY": ":0"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False),
    ],
)
def test_where_linux_shows_windows(environment, missing):
    assert display_missing(environment, "linux", answers=False) is missing


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_bring_their_own_screen(platform):
    assert not display_missing({}, platform)


def test_a_named_display_that_nobody_serves_is_missing():
    assert display_missing({"DISPLAY": ":987"}, "linux")
    assert display_missing({"DISPLAY": "127.0.0.1:59000.0"}, "linux")


def test_a_display_that_answers_is_there():
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        if number < 0:
            pytest.skip("the system gave a port below X's")
        assert not display_missing({"DISPLAY": f"127.0.0.1:{number}"}, "linux")


def test_without_a_display_the_window_ends_with_2_and_names_export():
    code = "from app.window.application import run_window; raise SystemExit(run_window())"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "export" in done.stderr and "Traceback" not in done.stderr
