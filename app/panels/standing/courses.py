"""What the runs of a picture tell about their standing, kept as long as the runs are shown."""

from __future__ import annotations

from app.look.styles import Style
from app.panels.standing.rows import Row
from app.running.shown import Picture
from core.experiment.experiment import MethodSpec
from core.measures.outcomes import Fates, Outcomes
from core.measures.over_time import subset
from core.measures.standing import Course
from core.recording.recording import Track

MOST_STARTS = 1024
"""Ends are counted over at most so many starts, evenly picked."""
GROWN = 1.1
"""How much longer a run has become when its ends are looked for again."""


class Courses:
    """The course of the selected start of each run, and the ends of all of its starts.

    The courses are made when they are asked for. The ends take longer, so that they are counted
    a run at a time: `count_one`.
    """

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._courses: dict[tuple[Track, int], Course] = {}
        self._fates: dict[Track, Fates] = {}

    @property
    def methods(self) -> tuple[MethodSpec, ...]:
        """The methods that the rows are of: those of the picture that was told of last."""
        return self._picture.experiment.methods if self._picture else ()

    def follow(self, picture: Picture) -> None:
        """Tell of this picture, and forget the runs that have left it."""
        self._picture = picture
        self._courses = {k: c for k, c in self._courses.items() if k[0] in picture.tracks}
        self._fates = {track: f for track, f in self._fates.items() if track in picture.tracks}

    def rows(
        self, time: int, start: int, looks: tuple[Style, ...], *, whole: bool = False
    ) -> list[Row]:
        """A row for each method that has a run, at a time and of a start; the ends of a single
        start, which its status says, are counted only for a `whole` table."""
        picture, rows = self._picture, []
        several = picture is not None and picture.experiment.start_count > 1
        for index, track in enumerate(picture.tracks if picture else ()):
            if picture is not None and track is not None and start < track["losses"].shape[1]:
                rows.append(
                    Row(
                        index,
                        picture.experiment.methods[index].label,
                        looks[index],
                        self._course(picture, track, start, time).at(time),
                        self._outcomes(track, time) if whole or several else None,
                        track["losses"].shape[1],
                        index in picture.stale,
                    )
                )
        return rows

    @property
    def behind(self) -> Track | None:
        """A run whose ends are not counted yet; None where there is none."""
        tracks = self._picture.tracks if self._picture else ()
        return next((track for track in tracks if track and self._is_behind(track)), None)

    def count_one(self) -> bool:
        """Count the ends of one run whose ends are not known; whether there was one."""
        track = self.behind
        if track is None or self._picture is None:
            return False
        count = track["losses"].shape[1]
        picked = subset(track, slice(0, count, -(-count // MOST_STARTS)))
        self._fates[track] = Fates(self._picture.experiment, picked)
        return True

    def _is_behind(self, track: Track) -> bool:
        fates = self._fates.get(track)
        if fates is None or (track.complete and fates.filled < track.filled):
            return True
        return track.filled > GROWN * fates.filled + 16

    def _outcomes(self, track: Track, time: int) -> Outcomes | None:
        fates = self._fates.get(track)
        return fates.at(time) if fates is not None else None

    def _course(self, picture: Picture, track: Track, start: int, time: int) -> Course:
        """The course of a run; of one that grows, as far as the time that is asked for."""
        course = self._courses.get((track, start))
        if course is None or course.filled < min(time, track.filled) or (
            track.complete and course.filled < track.filled
        ):  # fmt: skip
            course = Course(picture.experiment, track, start)
            self._courses = {k: c for k, c in self._courses.items() if k[0] is not track}
            self._courses[track, start] = course
        return course
