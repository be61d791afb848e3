"""What torch's own optimizers take is taken; entries and keys of one's own are left alone."""

import copy
import pickle
import runpy
from pathlib import Path

import numpy as np
import pytest
import torch

from core import torch_optimizers
from core.experiment.methods import HYPERPARAMETERS, Hyperparameter
from core.torch_optimizers import SAM, SGDCG, SGDCM, AdamCG, AdamCM, RMSpropCG
from core.torch_optimizers import settings as torch_settings
from core.torch_optimizers.memory_optimizer import MemoryOptimizer
from tests.core.networks import network, parameters, train

CLASSES = [
    each
    for each in map(vars(torch_optimizers).get, torch_optimizers.__all__)
    if issubclass(each, MemoryOptimizer)
]


def theta(dtype=torch.float64):
    return torch.nn.Parameter(torch.tensor([1.0, -2.0], dtype=dtype))


def step(optimizer, point, *gradients):
    for gradient in gradients:
        point.grad = torch.as_tensor(gradient, dtype=point.dtype).expand_as(point).clone()
        optimizer.step()


@pytest.mark.parametrize("optimizer_class", CLASSES)
def test_keys_of_ones_own_in_a_group_are_kept_and_ignored(optimizer_class):
    own = {"lr_scale": 0.5, "group_name": "head", "no_weight_decay": True, "foreach": None}
    plain, other = theta(), theta()
    optimizer = optimizer_class([{"params": [plain], **own}], lr=0.1)
    twin = optimizer_class([other], lr=0.1)
    step(optimizer, plain, 1.0, 2.0)
    step(twin, other, 1.0, 2.0)
    assert torch.equal(plain, other)
    assert own.items() <= optimizer.param_groups[0].items()
    twin.load_state_dict(optimizer.state_dict())
    assert own.items() <= twin.param_groups[0].items()


@pytest.mark.parametrize("optimizer_class", CLASSES)
@pytest.mark.parametrize(
    "settings",
    [{"lr": 0}, {"lr": 500.0}, {"maximize": False}, {"foreach": None}, {"foreach": True},
     {"fused": False}, {"fused": None}, {"capturable": False}, {"capturable": None},
     {"differentiable": False}],
)  # fmt: skip
def test_what_torchs_adam_takes_is_taken(optimizer_class, settings):
    torch.optim.Adam([theta()], **settings)
    point = theta()
    optimizer = optimizer_class([point], **settings)
    step(optimizer, point, 1.0)
    assert (settings.get("lr") == 0) == (point.tolist() == [1, -2])


@pytest.mark.parametrize("name", ["capturable", "differentiable"])
def test_a_promise_that_is_not_kept_is_refused(name):
    with pytest.raises(ValueError, match=f"{name}=True is not allowed; False or None"):
        AdamCM([theta()], **{name: True})


def test_no_epsilon_is_needed():
    point, twin = theta(), theta()
    step(AdamCG([point], lr=0.1, eps=0, strength=0), point, 1.0, 3.0)
    step(torch.optim.Adam([twin], lr=0.1, eps=0), twin, 1.0, 3.0)
    torch.testing.assert_close(point, twin, rtol=0, atol=1e-12)


FORMS = [float, np.float64, np.array, torch.tensor, lambda x: torch.tensor([x]), lambda x: (x,)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("optimizer_class", [AdamCM, SGDCG, RMSpropCG])
def test_a_number_may_be_numpys_or_a_tensor_from_the_start_or_later(optimizer_class, later, form):
    settings = {"lr": 0.25, "weight_decay": 0.125, "decay": 0.5}
    expected, point = theta(), theta()
    step(optimizer_class([expected], **settings), expected, 1.0, 3.0, 2.0)
    given = {name: form(value) for name, value in settings.items()}
    optimizer = optimizer_class([point], **({} if later else given))
    optimizer.param_groups[0].update(given)
    step(optimizer, point, 1.0, 3.0, 2.0)
    assert torch.equal(point, expected)


@pytest.mark.parametrize(
    "betas", [[0.5, 0.75], np.array([0.5, 0.75]), torch.tensor([0.5, 0.75]),
              (np.float64(0.5), torch.tensor(0.75))],
)  # fmt: skip
def test_betas_may_be_any_pair(betas):
    expected, point = theta(), theta()
    step(AdamCM([expected], betas=(0.5, 0.75)), expected, 1.0, 3.0)
    step(AdamCM([point], betas=betas), point, 1.0, 3.0)
    assert torch.equal(point, expected)


def test_a_learning_rate_in_a_tensor_may_be_changed_in_place():
    expected, point = theta(), theta()
    rate = torch.tensor(0.25)
    optimizer, twin = AdamCM([point], lr=rate), AdamCM([expected], lr=0.25)
    step(optimizer, point, 1.0), step(twin, expected, 1.0)
    rate.fill_(0.5)
    twin.param_groups[0]["lr"] = 0.5
    step(optimizer, point, 1.0), step(twin, expected, 1.0)
    assert torch.equal(point, expected)


def test_nesterov_without_a_momentum_is_refused():
    with pytest.raises(ValueError, match="nesterov=True is not allowed with momentum=0"):
        SGDCG([theta()], nesterov=True)
    with pytest.raises(ValueError, match=r"nesterov=True .* dampening=0.5; it needs"):
        SGDCM([{"params": [theta()], "dampening": 0.5}], nesterov=True)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda pair: pickle.loads(pickle.dumps(pair))])
@pytest.mark.parametrize("make", [AdamCM, lambda p: SAM(p, SGDCM)])
def test_entries_of_ones_own_in_the_state_survive(make, copied, tmp_path):
    model = network()
    optimizer = make(model.parameters())
    train(model, optimizer, 3)
    first = next(model.parameters())
    own = {"average": torch.ones(2, dtype=torch.float16), "note": "mine", "pair": [1, 2]}
    optimizer.state["epoch"] = 7
    optimizer.state[first].update(own)
    twin, resumed = copied((model, optimizer))
    loaded = make(twin.parameters())
    torch.save(optimizer.state_dict(), tmp_path / "o.pt")
    loaded.load_state_dict(torch.load(tmp_path / "o.pt"))
    for other in (resumed, loaded):
        assert other.state["epoch"] == 7
        kept = other.state[next(twin.parameters())]
        assert kept["average"].dtype == torch.float16
        assert torch.equal(kept["average"], own["average"])
        assert (kept["note"], kept["pair"]) == ("mine", [1, 2])
    optimizer.param_groups[0]["capacity"] = resumed.param_groups[0]["capacity"] = 2
    train(model, optimizer, 3, seed=2)
    train(twin, resumed, 3, seed=2)
    assert torch.equal(parameters(model), parameters(twin))
    assert optimizer.state[first]["note"] == "mine"


def test_one_spike_in_one_parameter_freezes_no_slot_of_any():
    spiked, other = theta(torch.float32), theta(torch.float32)
    optimizer = SGDCG([spiked, other], lr=1e-30, capacity=2, decay=0.1)
    for t in range(60):
        spiked.grad = torch.tensor([3e19 if t == 2 else 1.0, 0.0])
        other.grad = torch.ones_like(other)
        optimizer.step()
        assert optimizer.state[other]["memory_priorities"].max() < torch.inf
    assert (optimizer.state[other]["memory_births"] > 50).all()


@pytest.mark.parametrize("policy", ["priority", "fifo", "random"])
@pytest.mark.parametrize("entry", [torch.inf, torch.nan])
def test_a_gradient_that_is_not_finite_is_not_remembered(policy, entry):
    point = theta()
    optimizer = SGDCG([point], capacity=2, policy=policy)
    step(optimizer, point, 1.0, 2.0, 3.0)
    before = copy.deepcopy(optimizer.state[point])
    step(optimizer, point, entry)
    assert torch.equal(optimizer.state[point]["memory_births"], before["memory_births"])
    assert torch.equal(optimizer.state[point]["memory_items"], before["memory_items"])
    assert optimizer.decisions == (3, 1)


def test_a_parameter_that_misses_a_step_keeps_its_own_memory():
    always, sometimes = theta(), theta()
    optimizer = SGDCG([always, sometimes], capacity=3, decay=0.5)
    for gradient in (1.0, None, 1.0, 1.0):
        always.grad = torch.ones_like(always)
        sometimes.grad = None if gradient is None else torch.ones_like(sometimes)
        optimizer.step()
    assert optimizer.state[always]["memory_births"].tolist() == [3, 1, 2]
    assert optimizer.state[sometimes]["memory_births"].tolist() == [0, 1, 2]
    assert optimizer.state[sometimes]["memory_priorities"].tolist() == pytest.approx(
        [2 * 0.125, 2 * 0.25, 2 * 0.5]
    )


@pytest.mark.parametrize(
    ("aggr", "expected"),
    [("sum", 5 + 2 * (1 + 2) / 2), ("mid", (5 + 2 * (1 + 2) / 2) / 2), ("mean", (5 + 2 * 3) / 3)],
)
def test_ways_of_the_authors_to_join_gradient_and_memory(aggr, expected):
    point = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = SGDCG([point], lr=1.0, strength=2, aggr=aggr)
    step(optimizer, point, 1.0, 2.0)
    before = point.item()
    step(optimizer, point, 5.0)
    assert before - point.item() == pytest.approx(expected)


def test_unsynced_parameters_decide_by_their_own_norms():
    a, b = theta(), theta()
    optimizer = SGDCG([a, b], capacity=1, decay=1, synced=False)
    for sizes in ((1.0, 2.0), (3.0, 1.0)):
        for point, size in zip((a, b), sizes, strict=True):
            point.grad = torch.full_like(point, size)
        optimizer.step()
    assert optimizer.state[a]["memory_births"].tolist() == [1]
    assert optimizer.state[b]["memory_births"].tolist() == [0]
    assert optimizer.decisions == (3, 1)


def test_items_may_be_kept_in_fewer_bits_also_through_a_checkpoint():
    point, other = theta(torch.float32), theta(torch.float32)
    optimizer = SGDCG([point], lr=1.0, buffer_dtype=torch.bfloat16)
    step(optimizer, point, 1 / 3)
    assert optimizer.state[point]["memory_items"].dtype == torch.bfloat16
    resumed = SGDCG([other], lr=1.0)
    resumed.load_state_dict(optimizer.state_dict())
    assert resumed.state[other]["memory_items"].dtype == torch.bfloat16
    before = other[0].item()
    step(resumed, other, 0.0)
    kept = torch.tensor(1 / 3).bfloat16().item()
    assert before - other[0].item() == pytest.approx(kept, rel=1e-6)


def test_a_shard_ranks_by_the_norm_that_it_is_told():
    point, other = theta(), theta()
    step_told, made_told = SGDCG([point], decay=1), SGDCG([other], decay=1, norm=lambda g: 7.0)
    point.grad, other.grad = torch.ones_like(point), torch.ones_like(other)
    step_told.step(norm=7.0)
    made_told.step()
    for optimizer, leaf in ((step_told, point), (made_told, other)):
        assert optimizer.state[leaf]["memory_priorities"][0].item() == 7.0


def test_the_sum_of_the_items_does_not_drift():
    point = theta(torch.float32)
    optimizer = SGDCG([point], lr=1e-30, capacity=4)
    generator = torch.Generator().manual_seed(0)
    for t in range(200):
        step(optimizer, point, torch.randn(2, generator=generator) * (1e6 if t == 100 else 1))
    stored = optimizer.state[point]
    torch.testing.assert_close(stored["sum_of_items"], stored["memory_items"].sum(0))


def test_items_edited_while_loading_are_those_of_the_mean():
    point, other = theta(), theta()
    optimizer, resumed = SGDCG([point], lr=1.0), SGDCG([other], lr=1.0)
    step(optimizer, point, 1.0, 2.0, 3.0)

    def clear(loaded):
        loaded.state[other]["memory_items"].zero_()

    resumed.register_load_state_dict_post_hook(clear)
    resumed.load_state_dict(optimizer.state_dict())
    before = other.detach().clone()
    step(resumed, other, 5.0)
    torch.testing.assert_close(before - other, torch.full_like(before, 5.0))


@pytest.mark.parametrize(
    ("make", "remembered"), [(SGDCG, 1 + 0.5 * 2), (RMSpropCG, 1), (SGDCM, 1 + 0.5 * 2)]
)
def test_a_weight_decay_is_remembered_where_the_authors_remember_it(make, remembered):
    point = torch.nn.Parameter(torch.full((1,), 2.0, dtype=torch.float64))
    optimizer = make([point], weight_decay=0.5, decay=1)
    step(optimizer, point, 1.0)
    assert optimizer.state[point]["memory_items"][0].item() == pytest.approx(remembered)
    assert optimizer.state[point]["memory_priorities"][0].item() == 1


def test_every_class_is_in_the_readmes_table():
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| class |")[2].partition("\n\n")[0]
    assert len(CLASSES) >= 8
    assert [each.__name__ for each in CLASSES if f"`{each.__name__}`" not in table] == []


def test_a_setting_by_the_name_of_a_new_hyperparameter_has_its_range(monkeypatch):
    row = Hyperparameter("warmth", "h", "Warmth", 0.5, 0, 2)
    monkeypatch.setitem(HYPERPARAMETERS, row.name, row)
    check = runpy.run_path(torch_settings.__file__)["check"]
    check({"warmth": 2.0})
    with pytest.raises(ValueError, match=r"warmth=2.5 is not allowed; a number in \[0, 2\]"):
        check({"warmth": 2.5})
