"""A study's question as JSON, read as strictly as an experiment file: it may be a stranger's."""

from __future__ import annotations

import dataclasses
from typing import Any

from core.experiment import strict_json
from core.experiment.errors import ExperimentError, refuse, step_into
from core.experiment.experiment import Experiment
from core.experiment.strict_json import Json
from core.study.asking.question import KINDS, Question
from core.study.starting.sampling import Sampling
from core.study.starting.vary import MOST_VALUES, Variation
from landscapes.two_basins import TwoBasins

FORMAT = 1
MOST_SHARPNESSES = 1000
MOST_LEVELS = 20
_LONGEST = 200  # characters of a name


def dumps(question: Question) -> str:
    """The JSON text of all of a question but its experiment; `loads` is its inverse."""
    return strict_json.write(
        {
            "format": FORMAT,
            "kind": question.kind,
            "sampling": dataclasses.asdict(question.sampling),
            "sharpnesses": list(map(float, question.sharpnesses)),
            "variations": [
                {"path": each.path, "values": list(each.values)} for each in question.variations
            ],
            "statistic": question.statistic,
            "below": question.below,
            "reference": question.reference,
            "at_train_loss": list(map(float, question.at_train_loss)),
        }
    )


def loads(text: str, experiment: Experiment) -> Question:
    """The question that a text asks of an experiment.

    Raises:
        ExperimentError: it is not such a text, or asks what cannot be asked.
    """
    tree = _object("$", strict_json.parse(text))
    _only("$", tree, ("format", "kind", "sampling", "sharpnesses", "variations", "statistic",
                      "below", "reference", "at_train_loss"))  # fmt: skip
    if tree.get("format") != FORMAT or isinstance(tree["format"], bool):
        raise refuse("$.format", tree.get("format"), f"{FORMAT}, the format of this version")
    kind = tree.get("kind")
    if kind not in KINDS:
        raise refuse("$.kind", kind, "one of " + ", ".join(KINDS))
    below, reference = tree.get("below"), tree.get("reference")
    if below is not None:
        below = _number("$.below", below)
    count = len(experiment.enabled_methods)
    if reference is not None and not (type(reference) is int and 0 <= reference < count):
        raise refuse("$.reference", reference, f"a whole number from 0 to {count - 1}, or null")
    sharpnesses = _list("$.sharpnesses", tree.get("sharpnesses", []), MOST_SHARPNESSES)
    if kind == "escape" and isinstance(experiment.landscape, TwoBasins) and not sharpnesses:
        raise refuse("$.sharpnesses", sharpnesses, "one number at least")
    return Question(
        kind,
        experiment,
        _sampling(tree.get("sampling")),
        tuple(_number(f"$.sharpnesses[{k}]", each) for k, each in enumerate(sharpnesses)),
        tuple(
            _variation(f"$.variations[{k}]", each)
            for k, each in enumerate(_list("$.variations", tree.get("variations", []), 2))
        ),
        _text("$.statistic", tree.get("statistic", "median_final_loss")),
        below,
        reference,
        tuple(
            _number(f"$.at_train_loss[{k}]", each)
            for k, each in enumerate(
                _list("$.at_train_loss", tree.get("at_train_loss", []), MOST_LEVELS)
            )
        ),
    )


def _sampling(tree: Json) -> Sampling:
    tree = _object("$.sampling", tree)
    _only("$.sampling", tree, ("kind", "count", "basin"))
    count = tree.get("count")
    if type(count) is not int:
        raise refuse("$.sampling.count", count, "a whole number")
    kind = _text("$.sampling.kind", tree.get("kind"))
    return Sampling(kind, count, _text("$.sampling.basin", tree.get("basin", "")))


def _variation(path: str, tree: Json) -> Variation:
    tree = _object(path, tree)
    _only(path, tree, ("path", "values"))
    values = _list(f"{path}.values", tree.get("values"), MOST_VALUES)
    for k, value in enumerate(values):
        if type(value) not in (int, float, str):
            raise refuse(f"{path}.values[{k}]", value, "a number or a text")
    if not values:
        raise refuse(f"{path}.values", values, "one value at least")
    return Variation(_text(f"{path}.path", tree.get("path")), tuple(values))


def _object(path: str, tree: Json) -> dict[str, Json]:
    if not isinstance(tree, dict):
        raise refuse(path, tree, "an object")
    return tree


def _only(path: str, tree: dict[str, Json], known: tuple[str, ...]) -> None:
    for key in tree:
        if key not in known:
            raise ExperimentError(
                step_into(path, key), f"there is no such key; one of {', '.join(known)}"
            )


def _list(path: str, tree: Json, most: int) -> list[Json]:
    if not isinstance(tree, list) or len(tree) > most:
        raise refuse(path, tree, f"a list of at most {most}")
    return tree


def _text(path: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise refuse(path, value, f"a text of at most {_LONGEST} characters")
    return value


def _number(path: str, value: Any) -> float:
    if type(value) not in (int, float):
        raise refuse(path, value, "a number")
    return float(value)
