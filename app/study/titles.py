"""A study in words: what was asked, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.study import words
from app.study.computing.course import Course

if TYPE_CHECKING:
    from core.study.asking.question import Question

CLAIMS = "The papers' claims"


def title(course: Course) -> str:
    """What was asked last."""
    if course.reproduces:
        return CLAIMS
    return asked_title(course.question) if course.question is not None else ""


def asked_title(question: Question) -> str:
    """A question in one line: Sweep of C on Two basins, 512 starts uniform in the domain."""
    landscape, sampling = question.experiment.landscape.title, question.sampling
    kind = words.KINDS[question.kind][0]
    if question.kind == "basins":
        return f"{kind} of {landscape}, {sampling.count:,} × {sampling.count:,} starts"
    if question.kind == "seeds":
        return f"{kind} of {landscape}, {sampling.count:,} for each method"
    count = f"{sampling.count:,}" if sampling.kind != "lattice" else f"{sampling.count:,} × …"
    word = f"basin:{sampling.basin}" if sampling.kind == "basin" else sampling.kind
    where = words.sampling_title(word)
    what = ""
    if question.kind == "sweep":
        from core.study.telling.wording import place  # with a question torch is there

        places = (place(each.path, question.experiment) for each in question.variations)
        what = " over " + " × ".join(places)
    starts = "start" if sampling.count == 1 else "starts"
    return f"{kind}{what} on {landscape}, {count} {starts}, {where}"


def standing(course: Course) -> str:
    """How it stands, and the setting it was asked with."""
    question = course.question
    setting = ""
    if question is not None:
        experiment = question.experiment
        count = len(experiment.enabled_methods)
        methods = "1 method" if count == 1 else f"{count} methods"
        setting = f"{methods}, {experiment.steps:,} steps, seed {experiment.seed}"
    told = {
        "running": "growing" if course.found or course.claims else "computing",
        "paused": "paused",
        "done": "finished",
        "cancelled": f"{course.done:,} of {course.total:,} parts",
        "failed": "broke off",
        "empty": "",
    }[course.state]
    return " · ".join(filter(None, (setting, told)))
