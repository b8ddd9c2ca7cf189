"""Statements that find many episodes by what requests refer to them by."""

from typing import Final

from watchkeeper.repositories.text_statements import text_statement

MEMBERS: Final = ("title_id", "id", "season", "number", "absolute_number", "source", "external_id")
"""The members of a reference."""

# Of an id at a source, gone episodes count only if there are no others: current ones come first.
CANDIDATES: Final = text_statement(
    f"""
    WITH named AS MATERIALIZED (
        SELECT * FROM unnest({", ".join(f":{name}s" for name in MEMBERS)}) WITH ORDINALITY
            AS named ({", ".join(MEMBERS)}, place)
    ), found AS (
        SELECT place, episode.id FROM named JOIN episodes AS episode USING (id)
        WHERE episode.title_id = named.title_id
        UNION
        SELECT place, episode.id FROM named JOIN episodes AS episode USING (title_id, season, number)
        WHERE state = 'current'
        UNION
        SELECT place, episode.id
        FROM named JOIN episodes AS episode
            ON episode.title_id = named.title_id AND episode.absolute_number = named.number
        WHERE state = 'current' AND named.number > (
            SELECT max(last.number) FROM episodes AS last
            WHERE last.title_id = named.title_id AND last.season = named.season AND last.state = 'current'
        )
        UNION
        SELECT place, episode.id FROM named JOIN episodes AS episode USING (title_id, absolute_number)
        WHERE state = 'current'
        UNION
        SELECT place, episode.id
        FROM named JOIN episode_external_ids AS other USING (source, external_id)
        JOIN episodes AS episode ON episode.id = other.episode_id AND episode.title_id = named.title_id
    )
    SELECT place, episode.id, episode.state, episode.season, episode.number, episode.airs_at, episode.air_date
    FROM found JOIN episodes AS episode USING (id)
    ORDER BY place, episode.state, episode.id
    """  # noqa: S608 - built from constants
)
