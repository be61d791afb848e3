"""The one number that couples parameters has no overflow on its way."""

import math

import pytest
import torch

from core.stepping.norms import global_norm, row_norm


def leaves(scale, dtype):
    return [torch.tensor(values, dtype=dtype) * scale for values in ([3.0, 0.0], [[4.0]])]


@pytest.mark.parametrize(
    ("dtype", "scale"),
    [(torch.float32, 3e19), (torch.float32, 4e37), (torch.float32, 1e-30), (torch.float64, 1e300),
     (torch.float64, 1e-300), (torch.bfloat16, 2.0**100), (torch.float16, 8192.0),
     (torch.complex64, 3e19), (torch.float32, 1.0)],
)  # fmt: skip
def test_a_norm_that_can_be_told_is_told(dtype, scale):
    assert global_norm(leaves(scale, dtype)).item() == pytest.approx(5 * scale, rel=1e-6, abs=0)


def test_numbers_of_other_types_and_kinds_count_alike():
    mixed = [torch.tensor([3.0], dtype=torch.float64), torch.tensor([4j], dtype=torch.complex64),
             torch.tensor([12.0], dtype=torch.bfloat16)]  # fmt: skip
    assert global_norm(mixed).item() == pytest.approx(13, rel=1e-6)


@pytest.mark.parametrize(
    ("entry", "norm"), [(torch.inf, torch.inf), (torch.nan, torch.nan), (0, 0)]
)
def test_what_is_not_finite_or_nothing_stays_so(entry, norm):
    found = global_norm([torch.tensor([0.0, entry])]).item()
    assert found == norm or (math.isnan(found) and math.isnan(norm))


def test_a_rows_norm_overflows_only_where_it_cannot_be_told():
    """Among usual ones, which keep every digit, and some that are not finite."""
    usual = torch.randn(5, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    odd = [[3e200, 4e200], [-1e308, 0.0], [math.inf, 1.0], [1.0, -math.inf], [math.nan, 1e200],
           [0.0, 0.0], [1e308, 1.7e308]]  # fmt: skip
    found = row_norm(torch.cat([usual, torch.tensor(odd, dtype=torch.float64)]))
    assert found[:5].tolist() == torch.linalg.vector_norm(usual, dim=-1).tolist()
    assert found[5:9].tolist() == [pytest.approx(5e200), 1e308, math.inf, math.inf]
    assert math.isnan(found[9]) and found[10:].tolist() == [0.0, math.inf]
    assert row_norm(torch.tensor([[[3e30, 4e30]]], dtype=torch.float32)).tolist() == [
        [pytest.approx(5e30, rel=1e-6)]
    ]
