"""What can be asked for, from the tables themselves: landscapes, methods, hyperparameters."""

from __future__ import annotations

import dataclasses
from typing import Any

from core.methods import HYPERPARAMETERS, METHODS
from landscapes import LANDSCAPES, Landscape


def catalogue() -> dict[str, Any]:
    """Everything an experiment file may name, ready for JSON.

    `landscapes` have name, title, formula, source, dimension, domain, parameters (with ranges and
    defaults) and minima; `methods` have name, title, hyperparameters (with this method's
    defaults) and sources; `hyperparameters` have ranges and defaults (`high` null: the steps).
    """
    return {
        "landscapes": [_landscape(kind()) for kind in LANDSCAPES.values()],
        "methods": [
            {
                "name": method.name,
                "title": method.title,
                "hyperparameters": {name: method.default(name) for name in method.hyperparameters},
                "sources": list(method.sources),
            }
            for method in METHODS.values()
        ],
        "hyperparameters": [
            dataclasses.asdict(row) | {"allowed": row.allowed} for row in HYPERPARAMETERS.values()
        ],
    }


def _landscape(landscape: Landscape) -> dict[str, Any]:
    return {
        "name": landscape.name,
        "title": landscape.title,
        "formula": landscape.formula,
        "source": landscape.source,
        "dimension": landscape.dimension,
        "any_dimension": landscape.any_dimension,
        "domain": [list(interval) for interval in landscape.domain],
        "parameters": [
            dataclasses.asdict(row) | {"allowed": row.allowed} for row in landscape.parameters
        ],
        "minima": [dataclasses.asdict(minimum) for minimum in landscape.minima],
    }
