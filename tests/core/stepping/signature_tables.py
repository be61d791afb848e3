"""Makes `resources/optimizers/*.json` from the signatures of the installed packages.

    python -m tests.core.stepping.signature_tables

writes them anew. Names and defaults are the signatures'; the ends of a range are found by asking
the class, which refuses what it cannot take, and where it takes everything by what the name means.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch.optim import Optimizer

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
    module = importlib.import_module({"torch": "torch.optim"}.get(package, package))
    return {
        name: kind
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, Optimizer) and kind is not Optimizer
    }


def made(package: str) -> dict[str, Any]:
    """The table of an installed package, as it is shipped."""
    optimizers = {
        name: {
            "description": _DESCRIPTIONS.get(name, ""),
            "marks": _MARKS.get(name, []),
            "arguments": list(_arguments(kind, "matrix" in _MARKS.get(name, []))),
        }
        for name, kind in sorted(registry(package).items(), key=lambda item: item[0].lower())
        if name not in _REFUSED
    }
    version = importlib.import_module(package).__version__.partition("+")[0]
    return {"package": package, "version": version, "optimizers": optimizers, "refused": _REFUSED}


def _arguments(kind: type[Optimizer], matrix: bool) -> Iterator[dict[str, Any]]:
    for name, parameter in inspect.signature(kind, eval_str=False).parameters.items():
        if name in _LEFT_OUT:
            continue
        default, annotation = parameter.default, str(parameter.annotation)

        def takes(value: Any, name: str = name) -> bool:
            point = torch.zeros(1, 2) if matrix else torch.zeros(2)
            try:
                kind([torch.nn.Parameter(point)], **{name: value})
            except (ValueError, AssertionError, TypeError):
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
        if not found.get("optional"):
            found.pop("optional", None)
        yield found


def _within(
    takes: Callable[[Any], bool], default: tuple[Any, ...], place: int
) -> Callable[[Any], bool]:
    return lambda value: takes((*default[:place], value, *default[place + 1 :]))


def _named(name: str) -> dict[str, Any]:
    own = (name, name.replace("_", " ").capitalize(), "")
    symbol, title, description = _CALLED.get(name, own)
    found = {"name": name, "symbol": symbol, "title": title, "description": description}
    return {key: value for key, value in found.items() if value}


def _number(
    name: str, default: float | None, takes: Callable[[Any], bool], *, whole: bool = False
) -> dict[str, Any]:
    """One number with its range: what it is refused beyond -1, 0 and 1 ends it there."""
    value = 0 if default is None else default
    part = _named(name) | {"default": value if whole else float(value)}
    low, high = _LEAST.get(name, -10 if value < 0 else 0), _HIGHS.get(name, 100)
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
    if whole:
        part |= {"whole": True}
    if name in _LOGARITHMIC:
        part |= {"logarithmic": True}
    if default is None:
        part |= {"description": "0 leaves it to the class"}
    return part


def text(package: str) -> str:
    """The file of a package's table."""
    return json.dumps(made(package), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for package in sys.argv[1:] or ["torch"]:
        (FOLDER / f"{package}.json").write_text(text(package), encoding="utf-8")
