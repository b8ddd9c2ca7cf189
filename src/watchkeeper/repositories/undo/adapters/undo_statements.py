"""The tables whose rows an undo brings back, and the statements over all of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.lists.list_entity import ListEntity, ListItemEntity, ListLinkEntity
from watchkeeper.models.entities.lists.mark_entity import MarkEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity, ViewingEntity
from watchkeeper.models.entities.watchlist.tag_entity import TagEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.changes.change import ChangeArea
from watchkeeper.models.types.undo.operation import RowKind
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.undo.adapters import undone_order_statements as orders
from watchkeeper.repositories.undo.adapters.undoable_table import (
    Rules,
    UndoableTable,
    later_than,
    undoable,
)

_ROOM: Final = """(
    SELECT greatest(0, :{most} - head.area_counts[{area}]) FROM change_heads AS head WHERE head.user_id = :user_id
)"""
# A tag that is no more is left out.
_TAGS_THERE: Final = """ARRAY(
    SELECT tag.id FROM unnest(image.tag_ids) WITH ORDINALITY AS named (id, place)
    JOIN tags AS tag ON tag.user_id = :user_id AND tag.id = named.id
    ORDER BY named.place
)"""
_TAGS: Final = Rules(names_title=False, is_gone="false", is_in_the_way="other.name_key = image.name_key")
# Of an import `edited_at` is the time of the transaction, which is behind that of the operation. Plays that another
# import made of a number of episodes move no status.
_HAS_PLAYS_SINCE: Final = """EXISTS (
    SELECT FROM plays AS play
    JOIN operations AS operation ON operation.user_id = play.user_id AND operation.id = changed.operation_id
    WHERE play.user_id = own.user_id AND play.title_id = own.title_id
        AND (play.moves_status OR own.status_by = 'import')
        AND play.edited_at > greatest(operation.created_at, changed.edited_at)
)"""
_ENTRIES: Final = Rules(
    values={"tag_ids": _TAGS_THERE},
    is_needed=_HAS_PLAYS_SINCE,
    room=_ROOM.format(most="max_entries", area=ChangeArea.WATCHLIST.number),
)
_REVIEWS: Final = Rules(
    fixed=frozenset({"is_superseded"}),
    is_in_the_way="other.title_id = title.id AND NOT other.is_superseded AND NOT image.is_superseded",
)
_VIEWINGS: Final = Rules(is_resource=False)
# An episode that is no more is still told by season and number.
_PLAYS: Final = Rules(
    is_in_the_way="other.source = image.source AND other.source_key = image.source_key",
    values={
        "episode_id": "(SELECT episode.id FROM episodes AS episode WHERE episode.id = image.episode_id)",
        "tag_ids": _TAGS_THERE,
    },
)
_LISTS: Final = Rules(
    names_title=False,
    is_gone="false",
    is_in_the_way="other.name_key = image.name_key",
    room=_ROOM.format(most="max_lists", area=ChangeArea.LISTS.number),
    values={"items_count": "0"},
)
_LIST_IS_THERE: Final = "EXISTS (SELECT FROM lists AS list WHERE list.user_id = :user_id AND list.id = image.list_id)"
_IS_GONE: Final = (
    "(image.{one}_id IS NOT NULL AND NOT EXISTS (SELECT FROM {one}s AS {one} WHERE {one}.id = image.{one}_id))"
)
_ITEMS: Final = Rules(
    edited="updated_at",
    is_gone=f"title.id IS NULL OR {_IS_GONE.format(one='season')} OR {_IS_GONE.format(one='episode')}",
    is_in_the_way="""
        other.list_id = image.list_id AND other.title_id = title.id
        AND other.season_id IS NOT DISTINCT FROM image.season_id
        AND other.episode_id IS NOT DISTINCT FROM image.episode_id
    """,
    belongs_to=_LIST_IS_THERE,
    room=orders.ROOM_OF_LIST,
)
_LINKS: Final = Rules(names_title=False, is_gone="false", is_in_the_way="false", belongs_to=_LIST_IS_THERE)
_MARKS: Final = Rules(edited="updated_at", is_in_the_way="other.title_id = title.id AND other.mark = image.mark")

TABLES: Final[Mapping[RowKind, UndoableTable]] = {
    RowKind.TAG: undoable(RowKind.TAG, TagEntity, _TAGS),
    RowKind.VIEWING: undoable(RowKind.VIEWING, ViewingEntity, _VIEWINGS),
    RowKind.PLAY: undoable(RowKind.PLAY, PlayEntity, _PLAYS),
    RowKind.WATCH_ENTRY: undoable(RowKind.WATCH_ENTRY, WatchEntryEntity, _ENTRIES),
    RowKind.RATING: undoable(RowKind.RATING, RatingEntity, Rules()),
    RowKind.REVIEW: undoable(RowKind.REVIEW, ReviewEntity, _REVIEWS),
    RowKind.LIST: undoable(RowKind.LIST, ListEntity, _LISTS),
    RowKind.LIST_ITEM: undoable(RowKind.LIST_ITEM, ListItemEntity, _ITEMS),
    RowKind.LIST_ORDER: orders.LIST_ORDER,
    RowKind.LIST_LINK: undoable(RowKind.LIST_LINK, ListLinkEntity, _LINKS),
    RowKind.MARK: undoable(RowKind.MARK, MarkEntity, _MARKS),
}

KINDS: Final = text_statement(
    "SELECT DISTINCT kind FROM operation_rows"
    " WHERE user_id = :user_id AND operation_id = :operation_id AND ordinal >= :first"
)
LOCK_TITLES: Final = text_statement("SELECT id FROM titles WHERE id = ANY(:title_ids) ORDER BY id FOR KEY SHARE")
LOCK_RATING_STATISTICS: Final = text_statement(
    "SELECT title_id FROM title_figures WHERE title_id = ANY(:title_ids) ORDER BY title_id FOR NO KEY UPDATE"
)
# A review shows the rating of its author.
_TOUCH_REVIEWS: Final = text_statement(
    f"""
    UPDATE reviews SET updated_at = {later_than("updated_at")}
    WHERE user_id = :user_id AND title_id = ANY(:title_ids) AND NOT is_superseded
    """  # noqa: S608 - built from constants
)
# What counts as seen since an operation completed a title does so no more.
_FORGET_END: Final = text_statement(
    f"""
    UPDATE viewings AS viewing SET completed_at = NULL
    WHERE viewing.user_id = :user_id AND viewing.title_id = ANY(:title_ids)
        AND EXISTS (
            SELECT FROM operation_rows AS changed
            WHERE changed.user_id = :user_id AND changed.operation_id = :operation_id AND changed.ordinal >= :first
                AND changed.kind = '{RowKind.WATCH_ENTRY.value}' AND changed.edited_at = viewing.completed_at
        )
        AND NOT EXISTS (
            SELECT FROM watch_entries AS entry
            WHERE entry.user_id = :user_id AND entry.title_id = viewing.title_id
                AND entry.completed_at = viewing.completed_at
        )
    """  # noqa: S608 - built from constants
)
FOLLOWING: Final[Mapping[RowKind, Sequence[Statement]]] = {
    RowKind.WATCH_ENTRY: (_FORGET_END,),
    RowKind.RATING: (_TOUCH_REVIEWS,),
    RowKind.LIST_ITEM: (orders.COUNT_ITEMS, orders.SEPARATE_ITEMS),
    RowKind.MARK: (orders.SEPARATE_MARKS,),
}
"""What is changed behind the rows of a kind, by the `row_ids` and `title_ids` of those that came back."""
