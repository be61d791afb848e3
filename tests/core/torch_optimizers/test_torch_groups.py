"""Parameter groups and schedulers work as they do for torch's own optimizers."""

import pytest
import torch
from torch.optim.lr_scheduler import CyclicLR, LambdaLR, OneCycleLR

from core.torch_optimizers import SAM, SGDCG, AdamCG, AdamCM, RMSpropCG
from tests.core.networks import network, parameters, train

SAMPLE = [AdamCM, AdamCG, SGDCG, RMSpropCG]
"""One of each kind; `test_torch_acceptance` has all."""


def theta():
    return torch.nn.Parameter(torch.tensor([1.0, -2.0], dtype=torch.float64))


def run(optimizer, point, steps, scheduler=None, seed=0):
    """Steps on gradients drawn from a seed; every point passed."""
    generator = torch.Generator().manual_seed(seed)
    passed = []
    for _ in range(steps):
        gradient = torch.randn(point.shape, generator=generator, dtype=point.dtype)

        def closure(gradient=gradient):
            point.grad = gradient.clone()
            return 0

        optimizer.step(closure)
        if scheduler is not None:
            scheduler.step()
        passed.append(point.detach().clone())
    return torch.stack(passed)


GROUPED = [
    (AdamCG, torch.optim.Adam, {"betas": (0.5, 0.9)}),
    (RMSpropCG, torch.optim.RMSprop, {"alpha": 0.5}),
    (RMSpropCG, torch.optim.RMSprop, {"momentum": 0.5}),
    (SGDCG, torch.optim.SGD, {"momentum": 0.5}),
]


@pytest.mark.parametrize(("ours", "theirs", "settings"), GROUPED)
@pytest.mark.parametrize("later", [False, True])
def test_settings_of_a_group_are_used_under_torchs_names(ours, theirs, settings, later):
    points = []
    for make, extra in ((ours, {"strength": 0}), (theirs, {})):
        point = theta()
        if later:
            optimizer = make([torch.nn.Parameter(torch.ones(1))], lr=0.1, **extra)
            optimizer.add_param_group({"params": [point], **settings})
        else:
            optimizer = make([{"params": [point], **settings}], lr=0.1, **extra)
        points.append(run(optimizer, point, 8))
    torch.testing.assert_close(points[0], points[1], rtol=0, atol=1e-12)


@pytest.mark.parametrize("optimizer_class", SAMPLE)
@pytest.mark.parametrize("name", ["capacty", "beta1", "smoothing", "rho"])
def test_an_unknown_key_of_a_group_is_refused_with_those_there_are(optimizer_class, name):
    message = (
        rf"unknown settings {name} in parameter group \d of {optimizer_class.__name__}; "
        r"there are lr, .*capacity, decay, strength, policy, memory_start, memory_stop"
    )
    with pytest.raises(TypeError, match=message):
        optimizer_class([{"params": [theta()], name: 0.5}])
    optimizer = optimizer_class([theta()])
    with pytest.raises(TypeError, match=message):
        optimizer.add_param_group({"params": [theta()], name: 0.5})
    assert len(optimizer.param_groups) == 1


@pytest.mark.parametrize(
    ("optimizer_class", "setting", "allowed"),
    [(AdamCM, {"betas": (0.9, 1.0)}, r"two of a number in \[0, 1\)"),
     (AdamCG, {"betas": 0.9}, r"two of a number in \[0, 1\)"),
     (AdamCM, {"betas": (0.9,)}, r"two of a number in \[0, 1\)"),
     (RMSpropCG, {"alpha": 1.0}, r"a number in \[0, 1\)"),
     (RMSpropCG, {"momentum": 1}, r"a number in \[0, 1\)"),
     (SGDCG, {"momentum": -0.1}, r"a number in \[0, 1\)"),
     (AdamCM, {"lr": True}, r"a number in \[0, ∞\)"),
     (AdamCM, {"capacity": 2.0}, "a whole number"),
     (AdamCM, {"policy": "lifo"}, "one of priority")],
)  # fmt: skip
def test_a_value_out_of_range_is_refused_wherever_it_is_given(optimizer_class, setting, allowed):
    (name,) = setting
    match = rf"{name}=.* is not allowed; {allowed}"
    with pytest.raises(ValueError, match=match):
        optimizer_class([theta()], **setting)
    with pytest.raises(ValueError, match=match):
        optimizer_class([{"params": [theta()], **setting}])
    point = theta()
    optimizer = optimizer_class([point])
    with pytest.raises(ValueError, match=match):
        optimizer.add_param_group({"params": [theta()], **setting})
    run(optimizer, point, 1)
    before = point.detach().clone()
    optimizer.param_groups[0].update(setting)
    with pytest.raises(ValueError, match=match):
        run(optimizer, point, 1)
    assert torch.equal(point.detach(), before)


def test_a_group_may_have_a_name_and_what_schedulers_write():
    AdamCM([{"params": [theta()], "name": "head", "initial_lr": 0.1, "max_momentum": 0.9}])


def one_cycle(optimizer, **settings):
    return OneCycleLR(optimizer, max_lr=0.1, total_steps=12, **settings)


def cyclic(optimizer, **settings):
    return CyclicLR(optimizer, base_lr=0.01, max_lr=0.1, step_size_up=3, **settings)


@pytest.mark.parametrize("schedule", [one_cycle, cyclic])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(AdamCG, torch.optim.Adam), (RMSpropCG, torch.optim.RMSprop), (SGDCG, torch.optim.SGD)],
)
def test_schedulers_that_cycle_momentum_move_it_as_torchs_own(ours, theirs, schedule):
    def passed(make, cycled, **settings):
        point = theta()
        optimizer = make([point], lr=0.1, **settings)
        return run(optimizer, point, 10, schedule(optimizer, cycle_momentum=cycled))

    cycled = passed(ours, True, strength=0)
    torch.testing.assert_close(cycled, passed(theirs, True), rtol=0, atol=1e-12)
    assert (cycled - passed(ours, False, strength=0))[-1].abs().max() > 1e-3


@pytest.mark.parametrize("schedule", [one_cycle, cyclic])
@pytest.mark.parametrize("make", [AdamCM, lambda p, **s: SAM(p, AdamCM, **s),
                                  lambda p, **s: SAM(p, torch.optim.Adam, **s)])  # fmt: skip
def test_cycled_betas_change_the_step(make, schedule):
    def passed(cycled):
        point = theta()
        optimizer = make([point], lr=0.1)
        scheduler = schedule(optimizer, cycle_momentum=cycled)
        points = run(optimizer, point, 10, scheduler)
        return points, optimizer.param_groups[0]["betas"]

    (points, betas), (still, fixed) = passed(True), passed(False)
    assert fixed == (0.9, 0.999)
    assert betas[0] != 0.9
    assert betas[1] == 0.999
    assert (points - still)[-1].abs().max() > 1e-4


def test_the_betas_of_a_group_are_those_of_the_step_also_with_a_memory():
    fresh, changed = theta(), theta()
    optimizer = AdamCM([changed], lr=0.1)
    optimizer.param_groups[0]["betas"] = (0.5, 0.9)
    expected = run(AdamCM([fresh], lr=0.1, betas=(0.5, 0.9)), fresh, 8)
    assert torch.equal(run(optimizer, changed, 8), expected)


def test_betas_in_a_list_may_be_changed_in_place():
    fresh, changed = theta(), theta()
    optimizer, twin = AdamCM([changed], betas=[0.9, 0.9]), AdamCM([fresh], betas=(0.9, 0.9))
    run(optimizer, changed, 2), run(twin, fresh, 2)
    optimizer.param_groups[0]["betas"][0] = 0.5
    twin.param_groups[0]["betas"] = (0.5, 0.9)
    assert torch.equal(run(optimizer, changed, 4), run(twin, fresh, 4))


@pytest.mark.parametrize("optimizer_class", SAMPLE)
def test_a_schedule_may_start_from_a_learning_rate_of_zero(optimizer_class):
    point = theta()
    optimizer = optimizer_class([point], lr=0.1)
    scheduler = LambdaLR(optimizer, lambda epoch: epoch / 4)
    passed = run(optimizer, point, 2, scheduler)
    assert torch.equal(passed[0], theta().detach())
    assert not torch.equal(passed[1], passed[0])


@pytest.mark.parametrize("path", [(0, 0.9), (0.9, 0), (0, 0.5, 0)])
@pytest.mark.parametrize(
    ("ours", "theirs"), [(SGDCG, torch.optim.SGD), (RMSpropCG, torch.optim.RMSprop)]
)
def test_momentum_changed_between_steps_is_torchs(ours, theirs, path):
    def passed(make, **settings):
        point = theta()
        optimizer = make([point], lr=0.1, **settings)
        for momentum in path:
            optimizer.param_groups[0]["momentum"] = momentum
            if make is torch.optim.RMSprop and optimizer.state[point]:  # it fails without
                optimizer.state[point].setdefault("momentum_buffer", torch.zeros_like(point))
            yield run(optimizer, point, 3)

    expected = torch.cat(list(passed(theirs)))
    torch.testing.assert_close(
        torch.cat(list(passed(ours, strength=0))), expected, rtol=0, atol=1e-12
    )


def test_momentum_that_ends_does_not_write_the_gradient_when_it_comes_back():
    point = theta()
    optimizer = SGDCG([point], lr=0.1, momentum=0.9, memory_start=100)
    gradients = [torch.tensor([1.0, 2.0], dtype=torch.float64) for _ in range(3)]
    for momentum, gradient in zip((0.9, 0.0, 0.9), gradients, strict=True):
        optimizer.param_groups[0]["momentum"] = momentum
        point.grad = gradient
        optimizer.step()
    assert [gradient.tolist() for gradient in gradients] == [[1, 2]] * 3


POLICIES = ["priority", "fifo", "random", "ema"]


@pytest.mark.parametrize("before", POLICIES)
@pytest.mark.parametrize("after", POLICIES)
@pytest.mark.parametrize("optimizer_class", SAMPLE)
def test_a_policy_may_change_between_steps(optimizer_class, before, after):
    model = network()
    optimizer = optimizer_class(model.parameters(), lr=0.01, capacity=3, policy=before)
    train(model, optimizer, 5)
    optimizer.param_groups[0]["policy"] = after
    train(model, optimizer, 5, seed=2)
    slots = {"memory_items", "memory_priorities", "memory_births", "memory_held"}
    names = {"random": slots | {"memory_draw"}, "ema": {"memory_average"}}.get(after, slots)
    for stored in optimizer.state.values():
        assert {name for name in stored if name.startswith("memory")} == names
    assert parameters(model).isfinite().all()


def stepped(policy, capacity, norms):
    """One number stepped along gradients of these sizes, and its optimizer."""
    point = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = SGDCG([point], lr=1.0, capacity=capacity, decay=1, policy=policy)
    for norm in norms:
        step(optimizer, point, norm)
    return optimizer, point


def step(optimizer, point, gradient):
    """How far one gradient moves the point downhill."""
    before = point.item()
    point.grad = torch.full_like(point, gradient)
    optimizer.step()
    return before - point.item()


def test_the_running_mean_starts_from_the_mean_of_the_slots():
    optimizer, point = stepped("priority", 3, [1.0, 2.0, 6.0])
    optimizer.param_groups[0]["policy"] = "ema"
    assert step(optimizer, point, 10.0) == pytest.approx(10 + 3)
    keep = 1 - 1 / 3
    average = keep * 3 * (1 - keep**3) + (1 - keep) * 10
    assert step(optimizer, point, 0.0) == pytest.approx(average / (1 - keep**4))


def test_the_running_mean_stays_when_its_capacity_changes():
    optimizer, point = stepped("ema", 4, [1.0, 2.0, 6.0])
    keep = 1 - 1 / 4
    mean = (1 - keep) * (keep**2 * 1 + keep * 2 + 6) / (1 - keep**3)
    optimizer.param_groups[0]["capacity"] = 2
    assert step(optimizer, point, 0.0) == pytest.approx(mean)


def test_slots_after_the_running_mean_are_empty():
    optimizer, point = stepped("ema", 3, [1.0, 2.0])
    optimizer.param_groups[0]["policy"] = "fifo"
    assert step(optimizer, point, 5.0) == 5.0
    assert step(optimizer, point, 0.0) == 5.0


@pytest.mark.parametrize(
    ("policy", "capacity", "mean"),
    [("priority", 2, (4 + 3) / 2), ("fifo", 2, (2 + 3) / 2), ("priority", 0, 0),
     ("priority", 1, 4), ("fifo", 1, 3), ("priority", 4, (4 + 2 + 3) / 3)],
)  # fmt: skip
def test_a_smaller_memory_keeps_what_it_would_give_up_last(policy, capacity, mean):
    optimizer, point = stepped(policy, 3, [4.0, 2.0, 3.0])
    optimizer.param_groups[0]["capacity"] = capacity
    assert step(optimizer, point, 0.5) == pytest.approx(0.5 + mean)
    assert len(optimizer.state[point]["memory_births"]) == max(1, capacity)


def test_a_memory_without_slots_may_get_one_and_a_larger_one_fills():
    optimizer, point = stepped("priority", 0, [4.0])
    optimizer.param_groups[0]["capacity"] = 1
    assert step(optimizer, point, 2.0) == 2
    assert step(optimizer, point, 1.0) == 1 + 2
    optimizer.param_groups[0]["capacity"] = 2
    assert step(optimizer, point, 1.0) == 1 + 2
    assert step(optimizer, point, 0.0) == (1 + 2) / 2


def test_a_parameter_without_a_gradient_when_the_group_changes_is_changed_too():
    point, other = theta(), theta()
    optimizer = SGDCG([point, other], lr=0.1)
    point.grad, other.grad = torch.ones_like(point), torch.ones_like(other)
    optimizer.step()
    optimizer.param_groups[0].update(momentum=0.9, policy="random")
    other.grad = None
    optimizer.step()
    other.grad = torch.ones_like(other)
    optimizer.step()
    assert optimizer.state[other]["first_moment"].isfinite().all()


def test_a_capacity_edited_while_loading_is_the_one_of_the_memory():
    model, other = network(), network()
    optimizer = AdamCM(model.parameters(), capacity=4)
    train(model, optimizer, 6)
    saved = optimizer.state_dict()
    saved["param_groups"][0]["capacity"] = 2
    resumed = AdamCM(other.parameters())
    resumed.load_state_dict(saved)
    train(other, resumed, 2)
    assert all(len(stored["memory_births"]) == 2 for stored in resumed.state.values())
