"""The gallery shows every preset as a picture with its words, and the tour goes on by Next."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.look.appearance import DARK, LIGHT
from app.window.gallery import TOUR, Gallery
from app.window.thumbnails import SIZE, Thumbnails
from core.experiment import presets
from core.experiment.tour import stops

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def gallery(window, qtbot):
    QTest.keyClick(QApplication.focusWidget(), Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    gallery = window.findChild(Gallery)
    qtbot.waitUntil(gallery.isActiveWindow)
    return gallery


def test_every_preset_stands_there_after_the_tour_with_all_of_its_words(gallery):
    names = []
    for row in range(gallery.list.model().rowCount()):
        gallery.list.setCurrentIndex(gallery.list.model().index(row, 0))
        names.append(gallery.current.name)
        shown = gallery.words.text().replace("\N{NO-BREAK SPACE}", " ")
        for preset in presets.presets():
            mine = preset.name == gallery.current.name
            for words in (preset.commentary, preset.limits, preset.claim):
                assert (words in shown) >= mine
        assert gallery.title.text() == gallery.list.currentIndex().data()
    assert names == [TOUR, *presets.titles()]
    assert "Two basins, s = 100 · 8 starts · 500 steps · α = 0.01 · C = 5" in shown


def test_the_keyboard_chooses_and_enter_begins(gallery, session, window):
    QTest.keyClick(gallery.list, Key.Key_End)
    QTest.keyClick(gallery.list, Key.Key_Return)
    last = presets.presets()[-1]
    assert session.experiment == presets.load(last.name) and session.playing
    assert window.note.text.text() == last.commentary and not gallery.isVisible()


def test_a_double_click_begins_and_escape_begins_nothing(gallery, session, window):
    before = session.experiment
    QTest.keyClick(gallery, Key.Key_Escape)
    assert session.experiment is before and not gallery.isVisible()
    window.menus.actions["gallery"].trigger()
    again = [one for one in window.findChildren(Gallery) if one.isVisible()][-1]
    place = again.list.visualRect(again.list.model().index(2, 0)).center()
    QTest.mouseClick(again.list.viewport(), LEFT, pos=place)
    QTest.mouseDClick(again.list.viewport(), LEFT, pos=place)
    assert session.experiment == presets.load(presets.presets()[1].name)


def test_pictures_are_painted_by_the_program_one_by_one_in_both_themes(qtbot, qapp):
    thumbnails = Thumbnails(2.0)
    order = []
    thumbnails.painted.connect(order.append)
    names = ["two-basins", "five-tasks", "default"]
    assert thumbnails.of("default", DARK) is None
    thumbnails.want(names)
    qtbot.waitUntil(lambda: len(order) == len(names))
    assert order == names
    for name in names:
        dark, light = thumbnails.of(name, DARK), thumbnails.of(name, LIGHT)
        assert dark.size() == light.size() == 2 * SIZE and dark != light
        for image in (dark, light):
            across, down = range(0, image.width(), 5), range(0, image.height(), 5)
            assert len({image.pixel(x, y) for x in across for y in down}) > 8
    assert thumbnails.of("default", DARK) != thumbnails.of("two-basins", DARK)
    thumbnails.want(names)  # kept: nothing is painted again
    assert order == names
    thumbnails.stop()


def test_the_pictures_thread_is_gone_when_the_window_closes(gallery, window):
    window.end()
    assert window.guide._thumbnails._job is None


def test_the_tour_goes_from_stop_to_stop_and_back(window, session):
    window.menus.actions["tour"].trigger()
    bar, listed = window.guide.bar, stops()
    assert len(listed) == 5
    for place, stop in enumerate(listed):
        assert bar.isVisible() and stop.text in bar.text.text()
        assert bar.text.text().startswith(f"{place + 1} of 5: {stop.title}. ")
        assert session.experiment == presets.load(stop.preset)
        assert session.playing == (stop.step is None)
        if place == 2:
            session.set_steps(600)  # trying what it says ends nothing
            assert bar.isVisible()
            session.undo()
        if place < 4:
            QTest.mouseClick(bar.offers["tour-next"], LEFT)
    QTest.mouseClick(bar.offers["tour-back"], LEFT)
    assert listed[3].text in bar.text.text()
    QTest.mouseClick(bar.offers["tour-next"], LEFT)
    QTest.mouseClick(bar.offers["tour-end"], LEFT)
    assert not bar.isVisible()


def test_the_keys_of_time_are_there_on_the_tour_and_stay_with_who_walks_by_keys(window, session):
    window.menus.actions["tour"].trigger()
    assert session.playing
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Space)
    assert not session.playing  # as the first stop says
    for place in (2, 3):
        window.guide.bar.offers["tour-next"].setFocus()
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Space)
        assert QApplication.focusWidget() is window.guide.bar.offers["tour-next"]
        assert window.guide.bar.text.text().startswith(f"{place} of 5")


def test_the_tour_is_told_where_the_race_is_seen(window):
    window.studies.show()
    window.menus.actions["tour"].trigger()
    assert not window.studies.is_shown and window.guide.bar.isVisible()
