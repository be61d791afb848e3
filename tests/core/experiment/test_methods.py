"""The table of methods: which rows there are, how they are reached, when a memory is used."""

import pytest
import torch

from core.experiment.experiment import MethodSpec
from core.experiment.methods import BASES, METHODS, in_use


def test_another_memory_sam_or_base_leads_to_the_row_of_that_name():
    row = METHODS["adam+cm"]
    assert row.with_sam(True).name == "adam+cm+sam" and row.with_sam(False) is row
    assert row.with_memory("cg").name == "adam+cg" and row.with_memory(None).name == "adam"
    assert row.with_sam(True).with_base("sgdm").name == "sgdm+cm+sam"


def test_where_there_is_no_momentum_there_are_no_critical_momenta():
    assert METHODS["sgd+sam"].with_memory("cm") is None
    assert METHODS["adam+cm+sam"].with_base("sgd").name == "sgd+cg+sam"
    assert METHODS["adam"].with_base("rmsprop").name == "rmsprop"


@pytest.mark.parametrize("name", METHODS)
def test_every_row_leads_to_every_other_and_back(name):
    row = METHODS[name]
    for memory in (None, "cg", "cm"):
        other = row.with_memory(memory)
        if other is not None:
            assert (other.base, other.memory, other.sam) == (row.base, memory, row.sam)
            assert METHODS[other.name] is other and other.with_memory(row.memory) is row
    for base in BASES:
        there = row.with_base(base)
        assert there.base is BASES[base] and there.sam == row.sam
        assert (there.memory is None) == (row.memory is None)
    assert row.with_sam(not row.sam).with_sam(row.sam) is row


@pytest.mark.parametrize(
    ("start", "stop", "used"),
    [(0, 0, [1, 2, 3, 4, 5]), (2, 0, [3, 4, 5]), (0, 3, [1, 2, 3]), (2, 3, [3]), (3, 3, [])],
)
def test_a_memory_is_used_after_its_first_step_and_up_to_its_last(start, stop, used):
    spec = MethodSpec.create("adam+cm", {"memory_start": start, "memory_stop": stop})
    assert [step for step in range(1, 6) if spec.uses_memory(step)] == used
    assert not any(spec.with_method("adam").uses_memory(step) for step in range(1, 6))
    starts, stops = torch.tensor([float(start), 0.0]), torch.tensor([float(stop), 1.0])
    for step in range(1, 6):
        assert in_use(starts, stops, step).tolist() == [step in used, step == 1]
