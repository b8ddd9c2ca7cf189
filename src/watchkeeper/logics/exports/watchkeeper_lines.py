"""The lines of our own form: what each says, by the names that its reader knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from watchkeeper.models.types.exports.export import (
    ExportedEntry,
    ExportedItem,
    ExportedList,
    ExportedMark,
    ExportedOrigin,
    ExportedPlay,
    ExportedPosition,
    ExportedRating,
    ExportedReview,
    ExportedScore,
    ExportedTags,
    ExportedTitle,
    ExportedViewing,
    TitleDetails,
)

Line = Mapping[str, Any]


@dataclass(slots=True)
class TitleRefs:
    """The titles that lines have named: 16 bytes of each are in memory while the archive is written."""

    ids: set[UUID] = field(default_factory=set)

    def of(self, title: ExportedTitle) -> str:
        """Return what lines name a title by."""
        self.ids.add(title.id)
        return str(title.id)


def entry_line(refs: TitleRefs, entry: ExportedEntry) -> Line:
    return {
        "title_ref": refs.of(entry.title),
        "status": entry.status,
        "notes": entry.notes,
        "added_on": entry.added_at,
        "completed_at": entry.completed_at,
        "hidden_from": entry.hidden_from,
        "include_specials": entry.include_specials,
        "viewings": [_viewing(viewing) for viewing in entry.viewings],
    }


def _viewing(viewing: ExportedViewing) -> Line:
    """Return a viewing with the days that the person has said; others follow from plays."""
    return {
        "number": viewing.number,
        "state": viewing.state,
        "started_on": viewing.started_on if viewing.is_started_on_said else None,
        "finished_on": viewing.finished_on if viewing.is_finished_on_said else None,
        "completed_at": viewing.completed_at,
        "episodes_seen": viewing.stated_count,
    }


def play_line(refs: TitleRefs, play: ExportedPlay) -> Line:
    return {
        "id": play.key,
        "title_ref": refs.of(play.title),
        "season": play.season,
        "episode": play.number,
        "episode_ids": play.episode_ids,
        "watched_on": play.watched_on,
        "viewing": play.viewing,
        "source": play.source,
        "source_key": play.source_key,
        "note": play.note,
        "location": play.place,
        "tags": play.tags,
        **({} if play.score is None else _score(play.score)),
    }


def rating_line(refs: TitleRefs, rated: ExportedRating) -> Line:
    rating = rated.rating
    return {
        "title_ref": refs.of(rated.title),
        **_score(rating),
        "rated_on": rating.rated_at,
        **_origin(rating.origin),
    }


def _score(score: ExportedScore) -> Line:
    return {
        "score": score.score,
        "original_value": score.original_value,
        "original_scale": score.original_scale,
    }


def review_line(refs: TitleRefs, review: ExportedReview) -> Line:
    return {
        "title_ref": refs.of(review.title),
        "body": review.body,
        "has_spoilers": review.contains_spoilers,
        "written_on": review.written_at,
        "is_superseded": review.is_superseded,
        **_origin(review.origin),
    }


def _origin(origin: ExportedOrigin | None) -> Line:
    """Return what tells later imports whose word a rating or a review is."""
    return {} if origin is None else {"origin": origin}


def list_line(one: ExportedList) -> Line:
    return {
        "list": str(one.id),
        "name": one.name,
        "description": one.description,
        "visibility": one.visibility,
        "is_ranked": one.is_ranked,
        "default_sort": one.default_sort,
    }


def item_line(refs: TitleRefs, item: ExportedItem, position: int) -> Line:
    return {
        "list": str(item.list_id),
        "title_ref": refs.of(item.title),
        "position": position,
        "season": item.season,
        "episode": item.number,
        "note": item.note,
    }


def tags_line(refs: TitleRefs, tagged: ExportedTags) -> Line:
    return {"title_ref": refs.of(tagged.title), "tags": tagged.tags}


def unused_tags_line(names: Sequence[str]) -> Line:
    return {"title_ref": None, "tags": names}


def position_line(refs: TitleRefs, position: ExportedPosition) -> Line:
    return {
        "title_ref": refs.of(position.title),
        "season": position.season,
        "episode": position.number,
        "seconds": position.seconds,
        "of_seconds": position.of_seconds,
        "played_at": position.played_at,
    }


def personal_line(title_id: UUID) -> Line:
    """Return a personal title that no other line names."""
    return {"title_ref": str(title_id), "is_personal": True}


def mark_line(refs: TitleRefs, mark: ExportedMark) -> Line:
    return {"title_ref": refs.of(mark.title), "mark": mark.mark, "note": mark.note}


def title_line(title: TitleDetails) -> Line:
    """Return a title, without the members that are not set."""
    members = {name: value for name, value in msgspec.to_builtins(title).items() if value not in (None, [], False)}
    return {"ref": members.pop("id"), "year": None, "external_ids": {}} | members
