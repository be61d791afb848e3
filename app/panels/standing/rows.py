"""The rows of the standing table and how they read, on the screen and when copied."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import Literal

from app.look.styles import Style
from core.experiment.experiment import Experiment
from core.measures.outcomes import Outcomes
from core.measures.standing import Standing
from core.writing import MINUS, NOTHING, markdown_cell, number, plain, tsv_cell
from landscapes.networks import Network

COLUMNS = (
    "Method", "Loss", "Best", "λmax", "Path", "Status", "Minimum reached", "All starts",
    "Train loss", "Test loss", "Train acc.", "Test acc.", "Gap", "Distance",
    "Learnt", "Final", "Forgot",
)  # fmt: skip
KEYS = (
    "method", "loss", "best", "sharpness", "path", "status", "minimum", "outcomes",
    "train-loss", "test-loss", "train-accuracy", "test-accuracy", "gap", "start-distance",
    "learning", "average", "forgetting",
)  # fmt: skip
"""What settings call the columns."""
TIPS = (
    "The method's label; below it where the selected start has arrived, what became of it, and "
    "how many of all starts have come to which end",
    "Loss at the cursor; of a network that of its mini-batch",
    "Lowest loss so far",
    "Sharpness at the cursor: the largest eigenvalue of the Hessian; of a network where a chart of "
    "it has had it measured",
    "Way travelled so far",
    "Running; converged at the step from which ‖∇f‖ stays below 0.001; not converged at the last "
    "step; diverged; or undefined: standing where the loss is not a number",
    "The known minimum within 2 % of the domain's diagonal, or the place of rest",
    "How many of all starts have come to which end",
    "Mean loss of the whole training set, at the last kept step",
    "Mean loss of the test set, at the last kept step",
    "Share of right answers on the training set, with the labels it is trained on",
    "Share of right answers on the test set",
    "Generalization gap: test loss less training loss",
    "Distance from where it began, ‖θ − θ₀‖",
    "Mean test accuracy right after each task learnt so far",
    "Mean test accuracy now of the tasks learnt so far",
    "How much of what was right after each task is lost, of all tasks but the last",
)
ROOM = 7
(
    METHOD, LOSS, BEST, SHARPNESS, PATH, STATUS, MINIMUM, OUTCOMES,
    TRAIN_LOSS, TEST_LOSS, TRAIN_ACCURACY, TEST_ACCURACY, GAP, DISTANCE,
    LEARNING, AVERAGE, FORGETTING,
) = range(len(COLUMNS))  # fmt: skip
NUMBERS = (LOSS, BEST, SHARPNESS, PATH, *range(TRAIN_LOSS, len(COLUMNS)))
FIGURES = tuple(range(LOSS, len(COLUMNS)))
"""The columns beside the method's, of which a person chooses."""
SHARES = (TRAIN_ACCURACY, TEST_ACCURACY, LEARNING, AVERAGE, FORGETTING)
"""Shares of some hundred samples, which three decimals tell apart."""
DEFAULT = (LOSS, SHARPNESS)
OF_NETWORKS = tuple(range(TRAIN_LOSS, len(COLUMNS)))
PLANES = tuple(range(LOSS, TRAIN_LOSS))
NETWORKS = (LOSS, SHARPNESS, PATH, STATUS, OUTCOMES, *range(TRAIN_LOSS, LEARNING))
Kind = Literal["planes", "networks", "tasks"]
OFFERED: dict[Kind, tuple[int, ...]] = {
    "planes": PLANES,
    "networks": NETWORKS,
    "tasks": (*NETWORKS, LEARNING, AVERAGE, FORGETTING),
}
"""The figures that each kind of race has."""
AT_FIRST: dict[Kind, tuple[int, ...]] = {
    "planes": DEFAULT,
    "networks": (TRAIN_LOSS, TEST_ACCURACY),
    "tasks": (LEARNING, AVERAGE, FORGETTING),
}
"""Those that are shown where nobody has chosen; of tasks never what was learnt without what is
left of it."""


def kind_of(experiment: Experiment) -> Kind:
    """Which figures a race has."""
    network = experiment.landscape
    if not isinstance(network, Network):
        return "planes"
    return "tasks" if network.tasks else "networks"


@dataclasses.dataclass(frozen=True)
class Row:
    """One method's row; `outcomes` are those of the starts it was measured over, None where they
    are not counted yet."""

    method: int
    label: str
    style: Style
    standing: Standing
    outcomes: Outcomes | None = None
    starts: int = 1
    faded: bool = False

    @functools.cached_property
    def fate(self) -> str:
        """Where the selected start has arrived, then what became of it."""
        kind = self.standing.status.kind
        words = [self.standing.reached] if self.standing.reached else []
        if kind != "running" or not words:
            words.append(str(self.standing.status))
        return " · ".join(words)

    @property
    def short_fate(self) -> str:
        """The same where there is little room: the basin's name, or else what became of it."""
        name = self.standing.reached.partition(" (")[0]
        return name or str(self.standing.status)

    @functools.cached_property
    def tally(self) -> str:
        """What became of all starts; empty where there is only one."""
        if self.outcomes is None or self.starts == 1:
            return ""
        counted = self.outcomes.total
        of = "all" if counted == self.starts else f"{counted:,} of"
        return f"{of} {self.starts:,}: {self.outcomes}"

    @property
    def head(self) -> tuple[object, ...]:
        """All that is shown of it but its figures."""
        return (self.label, self.style, self.faded, self.fate, self.tally)

    def number(self, column: int) -> float | None:
        """The number of a column; None for one of words."""
        return {
            LOSS: self.standing.loss,
            BEST: self.standing.best,
            SHARPNESS: self.standing.sharpness,
            PATH: self.standing.path_length,
            **self._figures,
        }.get(column)

    @functools.cached_property
    def _figures(self) -> dict[int, float]:
        """Those of networks, by their columns."""
        found = self.standing.trained
        values = (math.nan,) * 9 if found is None else dataclasses.astuple(found)
        return dict(zip(range(TRAIN_LOSS, len(COLUMNS)), values, strict=True))

    def text(self, column: int) -> str:
        """What stands in a column."""
        value = self.number(column)
        if value is not None and column in SHARES:
            return NOTHING if math.isnan(value) else f"{value:.3f}".replace("-", MINUS)
        if value is not None:
            return fitting(value, 5 if column in (LOSS, BEST) else 4)
        return {
            METHOD: self.label,
            STATUS: str(self.standing.status),
            MINIMUM: self.standing.reached,
            OUTCOMES: str(self.outcomes) if self.outcomes is not None else "",
        }[column]

    def sort_key(self, column: int) -> tuple[bool, float, str]:
        """What rows are ordered by: numbers as numbers, those that are none last."""
        value = self.number(column)
        if value is not None:
            return (math.isnan(value), 0.0 if math.isnan(value) else value, "")
        if column == METHOD:
            return (False, self.method, "")
        if column == STATUS:
            return (False, float(self.standing.status.step), self.standing.status.kind)
        if column == OUTCOMES:
            alive = self.outcomes.alive if self.outcomes is not None else 0
            return (self.outcomes is None, float(alive), self.text(column))
        return (not self.standing.reached, 0.0, self.standing.reached)


def fitting(value: float, digits: int) -> str:
    """A number to so many digits, or to fewer, at least two, where a column would burst of them."""
    texts = [number(value, count) for count in range(digits, 1, -1)]
    return next((text for text in texts if len(text) <= ROOM), texts[-1])


def as_tsv(rows: list[Row], kind: Kind = "planes") -> str:
    """Tab-separated, with numbers that a program reads: six digits, `nan`, a plain minus sign."""
    columns = (METHOD, *OFFERED[kind])
    lines = ["\t".join(COLUMNS[column] for column in columns)]
    lines += ["\t".join(_plain(row, column) for column in columns) for row in rows]
    return "\n".join(lines) + "\n"


def as_markdown(rows: list[Row], kind: Kind = "planes") -> str:
    """A Markdown table, numbers to the right."""
    columns = (METHOD, *OFFERED[kind])
    lines = [
        "| " + " | ".join(COLUMNS[column] for column in columns) + " |",
        "|" + "|".join("---:" if column in NUMBERS else "---" for column in columns) + "|",
    ]
    for row in rows:
        cells = (markdown_cell(row.text(column)) for column in columns)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _plain(row: Row, column: int) -> str:
    value = row.number(column)
    if value is not None:
        return plain(value, 6)
    return tsv_cell(row.text(column).replace("−", "-"))
