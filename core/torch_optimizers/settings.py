"""The settings of a parameter group: torch's names, their ranges and the names of the rules.

A group and `Optimizer.defaults` hold `betas` and `alpha` as every torch optimizer does, so that
schedulers find them; the rules of `core.stepping.rules` know them as β₁, β₂ and the smoothing γ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.experiment.methods import HYPERPARAMETERS, Value

MEMORY = ("capacity", "decay", "strength", "policy", "memory_start", "memory_stop")
PLAIN = ("lr", "eps", "weight_decay", "momentum", *MEMORY)
SETTINGS = ("betas", "alpha", *PLAIN)

# What torch, its schedulers and weight averaging write into a group, and a name for one's own use.
BOOKKEEPING = frozenset(
    ("params", "param_names", "name", "initial_lr", "max_lr", "min_lr", "swa_lr",
     "base_momentum", "max_momentum")
)  # fmt: skip


def refuse_unknown(names: Iterable[str], known: Iterable[str], where: str) -> None:
    """Raise TypeError where a name is not a known one, with those there are."""
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise TypeError(
            f"unknown settings {', '.join(unknown)}{where}; there are {', '.join(known)}"
        )


def check(settings: Mapping[str, Any], where: str = "", *, scheduled: bool = False) -> None:
    """Raise ValueError where a setting is out of its range (`core.experiment.methods`).

    A `scheduled` learning rate may be 0: warm-ups start and cosines end there.
    """
    for name, value in settings.items():
        if scheduled and name == "lr" and value == 0:
            continue
        allowed = _allowed(name, value)
        if allowed:
            raise ValueError(f"{name}={value!r}{where} is not allowed; {allowed}")


def _allowed(name: str, value: Any) -> str | None:
    """The range in words of a value that is out of it."""
    if name == "betas":
        row = HYPERPARAMETERS["beta1"]
        pair = isinstance(value, tuple | list) and len(value) == 2
        if pair and all(row.accepts(beta) for beta in value):
            return None
        return f"two of {row.allowed}"
    row = HYPERPARAMETERS["smoothing" if name == "alpha" else name]
    return None if row.accepts(value) else row.allowed


def hyperparameters(settings: Mapping[str, Any]) -> dict[str, Value]:
    """The settings under the names of the rules."""
    named: dict[str, Value] = {name: settings[name] for name in PLAIN if name in settings}
    if "betas" in settings:
        named["beta1"], named["beta2"] = settings["betas"]
    if "alpha" in settings:
        named["smoothing"] = settings["alpha"]
    return named
