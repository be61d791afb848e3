"""A section's header says what this step did and what the next one will."""

from __future__ import annotations

import pytest
from memory_cards import CG, CONTROL, section
from races import wait_until_done

from app.figures.memory.header import LEFT, Header, HeaderLetters
from core.measures.held import held
from core.recording.recording import REJECTED, REPLACED, STORED
from core.writing import number


def test_the_header_says_what_this_step_did_and_what_the_next_one_will(panel, session):
    track = session.picture.tracks[CG]
    words = {STORED: "stored in slot {}", REPLACED: "replaced slot {}", REJECTED: "rejected"}
    seen = set()
    for time in range(1, 120):
        session.seek(time)
        said = section(panel, CG).header.accessibleDescription()
        event, slot = (int(track[key][time - 1, 0]) for key in ("memory_events", "memory_slots"))
        assert words[event].format(slot + 1) in said
        following = int(track["memory_events"][time, 0])
        newcomer = number(float(track["gradient_norms"][time, 0]), 3)
        assert f"next {newcomer}" in said
        assert ("≤" in said) == (following == REJECTED)
        seen.add(event)
    assert seen == {STORED, REPLACED, REJECTED}


def test_a_memory_that_is_not_in_use_yet_says_from_when(panel, session, qtbot):
    session.set_method(CG, session.experiment.methods[CG].changed(memory_start=40))
    wait_until_done(qtbot, session)
    session.seek(10)
    assert "not in use before step 41" in section(panel, CG).header.accessibleDescription()
    session.seek(40)
    assert "not in use" not in section(panel, CG).header.accessibleDescription()


NARROW_HEADER, USUAL_HEADER = 212, 292  # pixels, in windows of 1024 and 1440


@pytest.mark.parametrize("width", [NARROW_HEADER, USUAL_HEADER])
def test_a_header_cuts_no_label_for_the_sake_of_what_the_step_did(panel, width):
    letters = HeaderLetters(panel.font())
    header = Header("Adam + CM, C = 20", "agreement 0.80", 0.8, "replaced slot 12", "slot 12")
    event, _ = header.shown(width, letters, LEFT)
    label = letters.bold.width(header.label)
    assert LEFT + label + letters.small.width(event) + 8 < width and "slot 12" in event
    longer = header._replace(label="Adam + CM, no memory")
    event, _ = longer.shown(NARROW_HEADER, letters, LEFT)
    assert event == ""  # the row of the slot is marked


def test_a_header_says_whole_that_a_memory_is_not_used(panel, session):
    session.seek(100)
    spec, track = session.experiment.methods[CONTROL], session.picture.tracks[CONTROL]
    letters, words = HeaderLetters(panel.font()), {"strength": "κ = 0: not used"}
    for name, said in {**words, "capacity": "C = 0: no slots"}.items():
        off = spec.changed(**{"strength": 1.0, name: 0})
        now = held(session.experiment, off, track, 100)
        header = Header.of(off, now, 100)
        shown = [header.shown(width, letters, LEFT)[1] for width in (NARROW_HEADER, 700)]
        assert all(note.startswith(said) and "…" not in note for note in shown)
        assert header.notes[1] in shown[1]
