"""SQL that moves seasons and episodes from a merged title to the other, in this order.

Seasons are the same by their numbers, current episodes by season and number: the survivor's takes what it lacks. All
others keep their ids.
"""

from typing import Final

_SAME: Final = """
    episodes AS old JOIN episodes AS same ON same.title_id = :into_id AND same.state = 'current'
        AND same.season = old.season AND same.number = old.number AND old.state = 'current' AND old.title_id = :title_id
"""
_FACTS: Final = ("absolute_number", "title", "overview", "air_date", "airs_at", "runtime_minutes", "still_url")
_FILLED: Final = ", ".join(f"{name} = coalesce(kept.{name}, old.{name})" for name in _FACTS)
_LACKS: Final = " OR ".join(f"kept.{name} IS NULL AND old.{name} IS NOT NULL" for name in _FACTS)

MOVE_EPISODES: Final = (
    """
    UPDATE list_items SET season_id = same.id
    FROM seasons AS old JOIN seasons AS same ON same.title_id = :into_id AND same.number = old.number
    WHERE old.title_id = :title_id AND list_items.season_id = old.id
    """,
    f"UPDATE list_items SET episode_id = same.id FROM {_SAME} WHERE list_items.episode_id = old.id",  # noqa: S608
    """
    UPDATE seasons SET title_id = :into_id
    WHERE title_id = :title_id
      AND NOT EXISTS (SELECT FROM seasons AS same WHERE same.title_id = :into_id AND same.number = seasons.number)
    """,
    f"""
    UPDATE episodes AS kept
    SET {_FILLED}, updated_at = greatest(:at, kept.updated_at + interval '1 microsecond')
    FROM {_SAME} WHERE kept.id = same.id AND ({_LACKS})
    """,  # noqa: S608 - built from constants
    f"""
    INSERT INTO episode_external_ids (source, external_id, episode_id)
    SELECT ids.source, ids.external_id, same.id
    FROM episode_external_ids AS ids JOIN ({_SAME}) ON ids.episode_id = old.id
    WHERE NOT EXISTS (
        SELECT FROM episode_external_ids AS known WHERE known.episode_id = same.id AND known.source = ids.source
    )
    ON CONFLICT DO NOTHING
    """,  # noqa: S608
    f"UPDATE episodes AS gone SET replaced_by_id = same.id FROM {_SAME} WHERE gone.replaced_by_id = old.id",  # noqa: S608
    """
    UPDATE episodes SET title_id = :into_id, season_id = season.id
    FROM seasons AS season
    WHERE episodes.title_id = :title_id AND season.title_id = :into_id AND season.number = episodes.season
      AND (episodes.state <> 'current' OR NOT EXISTS (
          SELECT FROM episodes AS same
          WHERE same.title_id = :into_id AND same.season = episodes.season AND same.number = episodes.number
            AND same.state = 'current'
      ))
    """,
    # Its provider is asked anew: the ids of both are known now.
    """
    INSERT INTO episode_refreshes AS kept (title_id, state, airing, source, due_at)
    SELECT :into_id, state, airing, source, :at FROM episode_refreshes WHERE title_id = :title_id
    ON CONFLICT (title_id) DO UPDATE SET
        state = CASE WHEN kept.state = 'current' THEN kept.state ELSE excluded.state END,
        airing = CASE WHEN kept.state = 'current' THEN kept.airing ELSE excluded.airing END,
        source = CASE WHEN kept.state = 'current' THEN kept.source ELSE excluded.source END,
        due_at = excluded.due_at
    """,
)
