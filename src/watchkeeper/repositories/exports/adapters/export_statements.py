"""Statements of exports: portions of one person's rows, each row as JSON that PostgreSQL makes."""

from typing import Final

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.types.identity import account_rows
from watchkeeper.repositories.text_statements import text_statement

PORTION: Final = 500
"""Rows of a portion."""

_YEAR = "extract(year FROM titles.release_date)::integer"
_TITLE = f"""
json_build_object('id', titles.id, 'media_type', titles.media_type, 'title', titles.title, 'year', {_YEAR},
    'external_ids', coalesce(
        (SELECT known.external_ids::json FROM title_references AS known WHERE known.title_id = titles.id), '{{}}'::json
    ))
"""  # noqa: S608
_JOIN_TITLE = "JOIN titles ON titles.id = own.title_id"
_SCORE = """
json_build_object('score', {row}.half_steps * 0.5, 'original_value', {row}.original_value,
    'original_scale', {row}.original_scale {more})
"""
_ORIGIN = """
(SELECT json_build_object('source', source, 'told_at', nullif(told_at, '-infinity'), 'is_present', is_present,
    'play_key', play_key) FROM row_origins
 WHERE row_origins.user_id = own.user_id AND row_id = own.id AND row_origins.edited_at = own.edited_at
   AND source <> 'watchkeeper')
"""
_RATING = _SCORE.format(row="own", more=f", 'rated_at', own.created_at, 'origin', {_ORIGIN}")
_PLAY_SCORE = _SCORE.format(row="own", more="")
_TAGS = """
coalesce((SELECT json_agg(tags.name ORDER BY array_position(own.tag_ids, tags.id)) FROM tags
    WHERE tags.user_id = own.user_id AND tags.id = ANY (own.tag_ids)), '[]'::json)
"""
_RATING_OF_TITLE = f"""
(SELECT {_SCORE.format(row="rating", more=", 'rated_at', rating.created_at")} FROM ratings AS rating
    WHERE rating.user_id = own.user_id AND rating.title_id = own.title_id)
"""  # noqa: S608 - constants
_REVIEW_OF_TITLE = """
(SELECT review.body FROM reviews AS review
    WHERE review.user_id = own.user_id AND review.title_id = own.title_id AND NOT review.is_superseded)
"""


def _portion(
    facts: str, table: str, joins: str, *key: str, condition: str = "true", owner: str = "user_id"
) -> Statement:
    """Return the statement of the rows behind a key, whose parameters have the names of its columns."""
    columns, after = (", ".join(prefix + name for name in key) for prefix in ("own.", ":"))
    rows = (
        f"SELECT * FROM {table} AS own WHERE own.{owner} = :user_id AND ({columns}) > ({after}) AND {condition}"  # noqa: S608
        f" ORDER BY {columns} LIMIT {PORTION}"
    )
    return text_statement(
        f"SELECT {columns}, json_build_object({facts})::text AS facts FROM ({rows}) AS own {joins} ORDER BY {columns}",  # noqa: S608
    )


ENTRIES: Final = _portion(
    f"""
    'title', {_TITLE}, 'status', own.status, 'notes', own.notes, 'hidden_from', own.hidden_from,
    'include_specials', own.include_specials, 'tags', {_TAGS}, 'added_at', own.created_at,
    'completed_at', own.completed_at,
    'viewings', coalesce((
        SELECT json_agg(json_build_object('number', number, 'state', CASE
                WHEN NOT is_last THEN state WHEN own.status = 'completed' THEN 'finished' ELSE 'current'
            END, 'started_on', started_on,
            'is_started_on_said', is_started_on_said, 'finished_on', finished_on,
            'is_finished_on_said', is_finished_on_said, 'stated_count', stated_count, 'seen_count', seen_count,
            'completed_at', completed_at)
            ORDER BY number)
        FROM (
            SELECT *, lead(number) OVER (ORDER BY number) IS NULL AS is_last FROM viewings
            WHERE viewings.user_id = own.user_id AND viewings.title_id = own.title_id
        ) AS viewing), '[]'::json),
    'plays_count', played.plays_count, 'whole_plays', played.whole_plays,
    'rating', {_RATING_OF_TITLE}, 'review', {_REVIEW_OF_TITLE}
    """,  # noqa: S608 - constants
    "watch_entries",
    f"""{_JOIN_TITLE} CROSS JOIN LATERAL (
        SELECT count(*) AS plays_count, count(*) FILTER (WHERE season IS NULL) AS whole_plays
        FROM plays WHERE plays.user_id = own.user_id AND plays.title_id = own.title_id
    ) AS played""",  # noqa: S608
    "id",
)
TAGGED: Final = _portion(
    f"'title', {_TITLE}, 'tags', {_TAGS}", "watch_entries", _JOIN_TITLE, "id", condition="own.tag_ids <> '{}'"
)
_EPISODE = """
LEFT JOIN episodes AS logged ON logged.id = own.episode_id
LEFT JOIN episodes AS episode ON episode.id = coalesce(logged.replaced_by_id, logged.id)
"""
_OTHER_PLAYS = """
(SELECT FROM plays AS other WHERE other.user_id = own.user_id AND other.title_id = own.title_id
    AND (other.sorted_at, other.id) {comparison} (own.sorted_at, own.id))
"""
PLAYS: Final = _portion(
    f"""
    'key', CASE WHEN own.source = 'watchkeeper' THEN coalesce(own.source_key, own.id::text) ELSE own.id::text END,
    'title', {_TITLE}, 'season', coalesce(episode.season, own.season), 'number', coalesce(episode.number, own.number),
    'episode_title', episode.title,
    'episode_ids', coalesce((SELECT json_object_agg(source, external_id)
        FROM (SELECT source, min(external_id) AS external_id FROM episode_external_ids
              WHERE episode_id = episode.id GROUP BY source) AS ids), '{{}}'::json),
    'viewing', own.viewing, 'watched_on', own.watched_on, 'source', nullif(own.source, 'watchkeeper'),
    'source_key', CASE WHEN own.source <> 'watchkeeper' THEN own.source_key END,
    'day', CASE WHEN own.precision IN ('instant', 'day') THEN own.first_day END,
    'is_rewatch', own.season IS NULL AND EXISTS {_OTHER_PLAYS.format(comparison="<")},
    'note', own.note, 'place', own.place, 'tags', {_TAGS},
    'score', CASE WHEN own.half_steps IS NOT NULL THEN {_PLAY_SCORE} END,
    'rating', CASE WHEN beside.is_last THEN {_RATING_OF_TITLE} END,
    'review', CASE WHEN beside.is_last THEN {_REVIEW_OF_TITLE} END
    """,  # noqa: S608
    "plays",
    f"""{_JOIN_TITLE} {_EPISODE} CROSS JOIN LATERAL (
        SELECT own.season IS NULL AND NOT EXISTS {_OTHER_PLAYS.format(comparison=">")} AS is_last
    ) AS beside""",
    "id",
)
RATINGS: Final = _portion(f"'title', {_TITLE}, 'rating', {_RATING}", "ratings", _JOIN_TITLE, "id")
REVIEWS: Final = _portion(
    f"""
    'title', {_TITLE}, 'body', own.body, 'contains_spoilers', own.contains_spoilers, 'written_at', own.created_at,
    'is_superseded', own.is_superseded, 'origin', {_ORIGIN}
    """,
    *("reviews", _JOIN_TITLE, "id"),
)
LISTS: Final = _portion(
    """
    'id', own.id, 'name', own.name, 'description', own.description, 'visibility', own.visibility,
    'is_ranked', own.is_ranked, 'default_sort', own.default_sort
    """,
    *("lists", "", "id"),
)
ITEMS: Final = _portion(
    f"""
    'list_id', own.list_id, 'title', {_TITLE}, 'season', coalesce(season.number, episode.season),
    'number', episode.number, 'note', own.note
    """,
    "list_items",
    f"{_JOIN_TITLE} LEFT JOIN seasons AS season ON season.id = own.season_id {_EPISODE}",
    *("list_id", "rank", "id"),
)
MARKS: Final = _portion(
    f"'title', {_TITLE}, 'mark', own.mark, 'note', own.note", "marks", _JOIN_TITLE, *("mark", "rank", "id")
)
POSITIONS: Final = _portion(
    f"""
    'title', {_TITLE}, 'season', episode.season, 'number', episode.number, 'seconds', own.seconds,
    'of_seconds', own.of_seconds, 'played_at', own.played_at
    """,
    *("positions", f"{_JOIN_TITLE} {_EPISODE}", "id"),
)
ACCOUNT_ROWS: Final = {
    table: _portion(
        ", ".join(f"'{column}', own.{column}" for column in rows.columns), table, "", *rows.key, owner=rows.owner
    )
    for table, rows in account_rows.ACCOUNT_ROWS.items()
}
PERSONAL_TITLES: Final = text_statement("SELECT id FROM titles WHERE owner_id = :user_id")
_NAMES = "coalesce((SELECT json_agg(name) FROM json_to_recordset(known.{column}::json) AS one (name text)), '[]'::json)"
TITLES: Final = text_statement(
    f"""
    SELECT (jsonb_build_object('original_title', titles.original_title, 'is_personal', is_own,
        'release_date', CASE titles.release_date_precision WHEN 'day' THEN titles.release_date::text END)
        || {_TITLE}::jsonb
        || CASE WHEN is_own THEN jsonb_build_object('alternative_titles', titles.alternative_titles,
            'overview', titles.overview, 'runtime_minutes', titles.runtime_minutes, 'poster_url', titles.poster_url,
            'genres', {_NAMES.format(column="genres")}, 'platforms', {_NAMES.format(column="platforms")})
            ELSE '{{}}' END)::text
    FROM titles LEFT JOIN title_references AS known ON known.title_id = titles.id
    CROSS JOIN LATERAL (SELECT titles.owner_id IS NOT DISTINCT FROM CAST(:user_id AS uuid) AS is_own) AS owned
    WHERE titles.id = ANY (:ids) ORDER BY titles.id
    """,  # noqa: S608 - constants
)
UNUSED_TAGS: Final = text_statement(
    """
    SELECT name FROM tags AS own
    WHERE own.user_id = :user_id AND own.id NOT IN (
        SELECT unnest(entry.tag_ids) FROM watch_entries AS entry
        WHERE entry.user_id = :user_id AND entry.tag_ids <> '{}'
        UNION ALL
        SELECT unnest(play.tag_ids) FROM plays AS play WHERE play.user_id = :user_id AND play.tag_ids <> '{}'
    )
    ORDER BY name_sort, id
    """
)
ACCOUNT: Final = text_statement(
    """
    SELECT json_build_object('username', username, 'email', email, 'first_name', first_name, 'last_name', last_name,
        'role', role, 'time_zone', time_zone, 'created_at', created_at, 'preferences', preferences::json,
        'tags', coalesce((SELECT json_agg(name ORDER BY name_sort, id) FROM tags WHERE tags.user_id = :user_id),
            '[]'::json))::text
    FROM users WHERE users.id = :user_id
    """
)
