"""A hand on the studies of a window."""

from __future__ import annotations

from app.window.main_window import MainWindow


def opened(qtbot, race, appearance, settings=None):
    window = MainWindow(race, appearance, settings)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def asked(qtbot, window, kind="starts"):
    """A study of this kind, small, that is finished."""
    page = window.studies.show()
    qtbot.waitUntil(lambda: page.course.is_ready)
    page.form.show_kind(kind)
    page.form.fields.starts.set_value(64)
    page.form.fields.lattice.set_value(8)
    window.studies.ask()
    qtbot.waitUntil(lambda: not page.course.busy)
    assert page.course.failure is None
    return page
