"""The claims about networks: flatter, better, by the memory, and when the task changes."""

from __future__ import annotations

from collections.abc import Sequence

from core.study.claims.claim import Claim, Figure, higher, tally, verdict
from core.study.claims.escape_claims import PAPER, REVIEWERS
from core.study.claims.network_trials import ADAM, AS_FAST, CM, CONTROL, SAM, Trial
from core.study.results import intervals, seeds
from core.study.results.setting import setting
from core.study.telling.wording import amount
from landscapes.base import Array

FLATTER = 0.99
"""Flatter is what is less than this share of the other."""
_LIMITS = (
    "A perceptron of 2,410 parameters on 8 × 8 digits; λmax on the training set at one training "
    "loss, not at one step."
)


def network_claims(trials: Sequence[Trial]) -> tuple[Claim, ...]:
    """All of them."""
    matched = [trial for trial in trials if trial.question.at_train_loss]
    once = [trial for trial in matched if trial.rates != AS_FAST]  # neither SAM nor Adam differs
    tuned = [trial for trial in trials if trial.question.variations]
    tasks = [trial for trial in trials if seeds.figures_of(trial.methods)]
    return (
        _flatter(
            "At one training loss Adam+CM has come to a flatter place than Adam", PAPER, matched,
            CM, ADAM,
        ),
        _flatter(
            "It is the memory that makes it flatter, not the changed second moment", REVIEWERS,
            matched, CM, CONTROL,
        ),
        _better("Where it is flatter it also generalizes better than Adam", PAPER, matched, CM,
                ADAM),
        _better(
            "With every method's learning rate chosen on validation, the memory generalizes better "
            "than none", REVIEWERS, tuned, CM, CONTROL,
        ),
        _flatter("SAM has come to a flatter place than Adam", PAPER, once, SAM, ADAM),
        _better("SAM generalizes better than Adam", PAPER, once, SAM, ADAM),
        _tasks(tasks),
    )  # fmt: skip


def _flatter(claim: str, source: str, trials: Sequence[Trial], one: str, other: str) -> Claim:
    def happened(trial: Trial) -> tuple[Array, Array]:
        ours, theirs = (
            trial.method(each).values("lambda_max", trial.level) for each in (one, other)
        )
        return ours < FLATTER * theirs, theirs < FLATTER * ours

    figures = [_figure(trial, happened(trial), ("flatter", "sharper")) for trial in trials]
    shifts = "; ".join(
        f"{_shift(trial, 'lambda_max', one, other)} {_at(trial)}" for trial in trials
    )
    return _claim(
        claim, source, trials, figures,
        f"Share of the seeds on which {one} has a smaller λmax than {other}, against the share on "
        f"which it has a larger one: {tally(figures)}. λmax of {other} times {shifts}.",
    )  # fmt: skip


def _better(claim: str, source: str, trials: Sequence[Trial], one: str, other: str) -> Claim:
    def happened(trial: Trial) -> tuple[Array, Array]:
        ours, theirs = (
            trial.method(each).values("test_accuracy", trial.level) for each in (one, other)
        )
        return ours > theirs, theirs > ours

    figures = [_figure(trial, happened(trial), ("more accurate", "less")) for trial in trials]
    shifts = "; ".join(
        f"{_shift(trial, 'test_accuracy', one, other)} {_at(trial)}" for trial in trials
    )
    edges = "".join(_edge(trial, (one, other)) for trial in trials)
    return _claim(
        claim, source, trials, figures,
        f"Share of the seeds on which {one} is more accurate on the test set than {other}, against "
        f"the share on which it is less: {tally(figures)}. Test accuracy differs by {shifts}, in "
        f"points.{edges}",
    )  # fmt: skip


def _tasks(trials: Sequence[Trial]) -> Claim:
    """What is left of all tasks, and beside it what was learnt of each: never one alone."""
    figures, told = [], []
    for trial in trials:
        for what, words in (
            ("final_accuracy", "all tasks at the end"),
            ("learning_accuracy", "right after each task"),
        ):
            ours, theirs = (trial.method(each).values(what, -1) for each in (CM, ADAM))
            figure = _figure(trial, (ours > theirs, theirs > ours), ("more accurate", "less"))
            figures.append(figure.among(measured=words))
            told.append(f"{_shift(trial, what, CM, ADAM)} {words}")
    return _claim(
        "A memory helps where the task changes", "the papers' future work, arXiv 2307.09638",
        trials, figures,
        f"Five two-class tasks of the digits, one pass: share of the seeds on which {CM} is more "
        f"accurate than {ADAM}, against the share on which it is less: {tally(figures)}. Accuracy "
        f"differs by {'; '.join(told)}, in points.",
    )  # fmt: skip


def _figure(trial: Trial, happened: tuple[Array, Array], what: tuple[str, str]) -> Figure:
    a, b = happened
    alone, other, n = int(a.sum()), int(b.sum()), len(a)
    found = intervals.share_difference(0, alone, other, n - alone - other)
    shares = intervals.share(alone, n), intervals.share(other, n)
    p = intervals.mcnemar(alone, other)
    return Figure("", what, shares, found, n, p).among(data=trial.data, learning_rates=trial.rates)


def _shift(trial: Trial, what: str, one: str, other: str) -> str:
    """How one differs from the other on the same seeds: × a ratio, or points."""
    places = [m.spec.label for m in trial.methods]
    pairs = seeds.compared(
        trial.methods, len(trial.question.at_train_loss), reference=places.index(other)
    )
    row = next(
        (r for r in pairs if (r.method, r.what, r.level) == (places.index(one), what, trial.level)),
        None,
    )
    if row is None:
        return "unknown"
    scale = 1.0 if what in seeds.RATIOS else 100.0
    return amount(*(round(scale * end, 9) for end in row.estimate))


def _at(trial: Trial) -> str:
    return f"({trial.data}, {trial.rates}, {trial.place})"


def _edge(trial: Trial, labels: tuple[str, str]) -> str:
    named = [label for label in labels if trial.method(label).at_edge]
    if not trial.question.variations:
        return ""
    chosen = ", ".join(f"{label} {trial.method(label).rate:g}" for label in labels)
    told = f" Rates chosen by other seeds: {chosen}."
    if named:
        told += f" At an edge of those tried: {', '.join(named)}; try beyond it."
    return told


def _claim(
    claim: str, source: str, trials: Sequence[Trial], figures: Sequence[Figure], sentence: str
) -> Claim:
    first = trials[0].question
    told = setting(first.cells[0].experiment, first.sampling) if trials else {}
    return Claim(
        claim, source, verdict(figures, higher(figures)), sentence, _LIMITS, tuple(figures), told
    )
