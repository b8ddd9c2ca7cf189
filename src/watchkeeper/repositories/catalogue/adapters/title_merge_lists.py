"""SQL that moves items of lists from a merged title to the other, in this order, behind its seasons and episodes.

Of two items that become one, the first of the list stays.
"""

from typing import Final

_LATER: Final = "greatest(:at, {row}.updated_at + interval '1 microsecond')"

_PAIRS: Final = """
    SELECT kept.user_id, kept.id AS kept_id, other.id AS other_id
    FROM list_items AS kept
    JOIN list_items AS other ON other.user_id = kept.user_id AND other.list_id = kept.list_id
    WHERE kept.title_id IN (:title_id, :into_id) AND other.title_id IN (:title_id, :into_id)
      AND kept.title_id <> other.title_id
      AND kept.season_id IS NOT DISTINCT FROM other.season_id
      AND kept.episode_id IS NOT DISTINCT FROM other.episode_id
      AND (kept.rank, kept.id) < (other.rank, other.id)
"""

MOVE_LIST_ITEMS: Final = (
    f"""
    UPDATE lists SET updated_at = {_LATER.format(row="lists")}
    WHERE (user_id, id) IN (SELECT user_id, list_id FROM list_items WHERE title_id = :title_id)
    """,  # noqa: S608 - built from constants
    f"""
    WITH pairs AS MATERIALIZED ({_PAIRS})
    UPDATE list_items AS kept
    SET note = CASE WHEN coalesce(kept.note, '') = '' THEN other.note ELSE kept.note || E'\\n\\n' || other.note END,
        updated_at = {_LATER.format(row="kept")}
    FROM pairs JOIN list_items AS other ON other.user_id = pairs.user_id AND other.id = pairs.other_id
    WHERE kept.user_id = pairs.user_id AND kept.id = pairs.kept_id
      AND other.note <> '' AND kept.note IS DISTINCT FROM other.note
      AND char_length(coalesce(kept.note, '')) + char_length(other.note) <= 4998
    """,  # noqa: S608
    f"""
    WITH pairs AS MATERIALIZED ({_PAIRS}), removed AS (
        DELETE FROM list_items AS item USING pairs
        WHERE item.user_id = pairs.user_id AND item.id = pairs.other_id
        RETURNING item.user_id, item.list_id
    )
    UPDATE lists SET items_count = items_count - gone.number
    FROM (SELECT user_id, list_id, count(*) AS number FROM removed GROUP BY user_id, list_id) AS gone
    WHERE lists.user_id = gone.user_id AND lists.id = gone.list_id
    """,  # noqa: S608
    f"""
    UPDATE list_items SET title_id = :into_id, updated_at = {_LATER.format(row="list_items")}
    WHERE title_id = :title_id
    """,  # noqa: S608
)
