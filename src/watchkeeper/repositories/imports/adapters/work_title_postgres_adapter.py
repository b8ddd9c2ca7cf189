from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from watchkeeper.foundation.core.text import case_key
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_terms import name_keys, names_query, title_key
from watchkeeper.models.types.discovery.metadata import ExternalTitle
from watchkeeper.models.types.imports.import_work import CandidateTitle, FoundTitles, Work
from watchkeeper.models.types.undo.operation import ChangedRow, RowKind
from watchkeeper.repositories.text_statements import text_statement

_SHOWN: Final = "title.id, title.title, title.media_type, title.release_date, title.owner_id IS NOT NULL AS is_own"
# One name after the other by the index of words; titles of one's own, which it does not have, by their keys.
_FIND: Final = text_statement(
    f"""
    WITH found AS (
        SELECT 'id' AS kind, sent.place, coalesce(public.title_id, personal.title_id) AS title_id
        FROM unnest(:places, :sources, :media_types, :external_ids) AS sent (place, source, media_type, external_id)
        LEFT JOIN title_external_ids AS public USING (source, media_type, external_id)
        LEFT JOIN personal_title_ids AS personal
            ON personal.owner_id = :user_id AND personal.source = sent.source
           AND personal.media_type = sent.media_type AND personal.external_id = sent.external_id
        UNION
        SELECT 'name', sent.place, named.id
        FROM unnest(:name_places, :names, :name_media) AS sent (place, names, media_type)
        CROSS JOIN LATERAL (
            SELECT id FROM titles
            WHERE search_vector @@ CAST(sent.names AS tsquery) AND owner_id IS NULL AND is_active
              AND titles.media_type = sent.media_type
            ORDER BY known_ratings DESC, id
            LIMIT 20
        ) AS named
        UNION
        SELECT 'name', sent.place, own.id
        FROM unnest(:name_places, :name_keys, :name_media) AS sent (place, name_key, media_type)
        JOIN titles AS own ON own.owner_id = :user_id AND own.title_key = sent.name_key
            AND own.media_type = sent.media_type
    )
    SELECT found.kind, found.place, {_SHOWN}, refs.external_ids
    FROM found
    JOIN titles AS title ON title.id = found.title_id AND title.is_active
    LEFT JOIN title_references AS refs ON refs.title_id = title.id
    ORDER BY found.place, found.kind, title.known_ratings DESC, title.id
    """  # noqa: S608 - built from constants
)


def _link(lookup: str) -> Statement:
    """Return the statement that links titles with genres or platforms, which stay there until the transaction ends."""
    return text_statement(
        f"""
        INSERT INTO title_{lookup}s (title_id, {lookup}_id)
        SELECT sent.title_id, known.id FROM unnest(:title_ids, :name_keys) AS sent (title_id, name_key)
        JOIN (SELECT id, name_key FROM {lookup}s WHERE name_key = ANY (:name_keys) ORDER BY id FOR SHARE) AS known
            USING (name_key)
        ON CONFLICT DO NOTHING
        """  # noqa: S608 - one of two words
    )


_LINK_GENRES: Final = _link("genre")
_LINK_PLATFORMS: Final = _link("platform")
# Of personal titles nothing but this writes the copy of the ids. An id that another title has is not taken.
_ADD_IDS: Final = text_statement(
    """
    WITH added AS (
        INSERT INTO personal_title_ids (owner_id, title_id, source, media_type, external_id)
        SELECT :user_id, own.id, sent.source, sent.media_type, sent.external_id
        FROM unnest(:title_ids, :sources, :media_types, :external_ids)
            AS sent (title_id, source, media_type, external_id)
        JOIN titles AS own ON own.id = sent.title_id AND own.owner_id = :user_id AND own.media_type = sent.media_type
        WHERE NOT EXISTS (
            SELECT FROM personal_title_ids AS there
            WHERE there.owner_id = :user_id AND there.title_id = own.id AND there.source = sent.source
        )
        ON CONFLICT DO NOTHING
        RETURNING title_id, source, external_id
    ), told AS (
        SELECT title_id, jsonb_object_agg(source, external_id) AS ids FROM added GROUP BY title_id
    ), copied AS (
        INSERT INTO title_references AS refs (title_id, external_ids)
        SELECT title_id, ids::text FROM told
        ON CONFLICT (title_id) DO UPDATE
        SET external_ids = (coalesce(refs.external_ids, '{}')::jsonb || excluded.external_ids::jsonb)::text
    )
    UPDATE titles AS title SET updated_at = greatest(:at, title.updated_at + interval '1 microsecond'),
        metadata_state = CASE WHEN is_provided THEN 'pending' ELSE title.metadata_state END,
        metadata_due_at = CASE WHEN is_provided THEN :at ELSE title.metadata_due_at END
    FROM (
        SELECT own.*, ids, metadata_state = 'own' AND title_id = ANY (:provided_ids) AS is_provided
        FROM told JOIN titles AS own ON own.id = title_id
    ) AS before
    WHERE title.id = before.id
    RETURNING title.id, jsonb_build_object(
        'ids', ids, 'metadata_state', before.metadata_state, 'metadata_due_at', before.metadata_due_at
    )::text AS before
    """
)
_OF_ANY_MEDIUM: Final = frozenset({"imdb"})


class PostgresWorkTitleAdapter(DatabaseAdapter):
    """Titles by ids and names in PostgreSQL."""

    async def find(self, user_id: UUID, works: Sequence[Work]) -> list[FoundTitles]:
        ids = [
            (place, one.source, medium.value, one.external_id)
            for place, work in enumerate(works)
            for one in work.external_ids
            for medium in (MediaType if one.source in _OF_ANY_MEDIUM else (one.media_type,))
        ]
        named = [(place, work, work.title) for place, work in enumerate(works) if work.title is not None]
        named = [(place, work, title) for place, work, title in named if title_key(title)]
        places, sources, media_types, external_ids = zip(*ids, strict=True) if ids else ((), (), (), ())
        rows = await self._database.fetch(
            _FIND,
            user_id=user_id,
            places=places,
            sources=sources,
            media_types=media_types,
            external_ids=external_ids,
            name_places=[place for place, _, _ in named],
            names=[names_query(name_keys([title])) for _, _, title in named],
            name_media=[work.media_type.value for _, work, _ in named],
            name_keys=[title_key(title) for _, _, title in named],
        )
        found: list[dict[str, list[CandidateTitle]]] = [{"id": [], "name": []} for _ in works]
        for row in rows:
            found[row["place"]][row["kind"]].append(_candidate(row))
        return [FoundTitles(tuple(one["id"]), tuple(one["name"])) for one in found]

    async def add_ids(
        self, user_id: UUID, ids: Mapping[UUID, Sequence[ExternalTitle]], at: datetime
    ) -> list[ChangedRow]:
        sent = [(title_id, one) for title_id, ones in ids.items() for one in ones]
        if not sent:
            return []
        changed = await self._database.fetch(
            _ADD_IDS,
            user_id=user_id,
            title_ids=[title_id for title_id, _ in sent],
            sources=[one.source for _, one in sent],
            media_types=[one.media_type.value for _, one in sent],
            external_ids=[one.external_id for _, one in sent],
            provided_ids=[title_id for title_id, one in sent if one.provider_id is not None],
            at=at,
        )
        return [ChangedRow(RowKind.NEW_IDS, row["id"], row["before"], at) for row in changed]

    async def link(self, genres: Mapping[UUID, Sequence[str]], platforms: Mapping[UUID, Sequence[str]]) -> None:
        for statement, named_by in ((_LINK_GENRES, genres), (_LINK_PLATFORMS, platforms)):
            pairs = [(title_id, case_key(name)) for title_id, names in named_by.items() for name in names]
            if pairs:
                ids, keys = zip(*pairs, strict=True)
                await self._database.execute(statement, title_ids=ids, name_keys=keys)


def _candidate(row: Row) -> CandidateTitle:
    ids = msgspec.json.decode(row["external_ids"], type=dict[str, str]) if row["external_ids"] else {}
    return CandidateTitle(row["id"], row["title"], row["media_type"], row["release_date"], row["is_own"], ids)
