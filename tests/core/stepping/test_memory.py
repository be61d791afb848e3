"""The memory by itself: what it takes, what it gives up, and how its slots close."""

import math

import numpy as np
import pytest
import torch

from core.stepping.layout import set_apart
from core.stepping.memory import Memory, decide, first_draw, next_draw
from core.stepping.places import MANY_ROWS, SOME_ROWS
from core.stepping.room import Room


def memory(capacity, rows=1):
    return Memory.empty(
        capacity, torch.zeros(rows, 2, dtype=torch.float64), torch.zeros(rows, dtype=torch.float64)
    )


def offer(memory, priority, birth, item=(1.0, 0.0), **options):
    rows = memory.births.shape[1]
    items = torch.tensor([item] * rows, dtype=torch.float64)
    priorities = torch.full((rows,), float(priority), dtype=torch.float64)
    return memory.remember(items, priorities, birth, **options)


def mean(memory):
    return memory.added_to(torch.zeros_like(memory.items[0]), 1.0)


def test_empty_slots_fill_in_order_before_any_is_replaced():
    held = memory(3)
    for birth, priority in enumerate([5.0, 1.0, 3.0]):
        held = offer(held, priority, birth)
        assert held.births[:, 0].tolist() == [*range(birth + 1), *[-1] * (2 - birth)]


def test_the_lowest_priority_gives_way_only_to_a_strictly_greater_one():
    held = memory(2)
    held = offer(offer(held, 2.0, 0), 1.0, 1)
    assert offer(held, 1.0, 2).births[:, 0].tolist() == [0, 1]
    assert offer(held, 1.5, 2).births[:, 0].tolist() == [0, 2]


@pytest.mark.parametrize("policy", ["priority", "fifo", "random"])
@pytest.mark.parametrize("priority", [math.nan, math.inf])
def test_a_priority_that_is_not_finite_is_rejected_by_every_policy(policy, priority):
    empty, draw = memory(2, rows=2), first_draw(torch.zeros(2), seed=1)
    full = offer(offer(empty, 1.0, 0), 2.0, 1)
    for held in (empty, full):
        # beside one that is finite, so that nobody can tell from the batch
        priorities = torch.tensor([priority, 3.0], dtype=torch.float64)
        items = torch.ones(2, 2, dtype=torch.float64)
        after = held.remember(items, priorities, 2, policy=policy, draw=draw)
        assert after.births[:, 0].tolist() == held.births[:, 0].tolist()
        assert (after.births[:, 1] == 2).sum() == 1
        alone = Memory(*(part[:, :1] for part in held[:3]), held.held)
        lonely = alone.remember(items[:1], priorities[:1], 2, policy=policy, draw=draw[:1])
        assert lonely.births.tolist() == alone.births.tolist()


def test_decay_reaches_every_item_and_leaves_empty_and_closed_slots_what_they_are():
    held = offer(memory(torch.tensor([1, 2]), rows=2), 4.0, 0).decay(0.5)
    assert held.priorities.tolist() == [[2.0, 2.0], [math.inf, -math.inf]]


def test_closed_slots_are_never_taken_whatever_the_policy():
    for policy in ("priority", "fifo", "random"):
        held = memory(torch.tensor([0, 1, 3]), rows=3)
        draw = first_draw(held.priorities[0], seed=4)
        for birth in range(12):
            draw = next_draw(draw)
            held = offer(held, 1.0 + birth, birth, policy=policy, draw=draw)
        assert (held.births[:, 0] == -1).all()
        assert (held.births[1:, 1] == -1).all()
        assert (held.births[:, 2] >= 0).all()


def test_fifo_replaces_the_oldest_even_by_a_lesser():
    held = memory(2)
    for birth, priority in enumerate([5.0, 9.0, 1.0]):
        held = offer(held, priority, birth, policy="fifo")
    assert held.births[:, 0].tolist() == [2, 1]


def test_random_reaches_every_slot_about_equally_often():
    held = memory(4)
    draw = first_draw(held.priorities[0], seed=0)
    taken = [0, 0, 0, 0]
    for birth in range(2004):
        draw = next_draw(draw)
        after = offer(held, 1.0, birth, policy="random", draw=draw)
        slot = int((after.births != held.births)[:, 0].nonzero()[0])
        taken[slot] += birth >= 4
        held = after
    assert sum(taken) == 2000
    assert all(430 < count < 570 for count in taken)


def test_random_slots_are_those_of_posix_lrand48():
    """What C prints after srand48(0), which begins at the state 0x330E."""
    held, draw = memory(7), torch.tensor([0x330E])
    for birth in range(7):
        held = offer(held, 1.0, birth)
    for birth, number in enumerate((366850414, 1610402240, 206956554, 1869309841, 1239749840), 7):
        draw = next_draw(draw)
        after = offer(held, 1.0, birth, policy="random", draw=draw)
        assert (after.births != held.births)[:, 0].nonzero().item() == number % 7
        held = after


def test_random_draws_of_a_problem_do_not_depend_on_how_many_follow():
    few, many = torch.zeros(2), torch.zeros(9)
    assert first_draw(few, 3).tolist() == first_draw(many, 3)[:2].tolist()
    assert first_draw(few, 3).tolist() != first_draw(few, 4).tolist()


def test_random_draws_are_not_those_of_random_starts():
    drawn = first_draw(torch.zeros(4), 3).double() / 2**48
    starts = np.random.default_rng(3).random(4)
    assert (np.abs(drawn.numpy() - starts) > 1e-6).all()


def test_the_mean_counts_only_what_is_held_and_is_zero_when_empty():
    held = memory(4)
    assert mean(held).tolist() == [[0.0, 0.0]]
    held = offer(offer(held, 1.0, 0, (2.0, 0.0)), 1.0, 1, (0.0, 4.0))
    assert mean(held).tolist() == [[1.0, 2.0]]


def test_one_problem_of_any_shape_keeps_one_decision():
    leaf, norm = torch.zeros(3, 4, 5), torch.tensor(0.0)
    held = Memory.empty(2, leaf, norm)
    for birth, priority in enumerate([2.0, 1.0, 3.0]):
        held = held.remember(torch.full_like(leaf, birth), torch.tensor(priority), birth)
    assert held.births.tolist() == [0, 2]
    assert held.items[0].eq(0).all() and held.items[1].eq(2).all()
    assert mean(held).eq(1.0).all()


def test_of_many_problems_the_first_slot_of_the_lowest_priority_is_found_as_of_a_few():
    rng = np.random.default_rng(3)
    priorities = torch.from_numpy(rng.integers(0, 4, (7, MANY_ROWS)).astype(float))
    priorities[rng.integers(0, 7, 50), rng.integers(0, MANY_ROWS, 50)] = -torch.inf
    priorities[5:, ::3] = torch.inf
    slot, accepted = decide(priorities, priorities.int(), torch.full_like(priorities[0], 2))
    np.testing.assert_array_equal(slot[0], priorities.numpy().argmin(0))
    np.testing.assert_array_equal(accepted[0], priorities.numpy().min(0) < 2)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize("rows", [50, SOME_ROWS])
def test_what_is_overwritten_is_what_would_be_selected(width, dtype, rows):
    rng = np.random.default_rng(width)
    leaf, norm = torch.zeros(rows, width, dtype=dtype), torch.zeros(rows, dtype=dtype)
    kept, reused = (Memory.empty(3, leaf, norm) for _ in range(2))
    for birth in range(8):
        item = torch.from_numpy(rng.normal(size=(width, rows))).to(dtype).T  # not contiguous
        priority = torch.from_numpy(rng.random(rows)).to(dtype)
        kept = kept.remember(item, priority, birth)
        reused = reused.remember(item, priority, birth, reuse=True)
        for one, other in zip(kept[:3], reused[:3], strict=True):
            assert torch.equal(one, other)
    assert len(kept.births.unique()) > 3


@pytest.mark.parametrize("capacity", [3, torch.tensor([[3], [2]])], ids=["open", "closed"])
@pytest.mark.parametrize("policy", ["priority", "fifo", "random"])
def test_what_is_overwritten_in_room_of_its_own_is_what_would_be_selected(policy, capacity):
    rng = np.random.default_rng(7)
    leaf = set_apart(torch.zeros(2, 64, 2, dtype=torch.float64))
    norm = torch.zeros(2, 64, dtype=torch.float64)
    kept = Memory.empty(capacity, leaf, norm)
    room, undated, draw = Room(kept), Room(kept, dates=False), first_draw(norm, 5)
    for birth in range(12):
        item = set_apart(torch.from_numpy(rng.normal(size=(2, 64, 2))))
        priority = torch.from_numpy(rng.integers(0, 4, (2, 64)).astype(float))  # many are as strong
        priority[:, birth], priority[:, -birth - 1] = torch.nan, torch.inf
        draw = next_draw(draw)
        kept = kept.remember(item, priority, birth, policy=policy, draw=draw).decay(0.7)
        for each in (room, undated):
            each.remember(item, priority, birth, policy=policy, draw=draw)
            reused = each.decay(0.7)
            assert torch.equal(kept.items, reused.items) and kept.held == reused.held
            assert torch.equal(kept.priorities, reused.priorities)
            added, expected = each.added_to(item, 2.0), kept.added_to(item, 2.0)
            torch.testing.assert_close(added, expected, rtol=0, atol=0)
        assert torch.equal(kept.births, room.memory.births)
    assert len(kept.births.unique()) > 3
    idle = policy != "fifo" and isinstance(capacity, int)  # nothing hangs on births
    assert bool((undated.memory.births == -1).all()) == idle
