"""Formulas and the numbers filled into them are evaluated: both must be what was recorded.

Text is parsed here with a dozen lines of grammar and computed in intervals: a printed number
stands for all that rounds to it, so that "within the printed digits" is exact.
"""

import dataclasses
import functools
import itertools
import re

import numpy as np
import pytest

from core.anatomy.anatomy import anatomy
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.experiment.noise import standard_normal
from core.experiment.schedules import Schedule
from core.recording.recording import REJECTED, REPLACED, STORED
from core.stepping.simulate import record
from landscapes import make

STEPS = 24
POLICIES = ("priority", "fifo", "random", "ema")
SETTINGS = {
    "lr": 0.02, "beta2": 0.95, "capacity": 3, "decay": 0.8, "strength": 0.7, "weight_decay": 0.05,
    "rho": 0.1, "momentum": 0.8, "smoothing": 0.95, "memory_start": 6, "memory_stop": 15,
}  # fmt: skip
CASES = [
    (name, policy)
    for name, policy in itertools.product(METHODS, POLICIES)
    if METHODS[name].memory or policy == "priority"
]
WORDY = ("compare", "store", "replace", "reject")
"""Sub-steps whose numbers are no equation; tests of their own are below."""


# Intervals


@dataclasses.dataclass(frozen=True)
class Interval:
    """All values from `low` to `high`, elementwise for a vector."""

    low: np.ndarray
    high: np.ndarray

    def __add__(self, other):
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self):
        return Interval(-self.high, -self.low)

    def __mul__(self, other):
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(np.minimum.reduce(ends), np.maximum.reduce(ends))

    def __truediv__(self, other):
        with np.errstate(divide="ignore", invalid="ignore"):
            around = (other.low <= 0) & (other.high >= 0)
            inverse = Interval(
                np.where(around, -np.inf, 1 / other.high), np.where(around, np.inf, 1 / other.low)
            )
            found = self * inverse
        # 0·∞ may be anything
        low, high = np.isnan(found.low), np.isnan(found.high)
        return Interval(np.where(low, -np.inf, found.low), np.where(high, np.inf, found.high))

    def power(self, exponent):
        """To a power ≥ 0, of an interval that is on one side of 0, or to the second."""
        ends = self.low**exponent, self.high**exponent
        low, high = np.minimum(*ends), np.maximum(*ends)
        return Interval(np.where((self.low < 0) & (self.high > 0), 0.0, low), high)

    def root(self):
        return Interval(np.sqrt(np.maximum(self.low, 0)), np.sqrt(self.high))

    def meets(self, other):
        slack = 1e-12 * (1 + np.abs(other.high))
        return np.all(self.low <= other.high + slack) and np.all(self.high >= other.low - slack)


def exactly(value):
    value = np.asarray(value, dtype=np.float64)
    return Interval(value, value)


def printed(text):
    """What may have been printed as a number: an exact one, and four figures, lose zeros."""
    if re.fullmatch(POWER, text):
        text = f"1·{text}"
    mantissa, _, power = text.partition("·10")
    figures = len(mantissa.replace(".", "").lstrip("0"))
    if figures == 0:
        return exactly(0.0)
    decimals = len(mantissa.partition(".")[2])
    decimals += 4 - figures if figures < 3 else 0
    exponent = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    value, half = float(mantissa), 0.5 * 10.0**-decimals
    scale = 10.0**exponent
    return Interval(np.asarray((value - half) * scale), np.asarray((value + half) * scale))


# Grammar

POWER = "10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"
NUMBER = re.compile(rf"{POWER}|\d+(?:\.\d+)?(?:·{POWER})?")


class Parser:
    """Evaluates one expression with the values of its symbols; `slope` is ∇f."""

    def __init__(self, text, values, slope=None):
        text = re.sub(r"(?<=\d),(?=\d{3})", "", text).replace(" ", "")
        self.text, self.values, self.slope = text, values, slope
        self.symbols = sorted(values, key=len, reverse=True)

    def take(self, *words):
        for word in words:
            if self.text.startswith(word):
                self.text = self.text[len(word) :]
                return word
        return None

    def whole(self):
        value = self.sum()
        assert not self.text, f"not understood: {self.text}"
        return value

    def sum(self):
        value = self.product()
        while sign := self.take("+", "−"):
            other = self.product()
            value = value + (other if sign == "+" else -other)
        return value

    def product(self):
        value = self.factor()
        while sign := self.take("·", "/"):
            other = self.factor()
            value = value * other if sign == "·" else value / other
        return value

    def factor(self):
        if self.take("−"):
            return -self.factor()
        if self.take("√"):
            return self.factor().root()
        value = self.atom()
        while power := self.take("²", "ᵗ⁻¹", "ᵗ⁺¹", "ᵗ"):
            step = self.values.get("t", 0)
            value = value.power({"²": 2, "ᵗ": step, "ᵗ⁻¹": step - 1, "ᵗ⁺¹": step + 1}[power])
        return value

    def atom(self):
        if found := NUMBER.match(self.text):
            self.text = self.text[found.end() :]
            return printed(found[0])
        if self.take("∇f("):
            return self.slope(self.rest())
        if name := self.take(*self.symbols):
            return exactly(self.values[name])
        assert self.take("("), f"not understood: {self.text}"
        return self.rest()

    def rest(self):
        values = [self.sum()]
        while self.take(","):
            values.append(self.sum())
        assert self.take(")"), f"not understood: {self.text}"
        if len(values) == 1:
            return values[0]
        return Interval(np.array([v.low for v in values]), np.array([v.high for v in values]))


def equations(text):
    """The sides of each equation of a text: commas within brackets do not part it."""
    parts = re.split(r", (?![^()]*\))", text)
    return [re.split(r" [=←] ", part) for part in parts]


def slope_of(landscape):
    def slope(place):
        shares = np.array(list(itertools.product(np.linspace(0, 1, 5), repeat=2)))
        points = place.low + shares * (place.high - place.low)
        values = landscape.gradient(points)
        spare = 0.1 * (values.max(0) - values.min(0))
        return Interval(values.min(0) - spare, values.max(0) + spare)

    return slope


# Cases


@functools.cache
def recorded(policy, scheduled):
    changes = {}
    if scheduled:
        changes = {
            "lr_schedule": Schedule("cosine", to=0.2),
            "strength_schedule": Schedule("linear", to=2.0),
            "noise": 0.3,
            "seed": 5,
        }
    specs = tuple(MethodSpec.create(n, {**SETTINGS, "policy": p}) for n, p in CASES if p == policy)
    landscape = make({"name": "two-basins", "parameters": {"sharpness": 20}})
    experiment = Experiment(landscape, specs, ((-1.2, 0.4), (0.6, -0.8)), STEPS, **changes)
    return experiment, dict(zip((s.method for s in specs), record(experiment).tracks, strict=True))


def taken_apart(method, policy, scheduled=False):
    """(experiment, spec, track, time, start, substep) for every sub-step of every step."""
    experiment, tracks = recorded(policy, scheduled)
    spec = next(s for s in experiment.methods if s.method == method)
    for time in range(STEPS):
        for start in range(2):
            for substep in anatomy(experiment, spec, tracks[method], time, start).substeps:
                yield experiment, spec, tracks[method], time, start, substep


def mean_of_memory(spec, track, time, start):
    """(e, Σb, n, mean(B)) before the step at `time`, as `algorithms.md` says it."""
    if spec.values["policy"] != "ema":
        items = track["memory_items"][time, start]
        items = items[track["memory_births"][time, start] >= 0]
        return None, items.sum(0), len(items), items.sum(0) / max(1, len(items))
    taken = track["gradients"] if spec.row.memory == "cg" else track["first_moments"][1:]
    average = np.zeros(2)
    for item in taken[:time, start]:
        average = 2 / 3 * average + 1 / 3 * item  # γ = 1 − 1/C, C = 3
    return average, None, None, average / (1 - (2 / 3) ** time) if time else average


def values_of(experiment, spec, track, time, start, key):
    """The symbols of a sub-step's formula, from the recording; `m` and `v` are old or new."""
    step, theta, gradient = (
        time + 1,
        track["positions"][time, start],
        track["gradients"][time, start],
    )
    after = track["positions"][step, start]
    average, total, count, mean = (
        mean_of_memory(spec, track, time, start) if spec.row.memory else (None,) * 4
    )
    pull = 0.7 * mean if spec.row.memory and 6 < step <= 15 else 0.0
    moments = time if key == "momentum" else step
    first = track["first_moments"][moments, start]
    second = track["second_moments"][time if key == "second_moment" else step, start]
    along, ahead = first, spec.row.base.shape.direction
    if ahead is not None:
        used = gradient + pull if spec.row.memory == "cg" else gradient
        along = ahead.of(first, used, spec.values, step)
    own = spec.row.base.hyperparameters
    shrinkage = 0.02 * 0.05 * theta if "weight_decay" in own else 0.0
    norms, births = track["gradient_norms"][:, start], None
    slope = experiment.landscape.gradient(theta)
    found = {
        **{HYPERPARAMETERS[name].symbol: np.float64(spec.values[name]) for name in own},
        spec.row.base.shape.letter or "m": first,
        "t": step, "θ": theta, "g": gradient, "v": second,
        "ĝ": gradient + pull, "s": along + pull, "α": 0.02, "β₁": 0.9, "β₂": 0.95, "ε": 1e-8,
        "μ": 0.8, "κ": 0.7, "λ": 0.8, "w": 0.05, "ρ": 0.1, "Δ": after - theta + shrinkage,
        "γ": 0.95 if key == "second_moment" else 2 / 3, "mean(B)": mean, "e": average, "C": 3,
        "Σb": total, "n": count, "∇": slope, "‖∇‖": np.linalg.norm(slope),
        "θ′": theta + 0.1 * slope / np.linalg.norm(slope),
    }  # fmt: skip
    if ahead is not None:
        found[ahead.letter] = along
        found["p"], found["q"] = map(np.float64, ahead.weights(spec.values, step))
    if key == "decay":
        births = track["memory_births"][step, start]
        births = births[births >= 0]
        found["priorities"] = np.sort(norms[births] * 0.8 ** (time - births))[::-1]
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("scheduled", [False, True], ids=["plain", "scheduled"])
@pytest.mark.parametrize(("method", "policy"), CASES)
def test_in_all_numbers_the_left_side_is_the_right_side(method, policy, scheduled):
    for experiment, _, _, time, start, substep in taken_apart(method, policy, scheduled):
        if substep.key in WORDY:
            continue
        noise = standard_normal(experiment.seed, time + 1, (2, 2))[start] * experiment.noise
        slope = slope_of(experiment.landscape)
        for sides in equations(substep.numbers):
            sides = sides if len(sides) == 1 else sides[-2:] if len(sides) > 2 else sides[1:]
            found = [Parser(side, {"σξ": noise}, slope).whole() for side in sides]
            assert found[0].meets(found[-1]), (time, substep.numbers)


@pytest.mark.parametrize(("method", "policy"), CASES)
def test_every_formula_gives_the_printed_result_from_what_was_recorded(method, policy):
    for experiment, spec, track, time, start, substep in taken_apart(method, policy):
        key = substep.key
        if key in WORDY:
            continue
        values = values_of(experiment, spec, track, time, start, key)
        (*_, formula), *others = equations(substep.formula)
        if values.get("n") == 0 and key == "mean":
            assert substep.numbers == "mean(B) = 0, n = 0"
            continue
        result = Parser(equations(substep.numbers)[0][-1], {}).whole()
        found = Parser(formula, values, slope_of(experiment.landscape)).whole()
        assert found.meets(result), (time, substep.formula, substep.numbers)
        for name, text in others:  # γ = 1 − 1/C, ∇ = ∇f(θ)
            assert (
                Parser(text, values, slope_of(experiment.landscape))
                .whole()
                .meets(exactly(values[name]))
            )


@pytest.mark.parametrize(("method", "policy"), CASES)
def test_every_printed_result_is_what_was_recorded(method, policy):
    for *_, track, time, start, substep in taken_apart(method, policy, scheduled=True):
        key, step = substep.key, time + 1
        where = {
            "gradient": ("gradients", time),
            "momentum": ("first_moments", step),
            "second_moment": ("second_moments", step),
            "move": ("positions", step),
        }
        if key in where:
            name, index = where[key]
            result = Parser(equations(substep.numbers)[0][-1], {}).whole()
            assert result.meets(exactly(track[name][index, start]))
        if key == "decay":
            held = track["memory_priorities"][step, start]
            result = Parser(equations(substep.numbers)[0][-1], {}).whole()
            assert result.meets(exactly(np.sort(held[~np.isnan(held)])[::-1]))


# What is compared, kept and given up

REMEMBERING = [(m, p) for m, p in CASES if METHODS[m].memory and p != "ema"]


@pytest.mark.parametrize(("method", "policy"), REMEMBERING)
def test_how_a_slot_is_found_is_said_as_the_policy_finds_it(method, policy):
    seen = set()
    for _, _, track, time, start, substep in taken_apart(method, policy):
        if substep.key != "compare":
            continue
        births = track["memory_births"][time, start]
        slot, event = (int(track[k][time, start]) for k in ("memory_slots", "memory_events"))
        seen.add(event)
        if event == STORED:
            count = int((births >= 0).sum())
            assert (substep.name, substep.formula) == ("Find a slot", "n < C")
            assert substep.numbers == f"{count} < 3, slot {slot + 1} is free"
        elif policy == "priority":
            assert (substep.name, substep.formula) == ("Compare priorities", "‖g‖ > min priority")
            ages = time - births
            held = track["gradient_norms"][births, start] * 0.8**ages
            norm, lowest = track["gradient_norms"][time, start], held.min()
            left, sign, right, said = re.fullmatch(
                r"(\S+) ([>≤]) (\S+) \(slot (\d)\)", substep.numbers
            ).groups()
            assert printed(left).meets(exactly(norm)) and printed(right).meets(exactly(lowest))
            assert sign == (">" if norm > lowest else "≤") and int(said) == held.argmin() + 1
            assert ("does not beat" in substep.sentence) == (event == REJECTED)
        else:
            assert substep.name == "Find a slot" and "priority" not in substep.formula
            assert substep.numbers.startswith(f"slot {slot + 1}")
            if policy == "fifo":
                assert births[slot] == births.min()
                assert substep.numbers.endswith(f"taken in step {births.min() + 1}")
    assert {STORED, REPLACED} <= seen
    if (method, policy) == ("adam+cm", "priority"):
        assert REJECTED in seen
    assert policy == "priority" or REJECTED not in seen


@pytest.mark.parametrize(("method", "policy"), REMEMBERING)
def test_steps_that_are_named_are_those_in_which_the_items_were_computed(method, policy):
    seen = set()
    for _, spec, track, time, start, substep in taken_apart(method, policy):
        slot, now = int(track["memory_slots"][time, start]), time + 1
        computed = track["gradients"] if spec.row.memory == "cg" else track["first_moments"][1:]
        if substep.key in ("store", "replace"):
            seen.add(substep.key)
            place, item, priority = re.fullmatch(
                r"B\[(\d)\] = (\(.*\)), priority (.*)", substep.numbers
            ).groups()
            assert int(place) == slot + 1
            assert Parser(item, {}).whole().meets(exactly(computed[now - 1, start]))
            assert printed(priority).meets(exactly(track["gradient_norms"][time, start]))
            named = int(re.search(r"taken in step (\d+)", substep.sentence)[1])
        if substep.key == "store":
            assert named == now
        if substep.key == "replace":
            np.testing.assert_array_equal(
                track["memory_items"][time, start, slot], computed[named - 1, start]
            )
            ago, plural = re.search(r"(\d+) step(s?) ago", substep.sentence).groups()
            assert named + int(ago) == now and bool(plural) == (ago != "1")
        if substep.key == "reject":
            assert "is not kept" in substep.numbers
    assert seen == {"store", "replace"}


# Sentences

TURN = re.compile(r"makes it (\S+) times as long, turned by (\d+)°")


def test_the_turn_of_an_aggregate_is_in_degrees():
    turns = []
    for method, policy in CASES:
        for experiment, spec, track, time, start, substep in taken_apart(method, policy):
            if substep.key != "aggregated" or not 6 < time + 1 <= 15:
                continue
            values = values_of(experiment, spec, track, time, start, "aggregated")
            shape = spec.row.base.shape
            letter = shape.direction.letter if shape.direction else shape.letter
            before = values["g" if spec.row.memory == "cg" else letter]
            after = values["ĝ" if spec.row.memory == "cg" else "s"]
            angles = np.degrees(np.arctan2(before[1], before[0]) - np.arctan2(after[1], after[0]))
            turn = abs((angles + 180) % 360 - 180)
            times, said = TURN.search(substep.sentence).groups()
            assert printed(times).meets(exactly(np.linalg.norm(after) / np.linalg.norm(before)))
            assert abs(int(said) - turn) <= 0.5 + 1e-4
            turns.append(turn)
    assert min(turns) < 1 and max(turns) > 90


@pytest.mark.parametrize(("method", "policy"), CASES)
def test_lengths_and_percentages_in_sentences_are_those_of_the_recording(method, policy):
    for experiment, spec, track, time, start, substep in taken_apart(method, policy):
        gradient, sentence = track["gradients"][time, start], substep.sentence
        values = values_of(experiment, spec, track, time, start, substep.key)
        length, what = {
            "gradient": (np.linalg.norm(gradient), r"(?:length|‖g‖ =) ([^\s;,]+)"),
            "scaled": (np.linalg.norm(values["Δ"]), r"(?:length|‖Δ‖ =) (\S+)\."),
            "move": (
                np.linalg.norm(track["positions"][time + 1, start] - values["θ"]), r"by (\S+);",
            ),
        }.get(substep.key, (None, ""))  # fmt: skip
        if length is not None:
            assert printed(re.search(what, sentence)[1]).meets(exactly(length)), sentence
        if substep.key == "momentum":
            sums = spec.row.base.shape.first == "sum"
            assert ("keeps 0.8 of itself" if sums else "keeps 90 % of itself") in sentence
            assert ("takes all" if sums else "takes 10 % of the gradient") in sentence
        if substep.key == "average":
            item = "gradient" if spec.row.memory == "cg" else "momentum"
            assert f"keeps 66.67 % of itself and takes 33.33 % of every {item}." in sentence
        if substep.key == "decay":
            assert "Every priority loses 20 %" in sentence
        if substep.key == "second_moment":
            from_s = spec.row.memory == "cm" and 6 < time + 1 <= 15
            assert ("s²" in substep.formula) == ("built from s" in sentence) == from_s
        if substep.key == "aggregated":
            in_use = 6 < time + 1 <= 15
            assert sentence.startswith("0.7 times the memory's mean joins") == in_use
            assert ("not used in step" in sentence) == (not in_use)


@pytest.mark.parametrize(
    ("alike", "verdict"),
    [
        (0.72, "they point one way and add up"), (0.68, "they cancel in part"),
        (0.32, "they cancel in part"), (0.28, "they mostly cancel"),
    ],
)  # fmt: skip
def test_what_an_agreement_means_is_said_with_it(alike, verdict):
    experiment, spec, track = one("adam+cg", capacity=2, steps=4)
    # two items of length 1, turned by ±arccos(alike): their sum has length 2·alike
    track["memory_items"][3, 0] = [
        (alike, np.sqrt(1 - alike**2)), (alike, -np.sqrt(1 - alike**2)),
    ]  # fmt: skip
    mean = next(s for s in anatomy(experiment, spec, track, 3).substeps if s.key == "mean")
    assert mean.sentence == f"The 2 items held have agreement {alike:.2f}: {verdict}."


# Exact strings, by hand


def one(method, steps=2, **settings):
    """A run on x² − y² + y⁴/4 from (1, 1), where the gradient is (2, −1).

    The first step of adam+cm leads to (0.8, 1.2), with gradient (1.6, −0.672), that of adam+cg
    to (0.9, 1.1), with gradient (1.8, −0.869).
    """
    given = {"lr": 0.1, "beta1": 0.5, "beta2": 0.75, "capacity": 1, "decay": 0.5, "strength": 2.0}
    spec = MethodSpec.create(method, {**given, **settings})
    experiment = Experiment(make({"name": "saddle"}), (spec,), ((1.0, 1.0),), steps)
    return experiment, spec, record(experiment).tracks[0]


EXACT = {
    "gradient": ("adam+cm", 1, {}, "g = ∇f(0.800, 1.20) = (1.60, −0.672)"),
    "momentum": ("adam+cm", 1, {}, "m = 0.5·(1, −0.5) + 0.5·(1.60, −0.672) = (1.30, −0.586)"),
    "mean": ("adam+cm", 1, {}, "mean(B) = (1, −0.5)/1 = (1, −0.5)"),
    "aggregated": ("adam+cm", 1, {}, "s = (1.30, −0.586) + 2·(1, −0.5) = (3.30, −1.59)"),
    "second_moment": (
        "adam+cm", 1, {}, "v = 0.75·(0.25, 0.0625) + 0.25·(3.30, −1.59)² = (2.91, 0.676)"
    ),
    # (3.3, −1.586)/0.75 = (4.4, −2.11467); √(v/0.4375) = (2.57904, 1.24279)
    "scaled": (
        "adam+cm", 1, {},
        "Δ = −0.1·((3.30, −1.59)/0.75)/((2.58, 1.24) + 10⁻⁸) = (−0.171, 0.170)",
    ),
    "compare": ("adam+cm", 1, {}, "1.735 > 1.118 (slot 1)"),
    "replace": ("adam+cm", 1, {}, "B[1] = (1.30, −0.586), priority 1.735"),
    "decay": ("adam+cm", 1, {}, "0.5·(1.74) = (0.868)"),
    "move": ("adam+cm", 1, {}, "θ = (0.8, 1.2) + (−0.171, 0.170) = (0.6294, 1.37)"),
    "store": ("adam+cg", 0, {}, "B[1] = (2, −1), priority 2.236"),
    "reject": ("adam+cg", 1, {"decay": 1.0}, "g = (1.80, −0.869) is not kept"),
    # 1 − γ = ½: e₁ = (1, −0.5), then ½·e₁ + ½·g₂
    "average": (
        "adam+cg", 1, {"policy": "ema", "capacity": 2},
        "e = 0.5·(1, −0.5) + 0.5·(1.80, −0.869) = (1.40, −0.685)",
    ),
    # (2, −1)/√5 = (0.894, −0.447)
    "ascent": (
        "adam+sam", 0, {"rho": 0.1}, "θ′ = (1, 1) + 0.1·(2, −1)/2.236 = (1.09, 0.955)"
    ),
    "weight_decay": (
        "adamw", 0, {"weight_decay": 0.5}, "−0.1·0.5·(1, 1) = (−0.05, −0.05)"
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", EXACT)
def test_numbers_are_written_like_this(key):
    method, time, settings, wanted = EXACT[key]
    experiment, spec, track = one(method, **settings)
    found = {s.key: s.numbers for s in anatomy(experiment, spec, track, time).substeps}
    assert found[key] == wanted


def test_every_sub_step_has_such_a_case():
    keys = {s.key for m, p in CASES for *_, s in taken_apart(m, p)}
    assert keys == set(EXACT)
