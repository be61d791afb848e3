"""The values that are typed into the form of a study, read or refused field by field."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from app.study.asking.asked import Asked
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.writing import exact

if TYPE_CHECKING:
    from core.study.starting.vary import Variation


class FieldError(Exception):
    """What is wrong with what stands in a field, by its name."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field, self.problem = field, problem


def levels(text: str) -> tuple[float, ...]:
    """Training losses, whatever their order."""
    found = set()
    for part in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        value = _finite(part)
        if value is None or value <= 0:
            raise FieldError("levels", f"“{part}” is not a number above 0")
        found.add(value)
    return tuple(sorted(found, reverse=True))


def variations(asked: Asked, experiment: Experiment) -> tuple[Variation, ...]:
    """The settings to vary, each with its values; none twice."""
    from core.study.starting.vary import Variation

    found: list[Variation] = []
    fields = {"sweep": asked.varied, "escape": (asked.escape_varied,)}.get(asked.kind, ())
    for place, varied in enumerate(fields, 1):
        field = f"vary-{place}"
        if not varied.path:
            continue
        if not varied.values.strip():
            raise FieldError(field, "values are missing: type them with commas between")
        try:
            text = varied.values.replace("−", "-").replace(";", ",").rstrip(", ")
            variation = Variation.parsed(f"{varied.path}={text}", experiment)
        except ExperimentError as error:
            raise FieldError(field, error.problem) from None
        if len(set(variation.values)) < len(variation.values):
            raise FieldError(field, "a value stands there twice")
        settings = set(variation.settings(experiment))
        if any(
            variation.path == other.path or settings & set(other.settings(experiment))
            for other in found
        ):
            raise FieldError(field, "this setting is varied already")
        found.append(variation)
    if not found and asked.kind == "sweep":
        raise FieldError("vary-1", "a setting to vary is missing")
    return tuple(found)


def sharpnesses(asked: Asked, experiment: Experiment) -> tuple[float, ...]:
    """Curvatures of the sharp basin; none twice."""
    from core.study.starting.vary import with_parameter

    texts = [text.strip() for text in asked.sharpnesses.replace(";", ",").rstrip(", ").split(",")]
    found: list[float] = []
    for text in texts:
        value = _finite(text)
        if value is None:
            problem = f"“{text}” is not a number" if text else "a sharpness is missing"
            raise FieldError("sharpnesses", problem)
        try:
            with_parameter(experiment, "sharpness", value)
        except ExperimentError as error:
            raise FieldError("sharpnesses", error.problem) from None
        if value in found:
            raise FieldError("sharpnesses", f"{exact(value)} stands there twice")
        found.append(value)
    return tuple(found)


def below(text: str) -> float | None:
    """The loss that runs may come below; None where nothing is typed."""
    text = text.strip().replace("−", "-")
    if not text:
        return None
    value = _finite(text)
    if value is None:
        raise FieldError("below", f"“{text}” is not a number; empty asks for none")
    return value


def _finite(text: str) -> float | None:
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
