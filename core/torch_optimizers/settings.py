"""The settings of a parameter group: torch's names, what they may be and the names of the rules.

A group and `Optimizer.defaults` hold `betas` and `alpha` as every torch optimizer does, so that
schedulers find them; the rules of `core.stepping` know them as β₁, β₂ and the smoothing γ.
Numbers may be Python's, NumPy's or tensors of one entry, as torch takes them.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from core.experiment.methods import HYPERPARAMETERS

MEMORY = ("capacity", "decay", "strength", "policy", "memory_start", "memory_stop",
          "aggr", "synced", "buffer_dtype")  # fmt: skip
# Settings that states of 0.1 do not have, and what that means.
OPTIONS: dict[str, Any] = {"aggr": "sum", "synced": True, "buffer_dtype": None, "maximize": False}
DEFAULTS: dict[str, Any] = {
    **{name: HYPERPARAMETERS[name].default for name in MEMORY if name in HYPERPARAMETERS},
    **OPTIONS,
}

_TABLE_ONLY = frozenset(("beta1", "beta2", "smoothing", "rho"))

# How torch is to compute its own optimizers: without a meaning here, so that any answer will do.
_KERNELS = ("foreach", "fused")
# Promises about a step that this one does not keep.
_PROMISES = ("capturable", "differentiable")
FLAGS = (*_KERNELS, *_PROMISES)


class _Range(NamedTuple):
    """What a setting may be, in words and as a test."""

    allowed: str
    accepts: Callable[[Any], bool]


def _number(low: float, words: str) -> _Range:
    def accepts(value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return low <= value and math.isfinite(value)

    return _Range(words, accepts)


def _row(name: str) -> _Range:
    row = HYPERPARAMETERS[name]
    return _Range(row.allowed, row.accepts)


_SWITCH = _Range("True or False", lambda value: isinstance(value, bool))
_OFF = _Range("False or None: the step does not promise it", lambda value: not value)
_ANY = _Range("True, False or None", lambda value: value is None or isinstance(value, bool))
_POSITIVE = _number(0, "a number in [0, ∞)")
_FLOATS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)

RANGES: dict[str, _Range] = {
    **{name: _row(name) for name in HYPERPARAMETERS if name not in _TABLE_ONLY},
    "lr": _POSITIVE,
    "betas": _Range(
        f"two of {HYPERPARAMETERS['beta1'].allowed}",
        lambda pair: (
            isinstance(pair, tuple)
            and len(pair) == 2
            and all(HYPERPARAMETERS["beta1"].accepts(beta) for beta in pair)
        ),
    ),
    "alpha": _row("smoothing"),
    "eps": _POSITIVE,
    "dampening": _number(-math.inf, "a finite number"),
    "weight_decay": _POSITIVE,
    "nesterov": _SWITCH,
    "amsgrad": _SWITCH,
    "centered": _SWITCH,
    "decoupled_weight_decay": _SWITCH,
    "maximize": _ANY,
    "aggr": _Range("one of sum, mean, mid", lambda value: value in ("sum", "mean", "mid")),
    "synced": _SWITCH,
    "buffer_dtype": _Range(
        "None or a floating type of torch", lambda value: value is None or value in _FLOATS
    ),
    **dict.fromkeys(_KERNELS, _ANY),
    **dict.fromkeys(_PROMISES, _OFF),
}


RULED = frozenset(RANGES) - frozenset(FLAGS)


def plain(name: str, value: Any) -> Any:
    """A setting as a number, word or pair of Python; a tensor stays one where a look would wait."""
    if name == "betas":
        return _pair(value)
    if isinstance(value, Tensor):
        if value.numel() != 1:
            return value
        here = value.device.type == "cpu" and not torch.compiler.is_compiling()
        if here:
            return value.item()
        return value if value.ndim == 0 else value.reshape(())
    if getattr(value, "size", None) == 1 and hasattr(value, "item"):
        return value.item()  # NumPy's numbers and arrays of one
    if isinstance(value, tuple | list) and len(value) == 1 and name != "params":
        return plain(name, value[0])
    return value


def _pair(value: Any) -> Any:
    if isinstance(value, Tensor) and value.ndim == 1:
        value = value.unbind()
    elif hasattr(value, "tolist") and not isinstance(value, Tensor):
        value = value.tolist()
    if not isinstance(value, Sequence) or isinstance(value, str):
        return value
    return tuple(plain("beta", beta) for beta in value)


def refuse_unknown(names: Iterable[str], known: Sequence[str], where: str) -> None:
    """Raise TypeError where a name is not a known one, with those there are."""
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise TypeError(
            f"unknown settings {', '.join(unknown)}{where}; there are {', '.join(known)}"
        )


def misspelt(names: Iterable[str], known: Sequence[str]) -> list[str]:
    """Of a group's keys those that are meant as settings and are none of the known ones.

    A group may carry keys for others (schedulers, one's own), as in torch. But a name that only
    the table of methods has, or a slip of the pen, would be passed over in silence.
    """

    def slip(name: str) -> bool:
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
        return bool(close) and len(name) > 4 and abs(len(name) - len(close[0])) <= 2

    return [name for name in names if name not in known and (name in _TABLE_ONLY or slip(name))]


def check(settings: Mapping[str, Any], where: str = "") -> None:
    """Raise ValueError where a setting, as `plain` gives it, is out of its range.

    A number that lies on a device is taken as it is: a look at it would wait for the device.
    """
    for name, value in settings.items():
        if not _unseen(value) and not RANGES[name].accepts(value):
            raise ValueError(f"{name}={value!r}{where} is not allowed; {RANGES[name].allowed}")


def _unseen(value: Any) -> bool:
    """Whether a setting is a number on a device, or a pair with one."""
    if isinstance(value, tuple):
        return any(_unseen(one) for one in value)
    return isinstance(value, Tensor) and value.numel() == 1


def hyperparameters(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings under the names of the rules."""
    named: dict[str, Any] = {
        name: value
        for name, value in settings.items()
        if isinstance(value, int | float | str | Tensor) and name != "aggr"
    }
    if "betas" in settings:
        named["beta1"], named["beta2"] = settings["betas"]
    if "alpha" in settings:
        named["smoothing"] = settings["alpha"]
    return named
