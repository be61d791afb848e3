"""What a study shows, as values that any painter can draw: they know no screen and no torch."""

from __future__ import annotations

import dataclasses
from typing import Literal

from core.experiment.experiment import MethodSpec
from core.study.results.intervals import Estimate
from landscapes.base import Array, Interval

Stroke = Literal["card", "solid", "dashed", "dotted"]
"""How a line runs; `card` is as the method's card has it everywhere else."""
Mode = Literal["basin", "final_loss", "sharpness"]


@dataclasses.dataclass(frozen=True)
class Axis:
    """What is told along an axis. With `names` its places are 0, 1, … and are called so; a
    `share` goes from 0 to 1 whatever there is, and `span` is shown whatever is known of it."""

    title: str
    log: bool = False
    names: tuple[str, ...] = ()
    share: bool = False
    span: tuple[float, ...] = ()


@dataclasses.dataclass(frozen=True, eq=False)
class Titled:
    """What every plot has: its name for programs, its title and a note for people, and the cards
    of its methods."""

    name: str
    title: str
    methods: tuple[MethodSpec, ...]
    note: str


@dataclasses.dataclass(frozen=True, eq=False)
class OverTwoAxes(Titled):
    """A plot with an axis to the right and one upward."""

    x: Axis
    y: Axis


@dataclasses.dataclass(frozen=True, eq=False)
class Shares(Titled):
    """Per method the share of its starts that came to each outcome: `estimates[i][k]` of the card
    at `shown[i]` and the k-th of `outcomes`. Those of the first `apart` add up to 1; the others
    (still moving) are counted beside them."""

    shown: tuple[int, ...]
    outcomes: tuple[str, ...]
    apart: int
    estimates: tuple[tuple[Estimate, ...], ...]
    n: int


@dataclasses.dataclass(frozen=True, eq=False)
class Sample:
    """One method's values of a quantity over n starts: the share (k,) of starts that came to at
    most x (k,), ascending, with its interval (NaN for none); some of the values (strip, ascending);
    the quartiles. Who was lost came to no value."""

    method: int
    x: Array
    share: Array
    low: Array
    high: Array
    strip: Array
    quartiles: tuple[Estimate, Estimate, Estimate]
    n: int
    lost: int


@dataclasses.dataclass(frozen=True, eq=False)
class Distribution(Titled):
    """How a quantity is spread over the starts, method by method."""

    axis: Axis
    samples: tuple[Sample, ...]


@dataclasses.dataclass(frozen=True)
class Difference:
    """How a method differs from a reference method on the same starts. `p` is corrected for the
    number of comparisons; NaN where it is not told. It has the colour of the card `family`, which
    is itself or what it is a twin of."""

    method: int
    reference: int
    what: str
    estimate: Estimate
    p: float
    family: int


@dataclasses.dataclass(frozen=True, eq=False)
class Differences(Titled):
    """Paired differences, a row each; right of `none` the method has more than its reference.
    Their axis is logarithmic where they are ratios, of which 1 is none."""

    axis: Axis
    rows: tuple[Difference, ...]
    none: float = 0.0


@dataclasses.dataclass(frozen=True, eq=False)
class Curve:
    """One method's figure against what is varied: y (k,) with its interval at x (k,), of `n`
    starts each; `cells` (k,) are places in the question's cells. It has the colour of the card
    `family`, which is itself or what it is a twin of."""

    method: int
    family: int
    stroke: Stroke
    x: Array
    y: Array
    low: Array
    high: Array
    n: Array
    cells: Array


@dataclasses.dataclass(frozen=True, eq=False)
class Curves(OverTwoAxes):
    """A figure against one setting, a curve a method."""

    curves: tuple[Curve, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class Cloud:
    """One method's runs as points: x and y (k,), and the median of each. It has the colour of the
    card `family`, which is itself or what it is a twin of, and is `hollow` where it is a twin.
    `left_out` of its runs did not come where they are compared."""

    method: int
    family: int
    hollow: bool
    x: Array
    y: Array
    medians: tuple[Estimate, Estimate]
    left_out: int


@dataclasses.dataclass(frozen=True, eq=False)
class Scatter(OverTwoAxes):
    """One figure of every run against another, a cloud a method."""

    clouds: tuple[Cloud, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class HeatMap(OverTwoAxes):
    """A figure over two settings, a map a method: `values[m, i, j]` of the card at `shown[m]`, at
    the i-th place of x and the j-th of y, with its interval `low`, `high` and the starts `n`, all
    (M, nx, ny); NaN and 0 where nothing is known yet. `cells` (nx, ny) are places in the
    question's cells. `colour` is what the colours tell."""

    colour: Axis
    shown: tuple[int, ...]
    values: Array
    low: Array
    high: Array
    n: Array
    cells: Array


@dataclasses.dataclass(frozen=True, eq=False)
class BasinPlot(Titled):
    """Where each start of a lattice ends, a map a method; [m, i, j] is the card at `shown[m]` from
    the i-th start along x and the j-th along y, from the low end up.

    `basin` and `steps` (M, n, n) are as in `core.study.asking.basins.maps`, `value` is the loss or
    the sharpness of its `mode`. While the map grows, a start that is not known yet has what the
    nearest coarser one has; `filled` (M, n, n) are those that have any, `stride` the finest lattice
    that is known whole. The first `listed` of `minima` (K, 2) are the landscape's own.
    """

    mode: Mode
    colour: Axis
    shown: tuple[int, ...]
    domain: tuple[Interval, Interval]
    total_steps: int
    basin: Array
    steps: Array
    value: Array
    filled: Array
    stride: int
    minima: Array
    names: tuple[str, ...]
    listed: int

    @property
    def n(self) -> int:
        """Starts along an axis."""
        return len(self.filled[0])

    def start(self, i: int, j: int) -> tuple[float, float]:
        """The start of a place."""
        (x0, x1), (y0, y1) = self.domain
        return x0 + (i + 0.5) * (x1 - x0) / self.n, y0 + (j + 0.5) * (y1 - y0) / self.n


@dataclasses.dataclass(frozen=True)
class Pair:
    """A figure of each of two methods (or of two kinds of starts), named by `what`, on the same n
    starts. `group` and `where` tell it from others; `decided` is 1 where the first is higher, −1
    where it is lower, 0 where that is open."""

    group: str
    where: str
    what: tuple[str, str]
    figures: tuple[Estimate, Estimate]
    difference: Estimate
    decided: int
    n: int


@dataclasses.dataclass(frozen=True, eq=False)
class Pairs(Titled):
    """What decides a claim: a row a comparison, both figures on one axis from 0 to 1."""

    axis: Axis
    rows: tuple[Pair, ...]


Plot = Shares | Distribution | Differences | Curves | Scatter | HeatMap | BasinPlot | Pairs
