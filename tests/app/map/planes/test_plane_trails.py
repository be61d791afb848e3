"""Trails off the plane: how faint each piece is, and of which loss its middle has the colour."""

from __future__ import annotations

import numpy as np
import pytest

from app.map.drawing.plane_trails import FAINTEST, LEVELS, Off, Piece, opacities, pieces
from core.measures.surface import Scale

SCALE = Scale("linear", (1.0, 2.0), 0.0, 3.0)


def test_half_of_a_trail_is_seen_where_it_is_far_and_never_nothing() -> None:
    seen = opacities(np.array([0.0, 1.0, 3.0, 1e9]))
    assert seen == pytest.approx([1.0, 0.5, 0.25, FAINTEST])


def test_a_trail_falls_into_pieces_as_faint_as_they_are_far() -> None:
    distances = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    found = pieces(Off(distances, None), 6, SCALE)
    assert [(piece.first, piece.last) for piece in found] == [(0, 2), (2, 3), (3, 5)]
    assert [piece.opacity for piece in found] == pytest.approx([1, 0.75, 0.5], abs=0.5 / LEVELS)
    assert {piece.band for piece in found} == {None}
    assert len(pieces(Off(distances, None), 3, SCALE)) == 1  # what lies ahead is not drawn


def test_its_middle_has_the_band_of_the_loss_that_a_step_leads_to() -> None:
    losses = np.array([9.0, 2.5, 1.5, 0.5, np.nan])
    found = pieces(Off(None, losses), 5, SCALE)
    assert found == [Piece(k, k + 1, 1.0, band) for k, band in enumerate((2, 1, 0, None))]


def test_a_point_is_no_trail() -> None:
    assert pieces(Off(np.zeros(3), None), 1, SCALE) == []
