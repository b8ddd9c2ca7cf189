"""What somebody's entries should show, worked out with paper and pencil from plays, ratings, marks and episodes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.recount import Counted, progress_of

Json = dict[str, Any]
Rows = Mapping[str, Mapping[str, Json]]
"""What somebody has, by kind and id."""

NO_DAY = date.max


def precision_of(when: str | None) -> str:
    """Return how well a time is known, by the length of what was said."""
    return "unknown" if when is None else {4: "year", 7: "month", 10: "day"}.get(len(when), "instant")


def _first_moment(when: str | None) -> datetime:
    """Return what plays are sorted by."""
    if when is None:
        return datetime.min.replace(tzinfo=UTC)
    if precision_of(when) == "instant":
        return datetime.fromisoformat(when)
    return datetime.combine(date.fromisoformat(f"{when}-01-01"[:10]), time(), UTC)


def _end_of(when: str, zone: ZoneInfo) -> datetime:
    """Return when an instant, a day, a month or a year is over."""
    if precision_of(when) == "instant":
        return datetime.fromisoformat(when)
    first = date.fromisoformat(f"{when}-01-01"[:10])
    later = {"day": 1, "month": 31, "year": 366}[precision_of(when)]
    after = first + timedelta(days=later)
    after = {"day": after, "month": after.replace(day=1), "year": after.replace(month=1, day=1)}[precision_of(when)]
    return datetime.combine(after, time(), zone)


def _place(play: Json) -> tuple[datetime, str]:
    return _first_moment(play["watched_on"]), play["id"]


@dataclass
class Model:
    """Remembers until when each title was done in its viewing: what had aired by then counts as seen."""

    episodes: Mapping[str, Sequence[Json]]
    """Of each show by its id."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    done: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    days: dict[str, tuple[int, str]] = field(default_factory=dict)
    ever: dict[str, set[tuple[int, datetime]]] = field(default_factory=dict)
    """All that `done` has had."""
    remembered: set[str] = field(default_factory=set)
    """The titles of which what was done may have come back, until their entries are looked at."""
    logged: dict[str, Any] = field(default_factory=dict)
    """The ids and times of the plays of each show when it was looked at last."""

    def remember_again(self) -> None:
        """Let what was done come back, as something of before is undone."""
        self.remembered.update(self.episodes)

    def merge(self, title: str, into: str) -> None:
        """Let what either title had count for the other."""
        self.ever.setdefault(into, set()).update(self.ever.pop(title, ()))
        self.done.pop(title, None)
        self.remembered.add(into)

    def check(self, rows: Rows, *, may_have_forgotten: bool) -> None:
        """Compare every entry. What was done may have been taken back by what `may_have_forgotten` tells."""
        for entry in rows["watchlist"].values():
            title = entry["title"]["id"]
            plays = [play for play in rows["plays"].values() if play["title"]["id"] == title]
            ratings = [one["score"] for one in rows["ratings"].values() if one["title"]["id"] == title]
            self._check_plays(entry, plays)
            assert entry["rating"] == next(iter(ratings), None)
            assert (entry["status"] == "completed") == (entry["completed_at"] is not None)
            if title in self.episodes:
                self._learn(entry)
                logged = [(play["id"], play["watched_on"], play["viewing"]) for play in plays]
                if self.logged.get(title) != logged:  # a play that is gone may have hidden what was done before it
                    self.remembered.add(title)
                self.logged[title] = logged
                self._check_progress(entry, plays, may_have_forgotten=may_have_forgotten)
        self._check_tags(rows)

    def _check_plays(self, entry: Json, plays: Sequence[Json]) -> None:
        assert entry["plays_count"] == len(plays)
        last = max(plays, key=_place)["watched_on"] if plays else None
        assert (entry["last_watched_on"], entry["last_watched_precision"]) == (last, precision_of(last))
        assert all(play["viewing"] <= entry["viewing"] for play in plays)
        assert all(play["precision"] == precision_of(play["watched_on"]) for play in plays)

    def _learn(self, entry: Json) -> None:
        title, viewing = entry["title"]["id"], entry["viewing"]
        if self.done.get(title, (viewing,))[0] != viewing:
            del self.done[title]
        finished = viewing, entry["finished_on"]
        if entry["finished_on"] is None:
            self.days.pop(title, None)
        elif self.days.get(title) != finished or title not in self.done:
            if self.days.get(title) == finished:
                self.remembered.add(title)  # its end may be that of another zone, in which it was said
            self.days[title] = finished
            self.done[title] = viewing, _end_of(entry["finished_on"], self.zone)
        if entry["finished_on"] is None and entry["status"] == "completed":
            self.done[title] = viewing, datetime.fromisoformat(entry["completed_at"])
        if title in self.done:
            self.ever.setdefault(title, set()).add(self.done[title])

    def _check_progress(self, entry: Json, plays: Sequence[Json], *, may_have_forgotten: bool) -> None:
        title = entry["title"]["id"]
        expected = self._progress(entry, plays, self.done.get(title, (0, None))[1])
        if may_have_forgotten and _shown(entry) != expected and entry["status"] != "completed":
            self.done.pop(title, None)
            expected = self._progress(entry, plays, None)
        whole = {
            (play["viewing"], _end_of(play["watched_on"] or play["created_at"], self.zone))
            for play in plays
            if play["episode"] is None
        }
        for viewing, until in self.ever.get(title, set()) | whole if title in self.remembered else ():
            if viewing == entry["viewing"] and _shown(entry) != expected:
                self.done[title] = viewing, until
                expected = self._progress(entry, plays, until)
        self.remembered.discard(title)
        assert _shown(entry) == expected, entry["title"]["title"]

    def _progress(self, entry: Json, plays: Sequence[Json], done_until: datetime | None) -> Json:
        now, run = datetime.now(UTC), entry["viewing"]
        with_specials = entry["include_specials"]
        ever = {play["episode"]["id"] for play in plays if play["episode"]}
        played = {play["episode"]["id"] for play in plays if play["episode"] and play["viewing"] == run}
        listed = [one for one in self.episodes[entry["title"]["id"]] if one["season"] > 0 or with_specials]
        listed.sort(key=lambda one: (_day_of(one) if with_specials else NO_DAY, one["season"], one["number"]))
        counted = [
            Counted(
                one["id"],
                one["id"] in played or (done_until is not None and self.aired_at(one) <= min(done_until, now)),
                one["id"] in ever or self.aired_at(one) <= now,
            )
            for one in listed
        ]
        if not counted:
            return {"viewing": run, "state": "unknown"}
        expected = progress_of(counted, entry["status"])
        return {"viewing": run} | expected | {"seen": max(expected["seen"], entry["progress"]["stated"] or 0)}

    def aired_at(self, episode: Json) -> datetime:
        """Return when an episode has aired: of a day alone, when that is over where the person lives."""
        if episode["airs_at"] is not None:
            return datetime.fromisoformat(episode["airs_at"])
        if episode["air_date"] is None:
            return datetime.max.replace(tzinfo=UTC)
        return datetime.combine(date.fromisoformat(episode["air_date"]) + timedelta(days=1), time(), self.zone)

    def next_up(self, rows: Rows) -> dict[str, str]:
        """Return which episode comes next, by the ids of entries, going by their progress."""
        return {
            entry["id"]: entry["progress"]["next_episode"]["id"]
            for entry in rows["watchlist"].values()
            if entry["status"] in {"watching", "completed"} and "next_up" not in entry["hidden_from"]
            if entry["progress"] and entry["progress"]["next_episode"]
        }

    def _check_tags(self, rows: Rows) -> None:
        entries, plays = (
            Counter(tag["id"] for row in rows[kind].values() for tag in row["tags"]) for kind in ("watchlist", "plays")
        )
        for tag in rows["tags"].values():
            assert (tag["entries_count"], tag["plays_count"]) == (entries[tag["id"]], plays[tag["id"]])


def _day_of(episode: Json) -> date:
    day = episode["air_date"] or (episode["airs_at"] or "")[:10]
    return date.fromisoformat(day) if day else NO_DAY


def _shown(entry: Json) -> Json:
    """Return the progress of an entry as the recount tells it."""
    progress = entry["progress"]
    if progress["total"] is None:
        return {"viewing": progress["viewing"], "state": progress["state"]}
    places = {name: progress[f"{name}_episode"] and progress[f"{name}_episode"]["id"] for name in ("next", "last")}
    return {name: progress[name] for name in ("viewing", "seen", "aired", "total", "skipped", "state")} | places
