"""The figures in a commentary are those of the run."""

import dataclasses
import re

import numpy as np
import pytest

from core.experiment import presets
from core.experiment.experiment import MethodSpec
from core.experiment.starts import RandomStarts
from core.stepping.simulate import record
from tests.core.experiment.preset_runs import decimals, ends, percentages, recorded, share_near


@pytest.mark.parametrize(
    ("name", "place", "reach", "labels"),
    [
        (
            "ackley-64",
            (0, 0),
            0.5,
            ["Adam + CM", "Adam + CG", "Adam", "Adam + CM, no memory"],
        ),
        (
            "goldstein-price",
            (0, -1),
            0.15,
            ["Adam", "Adam + SAM", "Adam + CM", "Adam + CG"],
        ),
        (
            "policies",
            (0, 0),
            0.5,
            [f"Adam + CM, {policy}" for policy in ("priority", "fifo", "random", "ema")],
        ),
    ],
)
def test_the_shares_in_a_commentary_are_those_of_the_run(name, place, reach, labels):
    shares = [100 * share_near(ends(name)[label], place, reach) for label in labels]
    assert percentages(name) == pytest.approx(shares, abs=8)


def test_on_ackley_neither_adam_nor_sam_reaches_the_global_minimum():
    for label in ("Adam", "Adam + SAM"):
        assert share_near(ends("ackley-64")[label], (0, 0), 0.5) <= 2 / 64


def test_on_goldstein_price_plain_adam_reaches_the_global_minimum_most_often():
    shares = {
        label: share_near(points, (0, -1), 0.15)
        for label, points in ends("goldstein-price").items()
    }
    assert shares["Adam"] > shares["Adam + CM"]
    assert shares["Adam"] > shares["Adam + CG"]


def test_on_goldstein_price_only_methods_with_a_memory_leave_the_global_minimum_again():
    lost = {}
    recording = recorded("goldstein-price")
    for spec, track in zip(recording.experiment.methods, recording.tracks, strict=True):
        away = np.linalg.norm(track["positions"] - (0, -1), axis=-1)
        reached = (away < 0.15).any(0)
        lost[spec.label] = (int((reached & (away[-1] > 0.3)).sum()), int(reached.sum()))
    assert lost["Adam"][0] == 0
    said = re.search(
        r"Adam \+ CM loses (\d+) of (\d+) and Adam \+ CG (\d+) of (\d+)",
        presets.commentary("goldstein-price"),
    )
    assert said
    assert lost["Adam + CM"] == pytest.approx((int(said[1]), int(said[2])), abs=2)
    assert lost["Adam + CG"] == pytest.approx((int(said[3]), int(said[4])), abs=2)


def test_the_memory_that_stops_lets_the_point_come_nearer():
    distances = [
        np.median(np.linalg.norm(track["positions"][-100:, 0], axis=-1))
        for track in recorded("settling").tracks
    ]
    said = re.search(
        r"is (0\.\d+) with the memory to the end, and (0\.\d+) with memory_stop",
        presets.commentary("settling"),
    )
    assert said
    assert [float(said[1]), float(said[2])] == pytest.approx(distances, rel=0.3)


def test_at_a_higher_rate_with_a_short_memory_nothing_settles_on_ackley():
    race = dataclasses.replace(
        presets.load("ackley-64"),
        methods=(MethodSpec.create("adam+cm", {"lr": 0.1}),),
        starts=RandomStarts(1000),
    )
    last = record(race, "none").tracks[0]["positions"][-60:]
    stayed = (np.abs(last).max(-1) < 0.5).all(0)
    assert stayed.sum() <= 2
    assert "none of 1,000 starts" in presets.commentary("ackley-64")


@pytest.mark.parametrize(("name", "place"), [("ackley-rest", (0, 0)), ("levy", (1, 1))])
def test_from_the_global_basin_plain_adam_ends_nearest(name, place):
    recording = recorded(name)
    labels = [spec.label for spec in recording.experiment.methods]
    away = {
        label: np.abs(track["positions"] - place)
        for label, track in zip(labels, recording.tracks, strict=True)
    }
    stays = {label: 100 * (one[-60:].max(-1) < 0.5).all(0).mean() for label, one in away.items()}
    said = ["Adam", "Adam + CG", "Adam + CM"]
    assert percentages(name) == pytest.approx([stays[label] for label in said], abs=7)
    assert stays["Adam + SAM"] == 100
    near = {label: np.median(np.linalg.norm(one[-100:], axis=-1)) for label, one in away.items()}
    if name == "levy":
        said.insert(1, "Adam + SAM")
    told = decimals(name, "median distance")
    assert [number for number in told if number != 0.5] == pytest.approx(
        [near[label] for label in said], rel=0.1, abs=6e-4
    )
    assert near["Adam"] == min(near.values())


def test_the_rates_shares_are_those_of_the_run():
    points, tracks = ends("rates"), recorded("rates").tracks
    said = [f"Adam + CM, α = {rate}" for rate in (0.02, 0.05, 0.1, 0.2)]
    shares = [100 * share_near(points[label], (0, 0), 0.5) for label in said]
    ever = 100 * float((np.abs(tracks[-1]["positions"]).max(-1) < 0.5).any(0).mean())
    plain = [100 * share_near(points[f"Adam, α = {rate}"], (0, 0), 0.5) for rate in (0.05, 0.2)]
    assert percentages("rates") == pytest.approx([*shares, ever, *plain], abs=8)
    assert max(shares) == shares[1]


def test_switching_the_memory_off_brings_nearer_than_annealing_it():
    points, tracks = ends("annealed"), recorded("annealed").tracks
    annealed = 100 * share_near(points["Adam + CM"], (0, 0), 0.5)
    plain = 100 * share_near(points["Adam"], (0, 0), 0.5)
    assert percentages("annealed") == pytest.approx([annealed, plain], abs=8)
    near = []
    for track in tracks[1:]:
        arrived = np.abs(track["positions"][-1]).max(-1) < 0.5
        away = np.linalg.norm(track["positions"][-100:, arrived], axis=-1)
        near.append(float(np.median(away)))
    told = decimals("annealed", "keep a median distance")
    assert told == pytest.approx(near, rel=0.3)


def test_on_a_bowl_that_glides_the_mean_loss_is_what_the_commentary_says():
    said = re.search(
        r"101 to 500 is ([\d.]+), with λ = 1, which never forgets, ([\d.]+), with Adam ([\d.]+) "
        r"and without memory \(κ = 0\) ([\d.]+)\.$",
        presets.commentary("stale"),
    )
    tracks = recorded("stale").tracks
    adam, control, endless, long = (track["losses"][101:].mean() for track in tracks)
    told = [long, endless, adam, control]
    assert list(said.groups()) == [np.format_float_positional(x, 2, fractional=False) for x in told]
    assert control < adam < long < endless


def test_a_long_memory_of_a_bowl_that_glides_is_old_and_pulls_against_the_gradient():
    said = re.search(
        r"at step (\d+) all items are more than (\d+) steps old, and from step (\d+) on the "
        r"median cosine of their mean with the gradient is −([\d.]+):",
        presets.commentary("stale"),
    )
    time, age, first, cosine = map(float, said.groups())
    _, _, endless, long = recorded("stale").tracks
    births = long["memory_births"][int(time), 0]
    assert births.min() >= 0 and age < int(time) - births.max() < age + 10
    items, gradients = long["memory_items"][:-1, 0], long["gradients"][:, 0]
    means = items.mean(1)
    cosines = (means * gradients).sum(-1) / np.hypot(*means.T) / np.hypot(*gradients.T)
    assert np.median(cosines[int(first) :]) == pytest.approx(-cosine, abs=0.005)
    assert endless["memory_births"][-1, 0].max() < 30  # λ = 1 has the first it took to the end


def near_at_the_end(specs):
    """Percent of the starts from which each of some methods ends near the global minimum, and
    whether all that do had stayed there."""
    race = dataclasses.replace(presets.load("packaged"), methods=tuple(specs))
    found = []
    for track in record(race, "none").tracks:
        near = np.abs(track["positions"][-60:]).max(-1) < 0.5
        found.append((100 * float(near[-1].mean()), bool((near.all(0) == near[-1]).all())))
    return found


def test_torch_s_optimizers_fall_behind_at_one_rate_and_pass_at_their_own():
    race = presets.load("packaged")
    *others, ours = race.methods
    shares = near_at_the_end(race.methods)
    order = (6, 0, 1, 2, 5, 4, 3, 6)  # as the commentary names them
    assert percentages("packaged") == pytest.approx([shares[one][0] for one in order], abs=8)
    assert all(stay for _, stay in shares[3:])
    rates = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
    said = [float(n) for n in re.findall(r"% at (\d\.?\d*)", presets.commentary("packaged"))]
    assert said == [others[place].values["lr"] for place in (5, 4, 3)]
    for spec, (best, _) in zip((*others[3:], ours), shares[3:], strict=True):
        own = rates.index(spec.values["lr"])
        other = [  # those beside it: beyond them there are fewer still
            MethodSpec.create(spec.method, {**spec.values, "lr": rate}, label=f"{rate}")
            for rate in (*rates[max(0, own - 1) : own], *rates[own + 1 : own + 2])
        ]
        assert best > max(share for share, _ in near_at_the_end(other))
