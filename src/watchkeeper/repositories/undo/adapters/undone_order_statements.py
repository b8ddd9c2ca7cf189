"""What an undo makes of the order of lists and marks."""

from typing import Final

from watchkeeper.foundation.core.ranks import RANK_STEP
from watchkeeper.models.types.undo.operation import RowKind
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.undo.adapters.undoable_table import UndoableTable, later_than

_CHANGED: Final = (
    "changed.user_id = :user_id AND changed.operation_id = :operation_id AND changed.ordinal >= :first AND changed.kind"
)
_OF_LIST: Final = f"{_CHANGED} = '{RowKind.LIST_ORDER.value}'"
ROOM_OF_LIST: Final = f"""(
    SELECT min(greatest(0, :max_items - list.items_count)) FROM lists AS list
    WHERE list.user_id = :user_id AND list.id IN (
        SELECT CAST(changed.before ->> 'list_id' AS uuid) FROM operation_rows AS changed
        WHERE {_CHANGED} = '{RowKind.LIST_ITEM.value}' AND changed.edited_at IS NULL
    )
)"""  # noqa: S608 - built from constants
# What a person does with items locks their list first.
LOCK_LISTS: Final = text_statement(
    f"""
    SELECT list.id FROM lists AS list
    WHERE list.user_id = :user_id AND list.id IN (
        SELECT CAST(changed.before ->> 'list_id' AS uuid) FROM operation_rows AS changed
        WHERE {_CHANGED} = '{RowKind.LIST_ITEM.value}'
        UNION ALL
        SELECT item.list_id FROM operation_rows AS changed
        JOIN list_items AS item ON item.user_id = changed.user_id AND item.id = changed.row_id
        WHERE {_CHANGED} = '{RowKind.LIST_ITEM.value}'
        UNION ALL
        SELECT changed.row_id FROM operation_rows AS changed WHERE {_OF_LIST}
    )
    ORDER BY list.id
    FOR UPDATE
    """  # noqa: S608 - built from constants
)
# Items that came since stand at the end.
_REORDER: Final = text_statement(
    f"""
    WITH list AS (
        UPDATE lists AS own SET updated_at = {later_than("own.updated_at")}, edited_at = CASE
            WHEN own.edited_at = changed.edited_at THEN CAST(changed.before ->> 'edited_at' AS timestamptz)
            ELSE own.edited_at
        END
        FROM operation_rows AS changed
        WHERE {_OF_LIST} AND own.user_id = :user_id AND own.id = changed.row_id
        RETURNING own.id, changed.before
    ), numbered AS (
        SELECT item.id, row_number() OVER (PARTITION BY item.list_id ORDER BY there.place, item.rank, item.id) AS place
        FROM list
        JOIN list_items AS item ON item.user_id = :user_id AND item.list_id = list.id
        LEFT JOIN LATERAL jsonb_array_elements_text(list.before -> 'item_ids') WITH ORDINALITY AS there (id, place)
            ON CAST(there.id AS uuid) = item.id
    ), moved AS (
        UPDATE list_items AS own SET rank = numbered.place * {RANK_STEP}, updated_at = {later_than("own.updated_at")}
        FROM numbered
        WHERE own.user_id = :user_id AND own.id = numbered.id AND own.rank <> numbered.place * {RANK_STEP}
    )
    SELECT id FROM list
    """  # noqa: S608 - built from constants
)
_LEFT: Final = text_statement(
    f"""
    SELECT changed.row_id AS id, 'changed_since' AS reason FROM operation_rows AS changed
    WHERE {_OF_LIST} AND NOT changed.row_id = ANY(:row_ids)
    """  # noqa: S608 - built from constants
)
LIST_ORDER: Final = UndoableTable(restore=None, lock=None, left=_LEFT, titles=None, remove=None, revert=_REORDER)
COUNT_ITEMS: Final = text_statement(
    f"""
    WITH counted AS (
        SELECT list.id, (
            SELECT count(*) FROM list_items AS item WHERE item.user_id = :user_id AND item.list_id = list.id
        ) AS number
        FROM lists AS list WHERE list.user_id = :user_id
    )
    UPDATE lists AS list SET items_count = counted.number, updated_at = {later_than("list.updated_at")}
    FROM counted
    WHERE list.user_id = :user_id AND list.id = counted.id AND list.items_count <> counted.number
    """  # noqa: S608 - built from constants
)
# What came to a rank that was free meanwhile stands behind what was there before, by its id.
SEPARATE_ITEMS: Final = text_statement(
    f"""
    WITH tied AS MATERIALIZED (
        SELECT DISTINCT item.list_id FROM list_items AS item
        WHERE item.user_id = :user_id AND item.list_id IN (
            SELECT named.list_id FROM list_items AS named
            WHERE named.user_id = :user_id AND named.id = ANY(:row_ids)
        )
        GROUP BY item.list_id, item.rank HAVING count(*) > 1
    ), numbered AS MATERIALIZED (
        SELECT item.id, row_number() OVER (PARTITION BY item.list_id ORDER BY item.rank, item.id) AS place
        FROM tied JOIN list_items AS item ON item.user_id = :user_id AND item.list_id = tied.list_id
    )
    UPDATE list_items AS own SET rank = numbered.place * {RANK_STEP}, updated_at = {later_than("own.updated_at")}
    FROM numbered
    WHERE own.user_id = :user_id AND own.id = numbered.id AND own.rank <> numbered.place * {RANK_STEP}
    """  # noqa: S608 - built from constants
)
SEPARATE_MARKS: Final = text_statement(
    f"""
    WITH tied AS MATERIALIZED (
        SELECT DISTINCT there.mark FROM marks AS there
        WHERE there.user_id = :user_id AND there.mark IN (
            SELECT named.mark FROM marks AS named WHERE named.user_id = :user_id AND named.id = ANY(:row_ids)
        )
        GROUP BY there.mark, there.rank HAVING count(*) > 1
    ), numbered AS MATERIALIZED (
        SELECT there.id, row_number() OVER (PARTITION BY there.mark ORDER BY there.rank, there.id) AS place
        FROM tied JOIN marks AS there ON there.user_id = :user_id AND there.mark = tied.mark
    )
    UPDATE marks AS own SET rank = numbered.place * {RANK_STEP}, updated_at = {later_than("own.updated_at")}
    FROM numbered
    WHERE own.user_id = :user_id AND own.id = numbered.id AND own.rank <> numbered.place * {RANK_STEP}
    """  # noqa: S608 - built from constants
)
