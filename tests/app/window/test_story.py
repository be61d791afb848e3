"""One sitting, from the start to closing while it runs, in the real window on real runs."""

from __future__ import annotations

import av
import hand
import numpy as np
import pypdf
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton, QWidget

from app.look.appearance import DARK, Appearance
from app.session.session import Session
from app.window.main_window import MainWindow
from core.stepping.simulate import record

LEFT = Qt.MouseButton.LeftButton
FIRST = ("goldstein-price", "levy", "two-basins", "ackley")


@pytest.fixture
def window(qapp, qtbot):
    appearance = Appearance(wait=True)
    appearance.set_theme(DARK)
    session = Session()
    window = MainWindow(session, appearance)
    window.resize(1100, 760)
    appearance.begin()
    window.pictures = []
    session.picture_changed.connect(window.pictures.append)
    window.failures = []
    session.failed.connect(window.failures.append)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.end()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(window, qtbot):
    session = window.session

    def is_done():
        picture, steps = session.picture, session.experiment.steps
        assert picture.experiment == session.experiment, (picture.failure, session.progress)
        assert not picture.stale, (picture.stale, session.progress)
        assert session.ready == steps, (session.ready, session.busy, session.progress)

    qtbot.waitUntil(is_done)


def shows_exactly_the_experiment(window):
    """What is on the screen is what a fresh run of the experiment gives, bit for bit."""
    session = window.session
    fresh = record(session.experiment)
    shown = [track for track in session.picture.tracks if track is not None]
    assert len(shown) == len(fresh.tracks)
    for ours, theirs in zip(shown, fresh.tracks, strict=True):
        np.testing.assert_array_equal(ours["positions"], theirs["positions"])


def pixel(window, point):
    return window.map_view.canvas.frame.pixel(point).toPoint()


def never_stale(window):
    """Every picture that was handed out belongs to one experiment: its tracks start at its
    starts and have its steps; one of an older generation would not."""
    for picture in window.pictures:
        starts = picture.experiment.start_positions()
        for track in picture.tracks:
            if track is not None:
                assert track.steps == picture.experiment.steps
                np.testing.assert_array_equal(track["positions"][0], starts)


def test_a_whole_sitting(window, qtbot, tmp_path):
    session = window.session
    assert session.experiment.landscape.name == "ackley"
    assert session.ready == session.experiment.steps  # the shipped recording, at once
    window.session.play()
    qtbot.waitUntil(lambda: session.cursor > 5)
    session.pause()

    for name in FIRST:
        window.landscape.choice.show_word(name)
        window.landscape.choice.activated.emit(0)
        settle(window, qtbot)
        assert session.picture.experiment.landscape.name == name
    shows_exactly_the_experiment(window)

    canvas = window.map_view.canvas
    QTest.mouseDClick(canvas, LEFT, pos=pixel(window, (-2.0, 1.0)))
    QTest.mouseRelease(canvas, LEFT, pos=pixel(window, (-2.0, 1.0)))
    settle(window, qtbot)
    (start,) = session.experiment.starts
    assert start == pytest.approx((-2.0, 1.0), abs=0.05)
    assert window.starts.x.value == start[0]

    QTest.mousePress(canvas, LEFT, pos=pixel(window, start))
    for x in np.linspace(-1.8, 2.5, 12):
        QTest.mouseMove(canvas, pixel(window, (x, 1.5)))
        qtbot.wait(5)
    QTest.mouseRelease(canvas, LEFT, pos=pixel(window, (2.5, 1.5)))
    settle(window, qtbot)
    assert session.experiment.starts[0] == pytest.approx((2.5, 1.5), abs=0.05)
    shows_exactly_the_experiment(window)

    session.seek(120)
    card = window.methods.cards[3]
    for name, to in (("capacity", 300), ("decay", 400)):
        slider = card.form.row(name).number.slider
        QTest.mousePress(slider, LEFT, pos=slider.centre_of(slider.value()).toPoint())
        for position in range(600, to, -25):
            QTest.mouseMove(slider, slider.centre_of(position).toPoint())
            qtbot.wait(3)
        QTest.mouseRelease(slider, LEFT)
        settle(window, qtbot)
        assert session.cursor == 120  # the time cursor is kept
    spec = session.experiment.methods[3]
    assert spec.values["capacity"] < 20 and spec.values["decay"] < 0.99
    shows_exactly_the_experiment(window)

    QTest.mouseClick(card.head.duplicate, LEFT)
    settle(window, qtbot)
    assert len(session.experiment.methods) == 5
    assert session.picture.tracks[3] is not None and session.picture.tracks[4] is not None

    time = window.playback.time
    QTest.mousePress(time, LEFT, pos=time.centre_of(50).toPoint())
    for step in (100, 200, 300):
        QTest.mouseMove(time, time.centre_of(step).toPoint())
        assert abs(session.cursor - step) <= 8  # a pixel of the slider is some steps
    QTest.mouseRelease(time, LEFT)

    video = tmp_path / "story.mp4"
    session.set_steps(60)
    settle(window, qtbot)
    QTest.mouseClick(window.playback.export, LEFT)
    dialog = window.findChild(QDialog, "exportDialog")
    dialog.findChild(QLineEdit, "exportPlace").setText(str(video))
    QTest.mouseClick(dialog.findChild(QPushButton, "exportStart"), LEFT)
    qtbot.waitUntil(lambda: not window.exports.is_busy)
    dialog.reject()
    with av.open(str(video)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 61

    kept = session.experiment
    session.set_landscape(session.experiment.landscape.__class__(a=10.0))
    window.files.open_path(video)  # the video carries the experiment it was made from
    hand.answer(window, "Discard")
    assert session.experiment == kept
    assert window.failures == []
    never_stale(window)

    session.set_steps(20_000)
    session.play()
    qtbot.waitUntil(lambda: session.busy)
    window.close()
    hand.answer(window, "Discard")
    count = len(window.pictures)
    qtbot.wait(100)
    assert len(window.pictures) == count and not session.playing


def leaves_percent(session, method):
    """Of the starts of two basins, how many a method carries to the flat one at the end."""
    last = session.picture.tracks[method]["positions"][-1]
    flat, sharp = (((last - (x, 0)) ** 2).sum(-1) for x in (1.5, -1.5))
    return round(100 * float((flat < 100 * sharp).mean()))


def test_one_shows_that_critical_momenta_leave_and_raises_c_until_they_stay(window, qtbot):
    session, control = window.session, Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window.map_view.canvas, Qt.Key.Key_N, control)
    gallery = window.findChild(QDialog, "gallery")
    listed = gallery.list
    while listed.currentIndex().data() != "What the memory does after settling":
        QTest.keyClick(listed, Qt.Key.Key_Right)
    QTest.mouseClick(gallery.begin, LEFT)
    settle(window, qtbot)
    assert leaves_percent(session, 0) == 100
    card = window.methods.cards[0]
    QTest.mouseClick(card.head.chevron, LEFT)
    shares = []
    for capacity in (10, 20):
        hand.type_in(card.form.row("capacity").number.field, str(capacity))
        settle(window, qtbot)
        shares.append(leaves_percent(session, 0))
    assert 100 > shares[0] > shares[1] == 0
    shows_exactly_the_experiment(window)
    never_stale(window)


def exported(window, qtbot, path, typed):
    """Ctrl+E, the fields that are typed in, Export; a field of choices gets its word."""
    QTest.keyClick(window.map_view.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QDialog, "exportDialog")
    hand.type_in(dialog.findChild(QLineEdit, "exportPlace"), str(path), Qt.Key.Key_Tab)
    for name, text in typed.items():
        field = dialog.findChild(QWidget, name)
        if isinstance(field, QComboBox) and field.isEditable():
            field = field.lineEdit()
        if isinstance(field, QComboBox):
            while not field.currentText().startswith(text):
                QTest.keyClick(field, Qt.Key.Key_Down)
        else:
            hand.type_in(field, text, Qt.Key.Key_Tab)
    QTest.mouseClick(dialog.findChild(QPushButton, "exportStart"), LEFT)
    qtbot.waitUntil(lambda: not window.exports.is_busy)
    dialog.reject()


def test_three_buffer_sizes_in_one_grid_become_a_figure_of_a_page_s_width(window, qtbot, tmp_path):
    session, control = window.session, Qt.KeyboardModifier.ControlModifier
    for card in window.methods.cards[:-1]:  # all but Adam + CM
        QTest.mouseClick(card, LEFT, pos=QPoint(3, 3))
        QTest.keyClick(card, Qt.Key.Key_Delete)
    assert [spec.method for spec in session.experiment.methods] == ["adam+cm"]
    for capacity in (2, 5, 20):
        card = window.methods.cards[-1]
        card.set_expanded(True)
        hand.type_in(card.form.row("capacity").number.field, str(capacity))
        if capacity != 20:
            QTest.mouseClick(card, LEFT, pos=QPoint(3, 3))
            QTest.keyClick(card, Qt.Key.Key_D, control)
    settle(window, qtbot)
    QTest.keyClick(window.map_view.canvas, Qt.Key.Key_G, control)
    assert window.map_view.layers.layout == "grid"
    path = tmp_path / "grid.pdf"
    exported(window, qtbot, path, {"exportSheet": "183x122mm"})
    (page,) = pypdf.PdfReader(path).pages
    assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(183, abs=0.2)
    said = " ".join(page.extract_text().split())
    assert all(f"C = {capacity} " in said for capacity in (2, 5, 20)), said


def test_a_square_gif_of_ten_seconds_has_a_title(window, qtbot, tmp_path):
    settle(window, qtbot)
    path = tmp_path / "race.gif"
    typed = {
        "exportSize": "Custom", "exportWidth": "160", "exportHeight": "160",
        "exportSeconds": "10", "exportTitle": "Out of the basin", "exportFpsGif": "10",
    }  # fmt: skip
    exported(window, qtbot, path, typed)
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(frames) == 100 and frames[0].shape == (160, 160, 3)
    title, plain = frames[0][:30], frames[0][-30:]
    assert np.ptp(title) > 100 and not np.array_equal(title, plain)
