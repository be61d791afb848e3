"""The report of the papers' toy claims and their reviewers' open questions: run, then judged."""

from __future__ import annotations

from collections.abc import Callable

from core.study.claims.agreement import Agreements, gradients_cancel
from core.study.claims.claim import Claim
from core.study.claims.escape_claims import escape_claims
from core.study.claims.network_claims import network_claims
from core.study.claims.network_trials import FEWEST_SEEDS, SEEDS, run_networks
from core.study.claims.toy_claims import toy_claims
from core.study.claims.trials import Extent, Report, Trials, run_trials
from core.study.work.means import Means

EXTENT = Extent()


class Reproduction:
    """All trials of the report, run when it is made; `claims` reads them."""

    def __init__(
        self,
        *,
        scale: float = 1.0,
        means: Means | None = None,
        report: Report | None = None,
        grown: Callable[[tuple[Claim, ...]], None] | None = None,
        extent: Extent | None = None,
    ) -> None:
        """`scale` takes so many of the usual starts, for a quick look; `report` is told how many
        tasks are done, of how many, `grown` the first of the claims when they are judged."""
        self.extent = extent = (extent or EXTENT).scaled(scale)
        means = means or Means()
        agreements = Agreements(
            extent.agreement_places,
            extent.agreement_rate,
            extent.agreement_steps,
            extent.agreement_starts,
            means.device,
        )
        self._first: tuple[Claim, ...] = ()

        def judge(known: Trials) -> None:
            self._first = escape_claims(known)
            if grown:
                grown(self._first)

        self.trials = run_trials(extent, means, report, agreements, judge)
        self.agreements = agreements.figures

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Each claim with its verdict."""
        extent = self.extent
        cancel = gradients_cancel(self.agreements, extent.agreement_rate, extent.agreement_steps)
        return (*self._first, cancel, *toy_claims(self.trials))


def reproduce_networks(
    *, scale: float = 1.0, means: Means | None = None, report: Report | None = None
) -> tuple[Claim, ...]:
    """The chapter on networks: the claims where they were made. `scale` takes so many of the usual
    seeds; `report` as of a Reproduction."""
    seeds = max(FEWEST_SEEDS, round(scale * SEEDS))
    return network_claims(run_networks(means or Means(), report, seeds=seeds))
