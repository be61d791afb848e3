"""What can be asked for, from the tables themselves: landscapes, methods, hyperparameters."""

from __future__ import annotations

import dataclasses
from typing import Any

from core.experiment.drift import ALLOWED as DRIFT_ALLOWED
from core.experiment.drift import KINDS as DRIFTS
from core.experiment.drift import MEANINGS
from core.experiment.experiment import MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.experiment.packaged import PACKAGES, Table, arguments_of, installed, table
from landscapes import BY_NAME, Landscape
from landscapes.expression import Expression
from landscapes.expression.syntax import ALLOWED
from landscapes.networks import Network

# A person's own: its domain is given beside the formula, and nobody knows its minima.
_EXPRESSION = {
    "dimension": 2,
    "domain": None,
    "parameters": [
        {
            "name": "loss",
            "symbol": "f",
            "low": None,
            "high": None,
            "default": None,
            "description": "the formula; domain: [[low, high], [low, high]] stands beside it",
            "logarithmic": False,
            "whole": False,
            "allowed": ALLOWED,
        }
    ],
    "minima": [],
}


def catalogue() -> dict[str, Any]:
    """Everything an experiment file may name, ready for JSON.

    `landscapes` have name, title, formula, source, dimension, domain (null: the file gives it, or
    it is a network), parameters (with ranges and defaults) and minima; a network, besides,
    architecture and data, and like its dimension they are those of its default parameters;
    `methods` have name, title, hyperparameters (with this method's defaults) and sources;
    `packaged` are the optimizers of other packages, with hyperparameters of their own as files
    write them; `drifts` are the kinds of drift that a landscape of two dimensions may have, with
    what each does and the ranges of its two settings; `hyperparameters` have ranges and defaults
    (`high` null: the experiment's number of steps).
    """
    return {
        "landscapes": [_landscape(kind) for kind in BY_NAME.values()],
        "methods": [
            {
                "name": method.name,
                "title": method.title,
                "hyperparameters": {name: method.default(name) for name in method.hyperparameters},
                "sources": list(method.sources),
            }
            for method in METHODS.values()
        ],
        "drifts": [
            {"kind": kind, "description": MEANINGS[kind], "allowed": dict(DRIFT_ALLOWED)}
            for kind in DRIFTS
        ],
        "packaged": [_package(table(package)) for package in PACKAGES],
        "hyperparameters": [
            row._asdict() | {"allowed": row.allowed} for row in HYPERPARAMETERS.values()
        ],
    }


def _package(optimizers: Table) -> dict[str, Any]:
    return {
        "package": optimizers.package,
        "module": PACKAGES[optimizers.package],
        "installed": installed(optimizers.package),
        "version": optimizers.version,
        "methods": [
            {
                "name": row.name,
                "title": row.title,
                "description": row.base.description,
                "hyperparameters": [
                    {
                        "name": argument.name,
                        "default": argument.written(dict(MethodSpec.create(row.name).settings)),
                        "optional": argument.optional,
                        "parts": [
                            part._asdict() | {"allowed": part.allowed} for part in argument.parts
                        ],
                    }
                    for argument in arguments_of(row)
                ],
            }
            for row in optimizers.rows.values()
        ],
        "refused": dict(optimizers.refused),
    }


def _landscape(kind: type[Landscape]) -> dict[str, Any]:
    common = {
        "name": kind.name,
        "title": kind.title,
        "formula": kind.formula,
        "source": kind.source,
        "any_dimension": kind.any_dimension,
    }
    if issubclass(kind, Expression):
        return common | _EXPRESSION
    landscape = kind()
    if isinstance(landscape, Network):
        common |= {
            "architecture": landscape.architecture,
            "data": landscape.data,
            "tasks": list(landscape.tasks),
        }
    domain = landscape.domain
    return common | {
        "dimension": landscape.dimension,
        "domain": None if domain is None else [list(interval) for interval in domain],
        "parameters": [
            dataclasses.asdict(row) | {"allowed": row.allowed} for row in landscape.parameters
        ],
        "minima": [dataclasses.asdict(minimum) for minimum in landscape.minima],
    }
