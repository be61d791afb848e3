"""How well a network does: what was measured on whole sets at the kept times of its run."""

from __future__ import annotations

import dataclasses

from core.recording.recording import Track
from landscapes.base import Array


@dataclasses.dataclass(frozen=True)
class Trained:
    """Of each replica (S,) at the kept time `time`: mean loss and share of right answers on the
    training and on the test set, and ‖θ − θ₀‖; NaN where it has diverged."""

    time: int
    train_loss: Array
    test_loss: Array
    train_accuracy: Array
    test_accuracy: Array
    distance: Array

    @property
    def gap(self) -> Array:
        """The generalization gap: how much larger the test loss is."""
        gap: Array = self.test_loss - self.train_loss
        return gap


def trained(track: Track, time: int) -> Trained | None:
    """What was measured last at or before a time; None of a track that is no network's."""
    if track.keep.summary is None:
        return None
    row = track.kept_row(time)
    return Trained(
        int(track.kept[row]),
        track["train_losses"][row],
        track["test_losses"][row],
        track["train_accuracies"][row],
        track["test_accuracies"][row],
        track["distances"][row],
    )
