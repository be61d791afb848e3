"""What is kept of a network's run says what the whole run was, computed here from every step."""

import dataclasses

import numpy as np
import pytest
import torch

from core.experiment import presets
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.record import Record
from core.experiment.starts import SeedStarts
from core.measures.memories import agreement, mean_item
from core.recording import recording_file
from core.recording.keep import Keep, Summary
from core.recording.projections import directions
from core.recording.recording import Recording
from core.recording.shapes import chunk_length, recording_bytes
from core.stepping.race import Race
from core.stepping.simulate import record, simulate
from landscapes import BY_NAME
from landscapes.networks import NETWORKS
from tests.core.tiny_network import TinyNetwork

STEPS, REPLICAS = 23, 3
CARDS = (
    MethodSpec.create("adam", {"lr": 0.05}),
    MethodSpec.create("adam+cm", {"lr": 0.05, "capacity": 4, "decay": 0.8}),
    MethodSpec.create("sgdm+cg+sam", {"lr": 0.05, "capacity": 2, "rho": 0.1}),
)
RACE = Experiment(
    TinyNetwork(), CARDS, SeedStarts(REPLICAS), STEPS, batch=8, seed=5, record=Record(5)
)


def raced(experiment):
    """Points (T+1, M, S, D), states and norms of every step, by the race alone."""
    race = Race(experiment)
    points, states, norms, losses = [torch.stack(race.thetas)], [race.states], [], []
    for _ in range(experiment.steps):
        losses.append(race.look())
        norms.append(race.step()[1])
        points.append(torch.stack(race.thetas))
        states.append(race.states)
    losses.append(race.look())
    stacked = (torch.stack(rows).numpy() for rows in (points, norms, losses))
    return *stacked, states


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setitem(BY_NAME, "tiny-network", TinyNetwork)


@pytest.fixture(scope="module")
def whole():
    return raced(RACE)


@pytest.fixture(scope="module")
def kept():
    return record(RACE)


def test_what_is_kept_of_some_times_is_what_was_there(whole, kept):
    points, _, _, states = whole
    times = [0, 5, 10, 15, 20, 23]
    for method, track in enumerate(kept.tracks):
        assert track.kept.tolist() == times and track.keep.every == 5
        np.testing.assert_array_equal(track["positions"], points[times, method])
        assert track["positions"].dtype == np.float32
        for row, time in enumerate(times):
            here = points[time, method].astype(np.float64)
            away = np.linalg.norm(here - points[0, method], axis=-1)
            np.testing.assert_allclose(track["distances"][row], away, rtol=1e-5, atol=1e-7)
            for part in ("train", "test"):
                found = RACE.landscape.measured(here, part)
                np.testing.assert_allclose(track[f"{part}_losses"][row], found.loss, rtol=1e-6)
                np.testing.assert_array_equal(track[f"{part}_accuracies"][row], found.accuracy)
        assert track.position_at(14) is not None
        np.testing.assert_array_equal(track.position_at(14), points[10, method])
        np.testing.assert_array_equal(track.position_at(99), points[23, method])
    state = states[15][1]
    held = state.memory_births.numpy().T >= 0
    items = state.memory_items.numpy().transpose(1, 0, 2)
    np.testing.assert_array_equal(
        kept.tracks[1]["memory_items"][3], np.where(held[..., None], items, np.nan)
    )


def test_every_step_is_measured(whole, kept):
    points, norms, losses, _ = whole
    for method, track in enumerate(kept.tracks):
        np.testing.assert_array_equal(track["losses"], losses[:, method])
        np.testing.assert_array_equal(track["gradient_norms"], norms[:, method])
        lengths = np.linalg.norm(np.diff(points[:, method].astype(np.float64), axis=0), axis=-1)
        np.testing.assert_allclose(track["step_lengths"], lengths, rtol=1e-4)
    rows = RACE.landscape.batch_rows(5, 8, REPLICAS, 8)
    batch = RACE.landscape.batch_loss_and_gradient(torch.from_numpy(points[7]), rows)[0]
    np.testing.assert_array_equal(losses[7], batch.numpy())


def test_the_memory_of_every_step_is_told_without_its_items(whole, kept):
    states = whole[3]
    for method, track in enumerate(kept.tracks[1:], 1):
        slots = int(CARDS[method].values["capacity"])
        for time in range(STEPS + 1):
            state = states[time][method]
            births = state.memory_births.numpy().T
            held = births >= 0
            items = np.where(
                held[..., None], state.memory_items.numpy().transpose(1, 0, 2), np.nan
            ).astype(np.float64)
            mean = mean_item(items)
            np.testing.assert_array_equal(track["memory_births"][time, :, :slots], births)
            assert (track["memory_births"][time, :, slots:] == -1).all()
            priorities = np.where(held, state.memory_priorities.numpy().T, np.nan)
            np.testing.assert_array_equal(track["memory_priorities"][time, :, :slots], priorities)
            np.testing.assert_allclose(track["agreement"][time], agreement(items), rtol=1e-5)
            np.testing.assert_allclose(
                track["memory_mean_norms"][time], np.linalg.norm(mean, axis=-1), rtol=1e-5
            )
            lengths = np.linalg.norm(items, axis=-1)
            np.testing.assert_allclose(track["memory_norms"][time, :, :slots], lengths, rtol=1e-5)
            with np.errstate(invalid="ignore", divide="ignore"):
                apart = np.linalg.norm(mean, axis=-1)[:, None] * lengths
                cosines = np.einsum("scd,sd->sc", items, mean) / apart
            np.testing.assert_allclose(track["memory_cosines"][time, :, :slots], cosines, atol=1e-5)
        stored = track["memory_births"][1:] != track["memory_births"][:-1]
        assert ((track["memory_events"] % 3 > 0) == stored.any(-1)).all()
        np.testing.assert_array_equal(track["memory_events"][:slots], 1)


def test_a_running_average_is_told_by_its_norm():
    ema = MethodSpec.create("adam+cg", {"policy": "ema", "capacity": 3})
    race = dataclasses.replace(RACE, methods=(ema,))
    state, track = raced(race)[3][9][0], record(race).tracks[0]
    average = state.memory_average.double() / (1 - (2 / 3) ** 9)
    np.testing.assert_allclose(
        track["memory_mean_norms"][9], average.norm(dim=-1).numpy(), rtol=1e-6
    )
    assert np.isnan(track["agreement"]).all() and (track["memory_events"] == 0).all()


@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_chunks_of_any_length_are_the_same_run(kept, chunk):
    again = Recording.blank(RACE)
    for part in simulate(RACE, chunk_steps=chunk):
        again.append(part)
    same(again, kept)


def test_a_replica_is_the_same_alone_and_in_company(kept):
    fewer = record(dataclasses.replace(RACE, starts=SeedStarts(1), methods=CARDS[2:]))
    for key, rows in fewer.tracks[0].arrays.items():
        if key != "kept":
            others = kept.tracks[2][key]
            axis = 0 if key == "ends" else 1
            slots = 2 if key in ("memory_items", *SLOTTED) else None
            alone = np.take(others, [0], axis)
            if slots:
                alone = alone[:, :, :slots]
            np.testing.assert_array_equal(rows, alone, err_msg=key)


SLOTTED = ("memory_births", "memory_priorities", "memory_norms", "memory_cosines")


@pytest.mark.parametrize("what", ["projections", "scalars"])
def test_less_than_the_points_may_be_kept(whole, kept, what):
    less = record(dataclasses.replace(RACE, record=Record(5, what)))
    track, points = less.tracks[1], whole[0][:, 1]
    np.testing.assert_array_equal(track["ends"], points[-1])
    assert "positions" not in track and "memory_items" not in track
    assert track.position_at(10) is None
    np.testing.assert_array_equal(track.position_at(STEPS), points[-1])
    np.testing.assert_array_equal(track["losses"], kept.tracks[1]["losses"])
    if what == "projections":
        axes = directions(5, 12)
        np.testing.assert_allclose(axes[:, :12].T @ axes[:, :12], np.eye(12), atol=1e-6)
        np.testing.assert_allclose(
            track["projections"], points[track.kept] @ axes, rtol=1e-4, atol=1e-6
        )
    else:
        assert "projections" not in track


@pytest.mark.parametrize("memory", ["all", "last", "none"])
@pytest.mark.parametrize("what", ["positions", "projections", "scalars"])
def test_a_recording_comes_back_as_it_went(tmp_path, what, memory):
    race = dataclasses.replace(RACE, record=Record(7, what))
    recording = record(race, memory)
    size = sum(rows.nbytes for track in recording.tracks for rows in track.arrays.values())
    assert size == recording_bytes(race, memory)
    recording_file.save(recording, tmp_path / "run.npz")
    told = []
    again = recording_file.load(tmp_path / "run.npz", told.append)
    assert again.experiment == race and again.tracks[0].keep == recording.tracks[0].keep
    same(again, recording)
    assert told[0] == race and told[-1].record.every == 7


def test_the_room_is_that_of_what_the_file_holds_whatever_its_experiment_says(
    tmp_path, kept, monkeypatch
):
    silent = dataclasses.replace(RACE, record=None)
    recording_file.save(Recording(silent, kept.tracks), tmp_path / "a")
    told = []
    again = recording_file.load(tmp_path / "a", told.append)
    assert told[-1].record == Record(5, "positions") and again.tracks[0].keep.every == 5
    monkeypatch.setattr("core.recording.kept_in_file.MOST_ITEMS_BYTES", 6 * 3 * 4 * 12 * 4 - 1)
    with pytest.raises(ExperimentError, match="is too large"):
        recording_file.load(tmp_path / "a")


def test_memories_of_the_end_alone_are_those_of_the_end(kept):
    last = record(RACE, "last")
    for key in ("memory_items", *SLOTTED):
        np.testing.assert_array_equal(last.tracks[1][key][0], kept.tracks[1][key][-1])
    np.testing.assert_array_equal(last.tracks[1]["agreement"], kept.tracks[1]["agreement"])


def test_a_replica_that_diverges_is_blank_from_there_and_the_others_go_on(kept):
    class Cliff(TinyNetwork):
        """A network whose second replica overflows in step 9."""

        def batch_loss_and_gradient(self, points, rows):
            losses, gradients = super().batch_loss_and_gradient(points, rows)
            if (rows == self.batch_rows(5, 9, REPLICAS, 8)).all():
                gradients[:, 1] = torch.inf
            return losses, gradients

    recording = record(dataclasses.replace(RACE, landscape=Cliff()))
    for track, plain in zip(recording.tracks[:2], kept.tracks, strict=False):
        for key in ("losses", "agreement", "memory_priorities", "memory_norms"):
            assert np.isnan(track[key][9:, 1]).all(), key
        assert (track["memory_births"][9:, 1] == -1).all()
        assert (track["memory_events"][8:, 1] == 0).all()
        assert np.isnan(track["gradient_norms"][9:, 1]).all()
        assert track["gradient_norms"][8, 1] == np.inf  # of the last point that there is
        assert np.isnan(track["step_lengths"][8:, 1]).all()
        for key in ("positions", "test_losses", "distances"):
            assert np.isnan(track[key][2:, 1]).all(), key
        np.testing.assert_array_equal(track["losses"][:9, 1], plain["losses"][:9, 1])
        np.testing.assert_array_equal(track["positions"][:, ::2], plain["positions"][:, ::2])


def test_how_often_points_are_kept_follows_from_room_and_time():
    def every(**changes):
        return Keep.of(dataclasses.replace(RACE, record=None, **changes), "all").summary

    assert every(steps=4000, batch=None).every == 20  # 200 kept times
    assert every(steps=50, batch=8).every == round(60 / (3 * 8 * 0.5))
    crowd = every(steps=4000, batch=None, starts=SeedStarts(10_000))
    assert (4000 / crowd.every + 1) * 10_000 * 12 * 4 <= 2**26 and not crowd.items
    assert every(steps=3, batch=1) == Summary(3, "positions", True)


def test_a_run_is_told_in_chunks_of_milliseconds_or_step_by_step():
    """A frame waits for a chunk's end, and so do a pause and a cancel. A language model of 121,296
    parameters and 12 replicas looks at 320 words in a step, and at 9,632 every fifth: hundreds
    of times 5e7 products of a parameter and a word."""
    assert chunk_length(RACE) == 64
    assert chunk_length(presets.load("overfits")) == 1
    assert chunk_length(presets.load("five-tasks")) == 1  # every step is kept
    work = 32 * 2410 * (64 + 1397 / 15 / 3)  # a fifteenth of the steps is kept
    assert chunk_length(presets.load("flatter")) == int(5e7 / work) == 6
    stops = (chunk.stop for chunk in simulate(presets.load("flatter")))
    assert next(stops) == 6


def test_how_often_a_time_is_kept_is_part_of_what_a_step_costs():
    seldom = dataclasses.replace(presets.load("five-tasks"), record=Record(61))
    assert chunk_length(seldom) > 4 * chunk_length(presets.load("five-tasks"))


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (lambda a: a.pop("kept"), "kept", "is missing"),
        (lambda a: a.update(kept=a["kept"][:, :-1]), "kept", "does not count from 0"),
        (lambda a: a.update(kept=a["kept"] * 0), "kept", "does not count from 0"),
        (lambda a: a.update(kept=-a["kept"]), "kept", "does not count from 0"),
        (lambda a: a.update(kept=a["kept"][:, :1]), "kept", "is no list of some of the times"),
        (lambda a: a.update(kept=a["kept"].astype(float)), "kept", "is no list"),
        (lambda a: a.update(kept=np.int32(3)), "kept", "is no list"),
        (lambda a: a.pop("test_losses"), "test_losses", "is missing"),
        (lambda a: a.update(gradients=a["losses"]), "gradients", "is not a key"),
        (lambda a: a.update(ends=a["positions"][:, 0]), "ends", "is not a key"),
        (lambda a: a.update(distances=a["distances"][:, 1:]), "distances", "of shape"),
        (lambda a: a.update(memory_births=a["memory_births"] + 99), "memory_births", "-1 to 23"),
    ],
)
def test_a_strangers_recording_is_refused_in_words(tmp_path, kept, change, key, words):
    recording_file.save(kept, tmp_path / "run.npz")
    with np.load(tmp_path / "run.npz") as arrays:
        held = dict(arrays)
    change(held)
    np.savez(tmp_path / "run.npz", **held)
    with pytest.raises(ExperimentError) as refused:
        recording_file.load(tmp_path / "run.npz")
    assert refused.value.path == key and words in refused.value.problem


def same(one, other):
    for track, twin in zip(one.tracks, other.tracks, strict=True):
        assert list(track.arrays) == list(twin.arrays)
        for key, rows in track.arrays.items():
            np.testing.assert_array_equal(rows, twin[key], err_msg=key)


def test_tasks_in_sequence_are_tested_one_by_one():
    network = NETWORKS["digits-tasks"](hidden=4)
    race = Experiment(network, CARDS[:1], SeedStarts(2), 12, batch=20, record=Record(6))
    track = record(race).tracks[0]
    assert track["task_accuracies"].shape == (3, 2, len(network.tasks))
    for row, points in enumerate(track["positions"]):
        for task in range(len(network.tasks)):
            found = network.measured(points, "test", task=task)
            np.testing.assert_array_equal(track["task_accuracies"][row, :, task], found.accuracy)
