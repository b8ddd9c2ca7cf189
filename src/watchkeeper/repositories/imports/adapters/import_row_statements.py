"""Statements of the records of imports. Every one is restricted to one person."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    null,
    select,
)

from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.imports.import_entity import ImportRowEntity
from watchkeeper.models.types.imports.import_source import RecordKind
from watchkeeper.models.types.imports.import_state import NAMING
from watchkeeper.models.types.sorts import ImportRowSort
from watchkeeper.repositories.text_statements import text_statement

_ROWS: FromClause = ImportRowEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_PERSON = bindparam("user_id", type_=Uuid())
_OF_IMPORT = (_ROWS.c.user_id == _PERSON, _ROWS.c.import_id == bindparam("import_id", type_=Uuid()))
_READ = (
    *("id", "place", "number", "work_key", "record", "result", "reason", "warnings"),
    *("decision", "title_id", "matched_id"),
)
_JSON = ("record", "warnings", "candidates", "effect")
_WORKED_ON = tuple(
    cast(_ROWS.c[name], Text()).label(name) if name in _JSON else _ROWS.c[name]
    for name in (*_READ, "candidates", "effect")
)
_YEAR = cast(func.extract("year", _TITLES.c.release_date), Integer())
_MATCHED = func.jsonb_build_object(
    *("title_id", _TITLES.c.id, "title", _TITLES.c.title, "year", _YEAR, "media_type", _TITLES.c.media_type)
)
_TITLE = select(cast(_MATCHED, Text())).where(_TITLES.c.id == _ROWS.c.title_id).scalar_subquery()
_COLUMNS = (*_WORKED_ON, _TITLE.label("matched"))
_WITHOUT_TITLE = (*_WORKED_ON, cast(null(), Text()).label("matched"))
_IS_ROW = _ROWS.c.number.is_not(None)

SORTS: Mapping[str, SortColumn] = {"number": SortColumn(_ROWS.c.place, int)}
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "results": _ROWS.c.result == func.any(bindparam("results", type_=ARRAY(Text()))),
    "member": _ROWS.c.member == bindparam("member", type_=Text()),
    "decided": _ROWS.c.decision.is_not(None),
    "undecided": _ROWS.c.decision.is_(None),
}


def _shown(conditions: frozenset[str]) -> Select[Any]:
    return select(*_COLUMNS).where(*_OF_IMPORT, _IS_ROW, *(_CONDITIONS[name] for name in sorted(conditions)))


@cache
def search(sort: ImportRowSort, conditions: frozenset[str], *, is_continued: bool) -> Statement:
    """Return one page of the rows of an import that meet the named conditions."""
    return Statement(
        keyset_page(_shown(conditions), column_for(SORTS, sort), _ROWS.c.id, sort, is_continued=is_continued)
    )


@cache
def count(conditions: frozenset[str]) -> Statement:
    """Return how many rows of an import meet the named conditions."""
    return Statement(_shown(conditions).with_only_columns(func.count()))


BY_ID: Final = Statement(select(*_COLUMNS).where(*_OF_IMPORT, _IS_ROW, _ROWS.c.id == bindparam("id", type_=Uuid())))
_NAME = tuple(_ROWS.c.record[name].astext.label(name) for name in ("title", "year", "media_type", "external_ids"))
NAMES: Final = Statement(
    select(_ROWS.c.place, *_NAME)
    .where(
        *_OF_IMPORT,
        _ROWS.c.place > bindparam("place", type_=Integer()),
        _ROWS.c.result.in_([literal_column(f"'{result}'") for result in NAMING]),
        _ROWS.c.kind != literal_column(f"'{RecordKind.LIST.value}'"),
        _ROWS.c.record["media_type"].astext.is_not(None),
    )
    .order_by(_ROWS.c.place)
    .limit(bindparam("limit", type_=Integer()))
)
OF_WORKS: Final = Statement(
    select(*_WITHOUT_TITLE)
    .where(*_OF_IMPORT, _ROWS.c.work_key == func.any(bindparam("work_keys", type_=ARRAY(LargeBinary()))))
    .order_by(_ROWS.c.place)
)
LISTS: Final = Statement(
    select(*_WITHOUT_TITLE)
    .where(*_OF_IMPORT, _ROWS.c.kind.startswith(literal_column(f"'{RecordKind.LIST.value}'")))
    .order_by(_ROWS.c.place)
)
UNUSED_TAGS: Final = Statement(
    select(func.jsonb_array_elements_text(_ROWS.c.record["tags"]).label("name"))
    .where(*_OF_IMPORT, _ROWS.c.kind == literal_column(f"'{RecordKind.TAG.value}'"))
    .order_by(_ROWS.c.place)
)
RESULTS: Final = Statement(
    select(_ROWS.c.result, func.count().label("count")).where(*_OF_IMPORT, _IS_ROW).group_by(_ROWS.c.result)
)
REMOVE_ALL: Final = Statement(delete(ImportRowEntity).where(*_OF_IMPORT))

ADD: Final = text_statement(
    """
    INSERT INTO import_rows (user_id, import_id, id, place, number, member, member_row, kind, work_key, record,
                             result, reason, warnings, decision, title_id, matched_id, candidates, effect)
    SELECT :user_id, :import_id, id, place, number, member, member_row, kind, work_key, CAST(record AS jsonb),
           result, reason, CAST(warnings AS jsonb), decision, title_id, matched_id, CAST(candidates AS jsonb),
           CAST(effect AS jsonb)
    FROM unnest(:ids, :places, :numbers, :members, :member_rows, :kinds, :work_keys, :records, :results, :reasons,
                :warnings, :decisions, :title_ids, :matched_ids, :candidates, :effects)
        AS sent (id, place, number, member, member_row, kind, work_key, record, result, reason, warnings, decision,
                 title_id, matched_id, candidates, effect)
    """
)
SAVE: Final = text_statement(
    """
    UPDATE import_rows
    SET result = sent.result, reason = sent.reason, warnings = CAST(sent.warnings AS jsonb),
        decision = sent.decision, title_id = sent.title_id, matched_id = sent.matched_id,
        candidates = CAST(sent.candidates AS jsonb), effect = CAST(sent.effect AS jsonb)
    FROM unnest(:ids, :results, :reasons, :warnings, :decisions, :title_ids, :matched_ids, :candidates, :effects)
        AS sent (id, result, reason, warnings, decision, title_id, matched_id, candidates, effect)
    WHERE import_rows.user_id = :user_id AND import_rows.id = sent.id
    """
)
