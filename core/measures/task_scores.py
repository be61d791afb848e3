"""What a network has learnt of tasks in sequence, and what of it it has kept."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.recording.recording import Track
from landscapes.base import Array
from landscapes.networks import Network


class Scores(NamedTuple):
    """At each kept time (K+1, S), of the tasks whose last step has come; NaN before the first.

    `learning` is the mean test accuracy right after each, `average` the mean test accuracy now,
    `forgetting` how much of the first is lost of all of them but the last; NaN where there is only
    one.
    """

    learning: Array
    average: Array
    forgetting: Array


def scores(network: Network, track: Track, batch: int | None) -> Scores:
    """The scores of a track of tasks in sequence, learnt in mini-batches of `batch` samples.

    Right after a task is the last kept time that is not after its last step.
    """
    accuracies, kept = track["task_accuracies"], np.asarray(track.kept)
    ends = network.task_ends(batch or network.train_count)
    found = Scores(*(np.full(accuracies.shape[:2], np.nan) for _ in Scores._fields))
    after = [int(np.searchsorted(kept, end, side="right")) - 1 for end in ends]
    for row, time in enumerate(kept):
        done = [task for task, end in enumerate(ends) if end <= time]
        if not done:
            continue
        then = np.stack([accuracies[after[task], :, task] for task in done])
        now = accuracies[row][:, done].T
        found.learning[row], found.average[row] = then.mean(0), now.mean(0)
        if len(done) > 1:
            found.forgetting[row] = (then[:-1] - now[:-1]).mean(0)
    return found
