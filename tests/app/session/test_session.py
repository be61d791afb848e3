"""The session as its views know it: intents in, signals out, and nothing said that is not so."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from collections import defaultdict

import numpy as np
import pytest
from puppet import Puppet, belongs
from PySide6.QtCore import Signal

from app.session.playback import Playback
from app.session.session import Highlight, Picture, Session
from core.experiment import experiment_file
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import LatticeStarts, RandomStarts
from core.recording import recording_file
from core.recording.recording import Recording
from landscapes.ackley import Ackley
from landscapes.goldstein_price import GoldsteinPrice
from landscapes.two_basins import TwoBasins

CARDS = tuple(
    MethodSpec.create(name, {"lr": lr}, label=label)
    for name, label, lr in (("adam", "Adam", 0.1), ("adam+cm", "Adam + CM", 0.3))
)
EXPERIMENT = Experiment(TwoBasins(), CARDS, ((-1.5, 0.1),), steps=100)
SAID = vars(Playback) | vars(Session)
SIGNALS = [name for name, value in SAID.items() if isinstance(value, Signal)]


class Ears:
    """Everything that a session has said, by signal."""

    def __init__(self, session: Session) -> None:
        self.heard: dict[str, list] = defaultdict(list)
        for name in SIGNALS:
            getattr(session, name).connect(self._listener(name))

    def _listener(self, name: str):
        return lambda *values: self.heard[name].append(values[0] if values else None)

    def __getattr__(self, name: str) -> list:
        return self.heard[name]


@pytest.fixture
def puppet() -> Puppet:
    return Puppet()


@pytest.fixture
def session(qapp, qtbot, puppet):
    session = Session(EXPERIMENT, load=puppet.load)
    try:
        settle(session, qtbot)
        puppet.calls.clear()
        yield session
    finally:
        puppet.limit = None
        session.close()


@pytest.fixture
def ears(session) -> Ears:
    return Ears(session)


def settle(session: Session, qtbot) -> None:
    qtbot.waitUntil(lambda: not session.busy)


def assert_true(picture: Picture) -> None:
    for spec, track in zip(picture.experiment.methods, picture.tracks, strict=True):
        assert track is None or belongs(track, picture.experiment, spec)


# The experiment


def test_a_session_runs_the_experiment_that_it_is_given(session):
    assert session.experiment == session.picture.experiment == EXPERIMENT
    assert (session.ready, session.cursor, session.playing) == (100, 0, False)
    assert_true(session.picture)


def test_a_changed_card_is_announced_and_run_and_the_cursor_kept(session, ears, puppet, qtbot):
    session.seek(60)
    session.set_method(1, CARDS[1].changed(lr=0.7))
    assert ears.experiment_changed == [session.experiment]
    settle(session, qtbot)
    assert session.picture.experiment == session.experiment
    assert session.cursor == 60
    assert [puppet.methods_of(n) for n in range(len(puppet.calls))] == [["Adam + CM"]]
    assert_true(session.picture)


def test_the_same_again_is_no_change(session, ears):
    session.set_method(0, CARDS[0])
    session.set_experiment(EXPERIMENT)
    session.set_steps(100)
    assert not ears.experiment_changed
    assert not session.can_undo


@pytest.mark.parametrize(
    "intent",
    [
        lambda s: s.set_method(0, CARDS[0].changed(lr=-1.0)),
        lambda s: s.set_method(0, dataclasses.replace(CARDS[0], label="")),
        lambda s: s.set_starts([[np.nan, 0.0]]),
        lambda s: s.set_starts([]),
        lambda s: s.set_starts(RandomStarts(0)),
        lambda s: s.set_steps(0),
        lambda s: s.edit(noise=-1.0),
        lambda s: s.add_method("adamant"),
        lambda s: s.edit(methods=()),
        lambda s: s.edit(starts=RandomStarts(10_000_000), steps=1_000_000),
    ],
    ids=["lr", "label", "nan", "none", "random", "steps", "noise", "method", "empty", "memory"],
)
def test_what_an_experiment_refuses_is_told_and_changes_nothing(session, ears, puppet, intent):
    picture = session.picture
    result = intent(session)
    assert not result and ears.failed == [result.refusal] != [""]
    assert session.experiment is EXPERIMENT
    assert session.picture is picture
    assert not (ears.experiment_changed or session.can_undo or session.modified or puppet.calls)


def test_too_large_a_run_is_refused_with_its_numbers(session, ears):
    session.set_starts(RandomStarts(3_000_000))
    assert "2 methods × 3,000,000 starts × 100 steps" in ears.failed[0]
    assert "2 GB" in ears.failed[0]


def test_cards_are_added_duplicated_and_removed(session, qtbot):
    session.add_method("sgd")
    session.duplicate_method(1)
    session.duplicate_method(1)
    session.insert_method(0, CARDS[1].changed(strength=0.0))
    labels = [spec.label for spec in session.experiment.methods]
    assert labels == [
        "Adam + CM, no memory", "Adam", "Adam + CM", "Adam + CM (3)", "Adam + CM (2)", "SGD",
    ]  # fmt: skip
    session.remove_method(4)
    session.remove_method(0)
    settle(session, qtbot)
    picture = session.picture
    assert [s.label for s in picture.experiment.methods] == [
        "Adam",
        "Adam + CM",
        "Adam + CM (3)",
        "SGD",
    ]
    assert picture.tracks[1] is picture.tracks[2]
    assert_true(picture)


def test_the_last_card_stays(session, ears):
    session.remove_method(0)
    session.remove_method(0)
    assert len(session.experiment.methods) == 1
    assert len(ears.failed) == 1


def test_fewer_steps_clip_the_memorys_window_and_the_cursor(session, qtbot):
    session.set_method(1, CARDS[1].changed(memory_start=80, memory_stop=90))
    settle(session, qtbot)
    session.seek(100)
    session.set_steps(85)
    settle(session, qtbot)
    values = session.experiment.methods[1].values
    assert (values["memory_start"], values["memory_stop"]) == (80, 85)
    assert session.cursor == 85


def test_a_landscape_that_the_starts_do_not_lie_on_gets_its_own(session, qtbot):
    session.set_starts([[-3.9, 3.9]])
    session.set_landscape(GoldsteinPrice())
    ((x, y),) = session.experiment.starts
    assert -2 <= x <= 2
    assert -2 <= y <= 2
    session.set_landscape(Ackley())
    assert session.experiment.starts == ((x, y),)
    settle(session, qtbot)
    assert isinstance(session.picture.experiment.landscape, Ackley)


def test_starts_come_as_arrays_or_as_rules(session, qtbot):
    session.set_starts(np.array([[0.5, 1.0], [1, 2]]))
    assert session.experiment.starts == ((0.5, 1.0), (1.0, 2.0))
    session.set_starts(LatticeStarts(3))
    settle(session, qtbot)
    assert session.picture.tracks[0]["positions"].shape == (101, 9, 2)


def test_no_false_track_in_fifty_quick_changes_of_every_kind(session, ears, puppet, qtbot):
    puppet.delay = 0.001
    session.seek(70)
    rng = np.random.default_rng(1)
    for n in range(50):
        match n % 5:
            case 0 | 1:
                index = int(rng.integers(len(session.experiment.methods)))
                spec = session.experiment.methods[index]
                session.set_method(index, spec.changed(lr=float(rng.uniform(0.1, 1))))
            case 2:
                session.set_starts(rng.uniform(-1, 1, (int(rng.integers(1, 4)), 2)))
            case 3:
                session.duplicate_method(0)
            case 4:
                session.remove_method(0)
        qtbot.wait(int(rng.integers(0, 12)))
        assert_true(session.picture)
    settle(session, qtbot)
    assert session.picture.experiment == session.experiment
    assert session.ready == 100
    assert session.picture.stale == frozenset()
    for picture in ears.picture_changed:
        assert_true(picture)


# Undo


def test_undo_and_redo_come_from_the_cache(session, ears, puppet, qtbot):
    session.set_method(0, CARDS[0].changed(lr=0.5))
    changed = session.experiment
    settle(session, qtbot)
    puppet.calls.clear()
    session.undo()
    assert session.experiment == session.picture.experiment == EXPERIMENT
    assert (session.can_undo, session.can_redo) == (False, True)
    session.redo()
    assert session.experiment == session.picture.experiment == changed
    assert puppet.calls == []
    assert len(ears.history_changed) == 3
    session.redo()
    assert session.experiment == changed
    assert len(ears.history_changed) == 3


def test_a_dragged_slider_is_one_change_and_another_slider_another(session):
    for n in range(1, 20):
        session.set_method(0, session.experiment.methods[0].changed(lr=n / 100))
    for n in range(1, 20):
        session.set_method(0, session.experiment.methods[0].changed(beta1=n / 100))
    session.undo()
    assert session.experiment.methods[0] == CARDS[0].changed(lr=0.19)
    session.undo()
    assert session.experiment == EXPERIMENT


def test_from_press_to_release_it_is_one_change_however_slow(session, monkeypatch):
    monkeypatch.setattr("app.session.history.MERGE_SECONDS", 0)
    for first in (1, 20):
        session.hold(True)
        for n in range(first, first + 5):
            session.set_method(0, session.experiment.methods[0].changed(lr=n / 100))
        session.hold(False)
    session.set_steps(90)
    assert session.undo_title == "change of the steps"
    session.undo()
    assert (session.undo_title, session.redo_title) == ("change of α", "change of the steps")
    session.undo()
    assert session.experiment.methods[0].values["lr"] == 0.05
    session.undo()
    assert session.experiment == EXPERIMENT
    assert session.undo_title is None


# Time


def test_seeking_steps_and_ends(session, ears):
    session.seek(40)
    session.step(1)
    session.step(-3)
    session.to_end()
    session.step(5)
    session.to_start()
    session.step(-1)
    assert ears.cursor_changed == [40, 41, 38, 100, 0]


def test_stepping_pauses_playback(session, ears):
    session.toggle()
    session.step(1)
    assert ears.playing_changed == [True, False]


def test_a_new_session_plays_as_its_first_run_arrives(qapp, qtbot, puppet):
    puppet.delay = 0.01
    session = Session(EXPERIMENT, load=puppet.load)
    session.set_speed(20)
    session.play()
    try:
        qtbot.waitUntil(lambda: session.cursor == 100)
    finally:
        session.close()


def test_playback_waits_for_the_run_and_gets_to_its_end(session, puppet, qtbot):
    session.set_speed(10)
    puppet.limit = 20
    session.set_starts([[0.0, 0.0]])
    session.play()
    qtbot.waitUntil(lambda: session.cursor == 20)
    qtbot.wait(80)
    assert (session.cursor, session.ready, session.playing) == (20, 20, True)
    puppet.limit = None
    qtbot.waitUntil(lambda: not session.playing)
    assert session.cursor == 100


def test_playback_stands_still_while_the_picture_is_dimmed(session, puppet, qtbot):
    puppet.limit = 0
    session.seek(30)
    session.set_method(0, CARDS[0].changed(lr=0.5))
    qtbot.waitUntil(lambda: session.picture.stale == {0})
    session.play()
    qtbot.wait(80)
    assert session.cursor == 30
    puppet.limit = None
    qtbot.waitUntil(lambda: session.cursor > 35)


def test_a_seek_beyond_the_run_gets_there_with_it(session, ears, puppet, qtbot):
    puppet.limit = 20
    session.set_starts([[0.0, 0.0]])
    qtbot.waitUntil(lambda: session.ready == 20)
    session.to_end()
    assert session.cursor == 20
    puppet.limit = None
    qtbot.waitUntil(lambda: session.cursor == 100)


def test_the_cursor_is_never_past_what_is_ready_when_a_picture_is_announced(session, puppet, qtbot):
    gaps = []
    session.picture_changed.connect(lambda picture: gaps.append(picture.ready - session.cursor))
    puppet.delay = 0.002
    session.seek(80)
    for n in range(5):
        session.set_method(0, CARDS[0].changed(lr=0.5 + n / 10))
        qtbot.wait(15)
    settle(session, qtbot)
    session.set_steps(50)
    settle(session, qtbot)
    assert min(gaps) >= 0


def test_ready_grows_with_the_run_and_says_so(session, ears, puppet, qtbot):
    puppet.delay = 0.003
    session.set_starts([[0.0, 0.0]])
    settle(session, qtbot)
    assert ears.ready_changed[-1] == session.ready == 100
    grown = ears.ready_changed[1:]
    assert grown == sorted(set(grown))
    assert len(grown) >= 2


@pytest.mark.parametrize("speed", [float("nan"), float("inf")])
def test_a_speed_that_is_no_number_is_ignored(session, ears, speed):
    session.set_speed(speed)
    session.set_speed(2)
    assert ears.speed_changed == [2.0]


# Selection


def test_the_selected_start_is_always_one_of_the_experiments_and_of_the_pictures(
    session, ears, puppet, qtbot
):
    def check(*_):
        assert session.selected_start < session.picture.tracks[0]["positions"].shape[1]
        assert session.selected_start < session.experiment.start_count

    session.picture_changed.connect(check)
    session.experiment_changed.connect(check)
    session.start_selected.connect(check)
    puppet.limit = 0
    session.set_starts([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])
    session.select_start(2)
    assert session.selected_start == 0
    puppet.limit = None
    settle(session, qtbot)
    assert session.selected_start == 2
    session.set_highlight(Highlight(1, 5))
    session.undo()
    assert session.selected_start == 0
    assert session.highlight is None
    session.redo()
    session.select_start(-4)
    session.select_start(99)
    assert ears.start_selected == [2, 0, 2, 0, 2]


def test_a_highlight_ends_with_its_card(session, qtbot):
    session.set_highlight(Highlight(1, 5))
    session.remove_method(1)
    assert session.highlight is None


@pytest.mark.parametrize(
    ("method", "change"),
    [
        (0, lambda s: s.remove_method(0)),
        (1, lambda s: s.insert_method(0, CARDS[0])),
        (1, lambda s: s.set_method(1, CARDS[0])),
    ],
    ids=["removed", "inserted", "replaced"],
)
def test_a_highlight_never_passes_to_another_method(session, qtbot, method, change):
    session.set_highlight(Highlight(method, 5))
    seen = []
    session.picture_changed.connect(lambda picture: seen.append(session.highlight))
    change(session)
    settle(session, qtbot)
    assert session.highlight is None
    assert seen and set(seen) == {None}


def test_a_highlight_outlasts_a_growing_run(session, puppet, qtbot):
    puppet.delay = 0.003
    session.set_highlight(Highlight(1, 5))
    session.set_starts([[0.0, 0.0]])
    settle(session, qtbot)
    assert session.highlight == Highlight(1, 5)


def test_a_highlight_is_told_once(session, ears):
    session.set_highlight(Highlight(0, 3))
    session.set_highlight(Highlight(0, 3))
    session.set_highlight(None)
    assert ears.highlight_changed == [Highlight(0, 3), None]


# Files


def test_an_experiment_file_is_saved_and_opened(session, ears, tmp_path, qtbot):
    path = tmp_path / "race.basin.json"
    session.set_method(0, CARDS[0].changed(lr=0.5))
    assert session.modified
    assert session.save(path)
    assert (session.path, session.modified) == (path, False)
    assert experiment_file.read(path) == session.experiment
    saved = session.experiment
    session.undo()
    assert session.modified
    session.seek(30)
    session.load(path)
    settle(session, qtbot)
    assert session.experiment == session.picture.experiment == saved
    assert (session.path, session.modified, session.cursor) == (path, False, 0)
    assert not ears.failed
    session.undo()
    assert session.experiment == EXPERIMENT


def test_methods_that_a_file_has_not_labelled_have_their_names(session, tmp_path, qtbot):
    path = tmp_path / "race.basin.json"
    path.write_text(
        """{"format": 1, "landscape": {"name": "ackley"}, "starts": [[1, 1]], "steps": 30,
        "methods": [{"method": "sgdm+cm"}, {"method": "adam+cm", "label": "mine"},
        {"method": "adam+cm", "hyperparameters": {"capacity": 7}}, {"method": "adam+cm"}]}"""
    )
    session.load(path)
    settle(session, qtbot)
    labels = [spec.label for spec in session.experiment.methods]
    assert labels == ["SGDM + CM", "mine", "Adam + CM, C = 7", "Adam + CM, C = 5"]
    assert session.path == path and not session.modified
    assert session.save(path) and not session.modified  # nobody else has changed it


PRESET = dataclasses.replace(EXPERIMENT, steps=40)


@pytest.fixture
def opened(session, tmp_path):
    """The path of an experiment file that is open, with a change that is not saved."""
    path = tmp_path / "mine.basin.json"
    experiment_file.write(path, dataclasses.replace(EXPERIMENT, steps=60))
    session.load(path)
    session.set_steps(61)
    return path


def document(session):
    return session.experiment.steps, session.path, session.modified


def test_a_new_experiment_is_untitled_and_undo_gives_the_former_file_back(session, ears, opened):
    session.begin(PRESET)
    assert document(session) == (40, None, False)
    session.set_steps(41)
    assert document(session) == (41, None, True)
    for expected in (
        (40, None, False),
        (61, opened, True),
        (60, opened, False),
        (100, None, False),
    ):
        told = len(ears.document_changed)
        session.undo()
        assert document(session) == expected
        assert len(ears.document_changed) > told
    for expected in ((60, opened, False), (61, opened, True), (40, None, False), (41, None, True)):
        session.redo()
        assert document(session) == expected


def test_a_new_experiment_like_the_open_file_is_untitled_all_the_same(session, opened):
    session.begin(session.experiment)
    assert document(session) == (61, None, False)
    session.undo()
    assert document(session) == (61, opened, True)


def test_work_that_is_kept_nowhere_is_modified(session, opened):
    session.begin(PRESET, kept=False)
    assert document(session) == (40, None, True)


def test_saving_names_the_document_in_all_its_versions_and_in_no_other(session, opened, tmp_path):
    session.begin(PRESET)
    session.set_steps(41)
    other = tmp_path / "other.basin.json"
    session.save(other)
    session.undo()
    assert document(session) == (40, other, True)
    session.undo()
    assert document(session) == (61, opened, True)


def test_what_was_saved_over_a_file_is_no_longer_believed_to_stand_there(session, opened):
    session.begin(PRESET)
    session.save(opened)
    session.undo()
    session.undo()
    assert document(session) == (60, opened, True)  # the file holds the preset now


def test_a_file_opened_again_is_compared_with_what_stands_there_now(session, opened):
    experiment_file.write(opened, dataclasses.replace(EXPERIMENT, steps=61))
    session.load(opened)
    assert document(session) == (61, opened, False)
    session.undo()
    assert document(session) == (60, opened, True)


def test_a_recording_is_opened_without_being_run_again(session, puppet, tmp_path, qtbot):
    experiment = dataclasses.replace(EXPERIMENT, starts=((0.3, 0.4),))
    recording = Recording.blank(experiment)
    for chunk in puppet.simulate(experiment, memory="all", chunk_steps=16):
        recording.append(chunk)
    path = tmp_path / "race.npz"
    recording_file.save(recording, path)
    puppet.calls.clear()
    session.load(path)
    assert session.picture.experiment == experiment
    assert session.ready == 100
    assert puppet.calls == []
    assert session.path is None
    assert_true(session.picture)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.basin.json", None),
        ("broken.basin.json", b"{"),
        ("hostile.basin.json", b'{"format": 1, "landscape": {"name": "nowhere"}}'),
        ("missing.npz", None),
        ("broken.npz", b"PK\x03\x04nothing"),
        ("broken.mp4", b"no video"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_by_name_and_changes_nothing(
    session, ears, tmp_path, name, content
):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = session.load(path)
    assert not result and ears.failed == [result.refusal]
    assert result.refusal.startswith(f"{name}: ")
    assert session.experiment is EXPERIMENT
    assert session.path is None


def test_a_file_that_cannot_be_written_is_told_and_stays_modified(session, ears, tmp_path):
    session.set_steps(90)
    result = session.save(tmp_path / "nowhere" / "race.basin.json")
    assert not result and not result.overwrites
    assert ears.failed == [result.refusal]
    assert result.refusal.startswith("race.basin.json: ")
    assert session.modified
    assert session.path is None


def changed_elsewhere(path):
    experiment_file.write(path, dataclasses.replace(EXPERIMENT, steps=77))


@pytest.mark.parametrize(
    "spoil",
    [changed_elsewhere, lambda path: path.write_text("notes")],
    ids=["another experiment", "no experiment"],
)
def test_a_file_that_another_window_has_changed_is_not_overwritten_unasked(
    session, ears, opened, spoil
):
    spoil(opened)
    stands = opened.read_bytes()
    result = session.save(opened)
    assert not result and result.overwrites
    assert "has been changed since" in result.refusal
    assert opened.read_bytes() == stands and session.modified
    assert session.save(opened, overwrite=True)
    assert experiment_file.read(opened) == session.experiment


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.touch()])
def test_a_file_that_holds_what_is_known_of_it_or_is_gone_is_written(session, opened, spoil):
    spoil(opened)
    assert session.save(opened)
    session.set_steps(50)
    assert session.save(opened)
    assert experiment_file.read(opened) == session.experiment


# Life


def test_a_run_that_breaks_off_is_marked_until_it_is_tried_again(
    session, ears, puppet, qtbot, capsys
):
    puppet.fault = RuntimeError("no ground")
    session.set_starts([[0.0, 0.0]])
    settle(session, qtbot)
    assert session.picture.failure.message == "RuntimeError: no ground"
    assert session.picture.experiment == EXPERIMENT
    assert ears.picture_changed[-1] is session.picture
    assert capsys.readouterr().err == ""  # the window tells of it, and its log has the traceback
    puppet.fault = None
    session.try_again()
    settle(session, qtbot)
    assert session.picture.failure is None
    assert session.picture.experiment == session.experiment


def test_closing_while_running_and_playing_leaves_no_thread(qapp, qtbot, puppet):
    before = threading.active_count()
    session = Session(EXPERIMENT, load=puppet.load)
    puppet.delay = 0.005
    session.play()
    qtbot.waitUntil(lambda: session.ready > 0)
    session.close()
    session.close()
    assert not session.playing
    assert session._pursuit._runner._thread.isFinished()
    assert threading.active_count() <= before
    session.set_steps(90)  # a late intent starts nothing
    qtbot.wait(30)
    assert not session.busy
    assert puppet.closed == 1


def test_a_session_needs_no_widgets_and_no_torch_until_it_runs():
    script = """
import sys
from PySide6.QtCore import QCoreApplication, QEventLoop
app = QCoreApplication([])
from app.session.session import Session
session = Session()
assert session.ready == session.experiment.steps, session.ready
assert all(session.picture.tracks)
session.play()
app.processEvents()
assert "torch" not in sys.modules
session.set_starts([[1.0, 1.0]])
while session.busy:
    app.processEvents(QEventLoop.WaitForMoreEvents)
assert session.ready == session.experiment.steps
assert session.picture.experiment.starts == ((1.0, 1.0),)
assert "torch" in sys.modules
assert "PySide6.QtGui" not in sys.modules and "PySide6.QtWidgets" not in sys.modules
session.close()
print("done")
"""
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.stdout, result.stderr) == ("done\n", "")
