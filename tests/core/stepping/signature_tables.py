"""Makes `resources/optimizers/*.json` from the signatures of the installed packages.

    python -m tests.core.stepping.signature_tables

writes them anew. Names and defaults are the signatures'; the ends of a range are found by asking
the class, which refuses what it cannot take, and where it takes everything by what the name means.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import json
import math
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch.optim import Optimizer

MODULES = {"torch": "torch.optim", "pytorch_optimizer": "pytorch_optimizer.optimizer"}
LONGEST = 20
FOLDER = Path(__file__).parents[3] / "resources" / "optimizers"
# How it is computed, not what; and a race goes down.
_LEFT_OUT = {
    "self", "params", "foreach", "fused", "capturable", "differentiable", "maximize", "kwargs",
}  # fmt: skip
_WORDS = {
    "line_search_fn": ["strong_wolfe"],
    "adjust_lr_fn": ["original", "match_rms_adamw"],
}
# Symbol, title and description of what is no word of its own.
_CALLED = {
    "lr": ("α", "Learning rate", "length of a step"),
    "beta1": ("β₁", "β₁", "how much of the first moment a step keeps"),
    "beta2": ("β₂", "β₂", "how much of the second moment a step keeps"),
    "eps": ("ε", "ε", "keeps the division finite"),
    "weight_decay": ("w", "Weight decay w", "shrinkage of the parameters"),
    "momentum": ("μ", "Momentum μ", "how much of the momentum buffer a step keeps"),
    "lr_decay": ("lr_decay", "Decay of α", ""),
    "momentum_decay": ("momentum_decay", "Decay of β₁", ""),
    "decoupled_weight_decay": ("decoupled", "Decoupled w", "weight decay as AdamW's"),
    "initial_accumulator_value": ("initial", "First sum", "what the sum of squares begins with"),
    "line_search_fn": ("search", "Line search", ""),
    "adjust_lr_fn": ("adjusted", "α adjusted", "to the matrix's size"),
}
# Where the class takes whatever it is given; a name alone tells what it is for.
_HIGHS = {
    "momentum": 1, "dampening": 1, "rho": 1, "alpha": 1, "lambd": 1, "weight_decay": 1,
    "eps": 1, "eps1": 1, "eps2": 1, "tolerance_grad": 1, "tolerance_change": 1, "lr_decay": 1,
    "momentum_decay": 1, "t0": 1e9, "history_size": 1000, "max_iter": 1000, "max_eval": 10000,
    "ns_steps": 99,
}  # fmt: skip
_LEAST = {"history_size": 1, "max_iter": 1, "ns_steps": 1, "max_eval": 0}
_LOGARITHMIC = {"lr", "eps", "eps1", "eps2", "tolerance_grad", "tolerance_change", "t0"}
_MARKS = {
    "Adafactor": ["coupled"],  # divides by the mean over a whole parameter
    "Muon": ["coupled", "matrix"],  # orthogonalises
    "LBFGS": ["coupled", "closure"],
}
_DESCRIPTIONS = {
    "Adafactor": "second moments, clipped by their mean",
    "Adadelta": "steps as long as the running mean of steps",
    "Adagrad": "gradient over the root of the sum of squares",
    "Adam": "momentum over the root of the second moment",
    "Adamax": "momentum over the largest recent gradient",
    "AdamW": "Adam with decoupled weight decay",
    "ASGD": "gradient descent with a decaying rate; its average is not shown",
    "LBFGS": "quasi-Newton; a step asks for many gradients",
    "Muon": "orthogonalised momentum; a point is a matrix of one row",
    "NAdam": "Adam that looks ahead",
    "RAdam": "Adam with a rectified first phase",
    "RMSprop": "gradient over the root of its mean square",
    "Rprop": "the gradient's sign; lr is the first step's length, so its schedule does nothing",
    "SGD": "gradient descent, with momentum where it is asked for",
}
_REFUSED = {"SparseAdam": "it takes sparse gradients only, and those of a landscape are dense"}


def registry(package: str) -> dict[str, type[Optimizer]]:
    """The optimizers of a package's own list."""
    module: Any = importlib.import_module(MODULES[package])
    listed = getattr(module, "OPTIMIZERS", None) or vars(module)
    return {
        kind.__name__: kind
        for kind in listed.values()
        if isinstance(kind, type) and issubclass(kind, Optimizer) and kind is not Optimizer
    }


def made(package: str) -> dict[str, Any]:
    """The table of an installed package, as it is shipped."""
    optimizers, refused = {}, {}
    for name, kind in sorted(registry(package).items(), key=lambda item: item[0].lower()):
        if package == "torch":
            marks, reason = _MARKS.get(name, []), _REFUSED.get(name, "")
        else:
            marks, reason = _tried(kind)
        if reason:
            refused[name] = reason
            continue
        optimizers[name] = {
            "description": _DESCRIPTIONS[name] if package == "torch" else _first_line(kind),
            "marks": marks,
            "arguments": list(_arguments(kind, "matrix" in marks)),
        }
    version = importlib.metadata.version(package).partition("+")[0]
    return {"package": package, "version": version, "optimizers": optimizers, "refused": refused}


def _tried(kind: type[Optimizer]) -> tuple[list[str], str]:
    """What a race has to know of a class, and why it cannot be raced if it cannot: from steps on a
    point of two numbers."""
    reason = ""
    for marks in (["coupled"], ["coupled", "closure"], ["coupled", "matrix"]):
        drawn = torch.get_rng_state(), random.getstate()
        try:
            point = _walk(kind, marks)
        except Exception as error:
            reason = reason or _reason(error)
            continue
        same = torch.equal(drawn[0], torch.get_rng_state()) and drawn[1] == random.getstate()
        if not same:
            return [], "it draws random numbers of its own, so that no run is like another"
        if torch.isfinite(point).all() and not torch.equal(point.flatten(), _START):
            return marks, ""
        reason = reason or "it does not move a point of two numbers"
    return [], reason


def _first_line(kind: type[Optimizer]) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0].strip().rstrip(".")


def _reason(error: Exception) -> str:
    said = str(error)
    if "required positional argument" in said:
        return "it cannot be made without an argument of its own"
    if "require grad" in said or "create_graph" in said:
        return "it asks for second derivatives, which a race does not give"
    if "parameters'" in said:
        return "it takes a network, and a race has points"
    return "it cannot step a plain point"


_START = torch.tensor([0.7, -0.4], dtype=torch.float64)


def _walk(kind: Any, marks: list[str]) -> torch.Tensor:
    """Where 60 steps lead on a bowl."""
    point = _START[None].clone() if "matrix" in marks else _START.clone()
    optimizer = kind([point.requires_grad_()])

    def evaluated() -> float:
        point.grad = 4 * point**3 + torch.tensor([1.0, 20.0], dtype=torch.float64) * point
        return float((point**4).sum())

    with torch.no_grad():
        for _ in range(60):
            evaluated()
            optimizer.step(*[evaluated] * ("closure" in marks))
    return point.detach()


def _arguments(kind: type[Optimizer], matrix: bool) -> Iterator[dict[str, Any]]:
    for name, parameter in inspect.signature(kind, eval_str=False).parameters.items():
        default, annotation = parameter.default, str(parameter.annotation)
        if name in _LEFT_OUT or not _can_be_told(name, default, annotation):
            continue

        def takes(value: Any, name: str = name) -> bool:
            point = torch.zeros(1, 2) if matrix else torch.zeros(2)
            try:
                kind([torch.nn.Parameter(point)], **{name: value})
            except Exception:  # whatever a class makes of what it does not take
                return False
            return True

        if isinstance(default, tuple):
            stem = name if name == "eps" else name.removesuffix("s")
            parts = [
                _number(f"{stem}{place + 1}", value, takes=_within(takes, default, place))
                for place, value in enumerate(default)
            ]
            found = {"name": name, "parts": parts, "optional": default[0] is None}
        elif isinstance(default, bool):
            switch = {"default": ("off", "on")[default], "choices": ["off", "on"]}
            found = {"name": name, "parts": [_named(name) | switch]}
        elif name in _WORDS:
            words = {"default": default or "none", "choices": ["none", *_WORDS[name]]}
            found = {"name": name, "parts": [_named(name) | words], "optional": True}
        else:
            whole = "int" in annotation and "float" not in annotation
            part = _number(name, default, takes, whole=whole)
            found = {"name": name, "parts": [part], "optional": default is None}
        if any("low" in part and part["low"] == part["high"] for part in found["parts"]):
            continue  # one of a few numbers, which nobody knows
        if not found.get("optional"):
            found.pop("optional", None)
        yield found


def _can_be_told(name: str, default: Any, annotation: str) -> bool:
    """Whether an argument is numbers, a switch or known words; anything else is left to the
    class."""
    if name in _WORDS:
        return True
    if default is None:
        return "float" in annotation or "int" in annotation
    if isinstance(default, tuple):
        return all(
            value is None or (isinstance(value, int | float) and math.isfinite(value))
            for value in default
        )
    return isinstance(default, int | float) and math.isfinite(default)


def _within(
    takes: Callable[[Any], bool], default: tuple[Any, ...], place: int
) -> Callable[[Any], bool]:
    return lambda value: takes((*default[:place], value, *default[place + 1 :]))


def _named(name: str) -> dict[str, Any]:
    own = (name, _cut(name.replace("_", " ").capitalize()), "")
    symbol, title, description = _CALLED.get(name, own)
    found = {"name": name, "symbol": symbol, "title": title, "description": description}
    return {key: value for key, value in found.items() if value}


def _cut(title: str) -> str:
    """A title that stands beside a slider; the tool tip has the whole name."""
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"


def _number(
    name: str, default: float | None, takes: Callable[[Any], bool], *, whole: bool = False
) -> dict[str, Any]:
    """One number with its range: what it is refused beyond -1, 0 and 1 ends it there."""
    value = 0 if default is None else default
    part = _named(name) | {"default": value if whole else float(value)}
    low, high = _LEAST.get(name, -10 if value < 0 else 0), _HIGHS.get(name, 100)
    if name not in _LEAST and whole and value >= 1:
        low = 1
    if value > high:
        high = 10 * value
    part |= {"low": low, "high": high}
    if not whole:
        if value <= 0 and not takes(0.5):
            part |= {"high": 0} | ({} if takes(0.0) else {"high_open": True})
        elif value >= 1 and not takes(0.5):
            part |= {"low": 1} | ({} if takes(1.0) else {"low_open": True})
        elif value >= 0 and not takes(0.0):
            part |= {"low_open": True}
        if 0 <= value <= 1 and not takes(1.5):
            part |= {"high": 1} | ({} if takes(1.0) else {"high_open": True})
        if name == "lr":
            part |= {"low_open": True}
    if default is None:
        part.pop("low_open", None)
    if whole:
        part |= {"whole": True}
    for end, steps in (("low", (1, 2, value / 2, value)), ("high", (10, 2 * value, value))):
        if not part.get(f"{end}_open") and not (default is None and end == "low"):
            ways = (part[end], *(int(step) if whole else step for step in steps))
            part[end] = next(filter(takes, ways), value)
    if name in _LOGARITHMIC:
        part |= {"logarithmic": True}
    if default is None:
        part |= {"description": "0 leaves it to the class"}
    return part


def text(package: str) -> str:
    """The file of a package's table, a class a line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = made(package)
    optimizers = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(optimizer, ensure_ascii=False)}"
        for name, optimizer in found.pop("optimizers").items()
    )
    head = json.dumps(found, ensure_ascii=False).removesuffix("}")
    return f'{head}, "optimizers": {{\n{optimizers}\n}}}}\n'


if __name__ == "__main__":
    for package in sys.argv[1:] or MODULES:
        (FOLDER / f"{package}.json").write_text(text(package), encoding="utf-8")
