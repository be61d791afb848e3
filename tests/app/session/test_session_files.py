"""What is opened and saved, and what is known of the file since."""

from __future__ import annotations

import dataclasses

import pytest
from session_cards import CARDS, EXPERIMENT, assert_true, settle

from core.experiment import experiment_file
from core.recording import recording_file
from core.recording.recording import Recording


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
