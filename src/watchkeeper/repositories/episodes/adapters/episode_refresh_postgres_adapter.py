import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DateTime,
    FromClause,
    Integer,
    String,
    Text,
    Uuid,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from watchkeeper.foundation.core.uuid7 import uuid7
from watchkeeper.foundation.postgres.database import Database, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.episode_entity import EpisodeEntity, EpisodeExternalIdEntity, SeasonEntity
from watchkeeper.models.entities.episode_refresh_entity import EpisodeRefreshEntity
from watchkeeper.models.entities.title_entity import PersonalTitleIdEntity, TitleEntity, TitleExternalIdEntity
from watchkeeper.models.types.episode_kind import EpisodeKind
from watchkeeper.models.types.episode_refresh import (
    DueShow,
    EpisodeChanges,
    EpisodesState,
    KnownEpisode,
    ProvidedEpisode,
    ProvidedSeason,
    ProvidedShow,
)
from watchkeeper.models.types.episode_state import EpisodeState
from watchkeeper.models.types.media_type import MediaType

_SEASONS: FromClause = SeasonEntity.__table__
_EPISODES: FromClause = EpisodeEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_REFRESHES: FromClause = EpisodeRefreshEntity.__table__
_IDS: FromClause = EpisodeExternalIdEntity.__table__
_TITLE_ID = bindparam("title_id", type_=Uuid())
_AT = bindparam("at", type_=DateTime(timezone=True))
_FACTS = (
    "number",
    "absolute_number",
    "title",
    "overview",
    "air_date",
    "airs_at",
    "runtime_minutes",
    "still_url",
    "is_premiere",
    "is_finale",
)


def _value(table: FromClause, name: str) -> Any:  # noqa: ANN401 - SQLAlchemy's expressions
    return bindparam(name, type_=table.c[name].type)


def _shows(titles: FromClause) -> Any:  # noqa: ANN401
    """Select the members of `DueShow` for rows with `title_id` and `source`."""
    ids = union_all(
        select(TitleExternalIdEntity.source, TitleExternalIdEntity.external_id).where(
            TitleExternalIdEntity.title_id == titles.c.title_id, ~TitleExternalIdEntity.is_alias
        ),
        select(PersonalTitleIdEntity.source, PersonalTitleIdEntity.external_id).where(
            PersonalTitleIdEntity.title_id == titles.c.title_id
        ),
    ).lateral("ids")
    by_source = cast(func.json_object_agg(ids.c.source, ids.c.external_id), Text()).label("external_ids")
    return (
        select(titles.c.title_id, _TITLES.c.media_type, titles.c.source, by_source)
        .select_from(titles.join(_TITLES, _TITLES.c.id == titles.c.title_id).outerjoin(ids, literal_column("true")))
        .group_by(titles.c.title_id, _TITLES.c.media_type, titles.c.source)
    )


def _claim() -> Statement:
    due = (
        select(_REFRESHES.c.title_id)
        .where(_REFRESHES.c.due_at <= _AT)
        .order_by(_REFRESHES.c.due_at, _REFRESHES.c.title_id)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = (
        update(EpisodeRefreshEntity)
        .where(_REFRESHES.c.title_id == due.c.title_id)
        .values(due_at=bindparam("until", type_=DateTime(timezone=True)))
        .returning(_REFRESHES.c.title_id, _REFRESHES.c.source)
        .cte("claimed")
    )
    return Statement(_shows(claimed))


def _find() -> Statement:
    one = (
        select(_TITLES.c.id.label("title_id"), _REFRESHES.c.source)
        .select_from(_TITLES.outerjoin(_REFRESHES, _REFRESHES.c.title_id == _TITLES.c.id))
        .where(_TITLES.c.id == _TITLE_ID, _TITLES.c.media_type != literal_column("'movie'", String()))
        .subquery("one")
    )
    return Statement(_shows(one))


def _known() -> Statement:
    by_source = (
        select(func.jsonb_object_agg(_IDS.c.source, _IDS.c.external_id))
        .where(_IDS.c.episode_id == _EPISODES.c.id)
        .scalar_subquery()
    )
    columns = [_EPISODES.c[name] for name in ("id", "season", *_FACTS, "state", "missing_since")]
    ids = cast(func.coalesce(by_source, literal_column("'{}'::jsonb")), Text()).label("external_ids")
    return Statement(select(*columns, ids).where(_EPISODES.c.title_id == _TITLE_ID).order_by(_EPISODES.c.id))


def _save_season() -> Statement:
    shown = ("name", "overview", "poster_url", "air_date", "external_ids")
    values = {name: _value(_SEASONS, name) for name in ("id", "title_id", "number", *shown)}
    new = upsert(SeasonEntity).values(values | {"created_at": _AT, "updated_at": _AT})
    differs = or_(*(_SEASONS.c[name].is_distinct_from(new.excluded[name]) for name in shown))
    changes = {name: new.excluded[name] for name in shown}
    return Statement(
        new.on_conflict_do_update(
            index_elements=["title_id", "number"],
            set_=changes | {"updated_at": later_than(_SEASONS.c.updated_at, "at")},
            where=differs,
        )
    )


def _season_id() -> Any:  # noqa: ANN401
    season = bindparam("season", type_=Integer())
    return select(_SEASONS.c.id).where(_SEASONS.c.title_id == _TITLE_ID, _SEASONS.c.number == season).scalar_subquery()


def _episode_values() -> dict[str, Any]:
    return {name: _value(_EPISODES, name) for name in ("season", "kind", *_FACTS)} | {"season_id": _season_id()}


_CLAIM = _claim()
_FIND = _find()
_LOCK = Statement(
    select(_TITLES.c.id).where(_TITLES.c.id == _TITLE_ID).with_for_update(key_share=True)  # not against its readers
)
_KNOWN = _known()
_SAVE_SEASON = _save_season()
_ADD = Statement(
    insert(EpisodeEntity).values(
        _episode_values() | {"id": _value(_EPISODES, "id"), "title_id": _TITLE_ID, "created_at": _AT, "updated_at": _AT}
    )
)
_CHANGE = Statement(
    update(EpisodeEntity)
    .where(_EPISODES.c.id == bindparam("id", type_=Uuid()))
    .values(
        _episode_values()
        | {
            "state": literal_column(f"'{EpisodeState.CURRENT}'", String()),
            "replaced_by_id": None,
            "missing_since": None,
            "updated_at": later_than(_EPISODES.c.updated_at, "at"),
        }
    )
)
_MISS = Statement(
    update(EpisodeEntity).where(_EPISODES.c.id == bindparam("id", type_=Uuid())).values(missing_since=_AT)
)
_LOSE = Statement(
    update(EpisodeEntity)
    .where(_EPISODES.c.id == bindparam("id", type_=Uuid()))
    .values(
        state=literal_column(f"'{EpisodeState.GONE}'", String()),
        replaced_by_id=_value(_EPISODES, "replaced_by_id"),
        updated_at=later_than(_EPISODES.c.updated_at, "at"),
    )
)
_SOURCE, _EPISODE_ID, _EXTERNAL_ID = (_value(_IDS, name) for name in ("source", "episode_id", "external_id"))
_FORGET_ID = Statement(
    delete(EpisodeExternalIdEntity).where(
        _IDS.c.episode_id == _EPISODE_ID, _IDS.c.source == _SOURCE, _IDS.c.external_id != _EXTERNAL_ID
    )
)
_ADD_ID = Statement(
    upsert(EpisodeExternalIdEntity)
    .values(source=_SOURCE, external_id=_EXTERNAL_ID, episode_id=_EPISODE_ID)
    .on_conflict_do_nothing()
)


def _finish() -> Statement:
    names = ("state", "airing", "source", "due_at")
    new = upsert(EpisodeRefreshEntity).values(
        {name: _value(_REFRESHES, name) for name in names} | {"title_id": _TITLE_ID}
    )
    changes = {name: new.excluded[name] for name in names}
    kept = {name: func.coalesce(new.excluded[name], _REFRESHES.c[name]) for name in ("source",)}
    return Statement(new.on_conflict_do_update(index_elements=["title_id"], set_=changes | kept))


_FINISH = _finish()


class PostgresEpisodeRefreshAdapter:
    """Seasons and episodes in PostgreSQL, as refreshes write them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, most: int, at: datetime, *, until: datetime) -> Sequence[DueShow]:
        return list(map(_due_show, await self._database.fetch(_CLAIM, most=most, at=at, until=until)))

    async def find(self, title_id: UUID) -> DueShow | None:
        row = await self._database.fetch_one(_FIND, title_id=title_id)
        return None if row is None else _due_show(row)

    async def lock(self, title_id: UUID) -> bool:
        return await self._database.fetch_value(_LOCK, title_id=title_id) is not None

    async def find_known(self, title_id: UUID) -> Sequence[KnownEpisode]:
        return list(map(_known_episode, await self._database.fetch(_KNOWN, title_id=title_id)))

    async def apply(self, title_id: UUID, show: ProvidedShow, changes: EpisodeChanges, at: datetime) -> None:
        shared = {"title_id": title_id, "at": at}
        changed = changes.changed(show.source)
        added = [(uuid7(), one) for one in changes.added]
        seasons = [shared | _season_values(one, show.source) for one in _seasons_of(show, changes)]
        await self._database.execute_many(_SAVE_SEASON, seasons)
        await self._database.execute_many(_MISS, [{"id": one.id, "at": at} for one in changes.missing])
        lost = [{"id": one.id, "replaced_by_id": heir, "at": at} for one, heir in changes.gone]
        await self._database.execute_many(_LOSE, lost)
        await self._database.execute_many(_CHANGE, [shared | _row(known.id, one) for known, one in changed])
        await self._database.execute_many(_ADD, [shared | _row(id_, one) for id_, one in added])
        told = [(known.id, one) for known, one in changed] + added
        ids = [
            {"episode_id": id_, "source": show.source, "external_id": one.external_id}
            for id_, one in told
            if one.external_id is not None
        ]
        await self._database.execute_many(_FORGET_ID, ids)
        await self._database.execute_many(_ADD_ID, ids)

    async def finish(
        self, title_id: UUID, state: EpisodesState, show: ProvidedShow | None, due_at: datetime | None
    ) -> None:
        said = {"airing": "unknown", "source": None} if show is None else {"airing": show.airing, "source": show.source}
        await self._database.execute(_FINISH, title_id=title_id, state=state, due_at=due_at, **said)


def _due_show(row: Row) -> DueShow:
    return DueShow(
        row["title_id"], MediaType(row["media_type"]), json.loads(row["external_ids"] or "{}"), row["source"]
    )


def _known_episode(row: Row) -> KnownEpisode:
    facts = ProvidedEpisode(season=row["season"], **{name: row[name] for name in _FACTS})
    return KnownEpisode(
        row["id"],
        row["season"],
        row["number"],
        row["title"],
        row["air_date"],
        EpisodeState(row["state"]),
        row["missing_since"],
        json.loads(row["external_ids"]),
        facts,
    )


def _seasons_of(show: ProvidedShow, changes: EpisodeChanges) -> Iterable[ProvidedSeason]:
    """Return the seasons of an answer, and those that only its episodes name."""
    told = {one.number for one in show.seasons}
    named = {one.season for one in changes.added} | {one.season for _, one in changes.found}
    return [*show.seasons, *(ProvidedSeason(number) for number in sorted(named - told))]


def _season_values(one: ProvidedSeason, source: str) -> dict[str, Any]:
    ids = {} if one.external_id is None else {source: one.external_id}
    shown = {name: value for name, value in asdict(one).items() if name != "external_id"}
    return {"id": uuid7(), **shown, "external_ids": json.dumps(ids)}


def _row(id_: UUID, one: ProvidedEpisode) -> dict[str, Any]:
    kind = EpisodeKind.SPECIAL if one.season == 0 else EpisodeKind.REGULAR
    return {"id": id_, "season": one.season, "kind": kind, **{name: getattr(one, name) for name in _FACTS}}
