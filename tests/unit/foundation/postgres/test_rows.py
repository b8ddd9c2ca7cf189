"""Rows are read by name: where columns and members differ, nothing is imported; read is by position, as fast."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import Column, Integer, MetaData, Select, Table, Text, literal_column, select, text

from tests.support.each import for_each
from tests.support.readers import paged_queries, pages_of, readers
from watchkeeper.foundation.postgres.rows import JsonText, row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity

_BOOKS = Table("books", MetaData(), *(Column(name, Text()) for name in ("id", "name", "author", "country", "pages")))

NOTHING_RATED = "0,0,0,0,0,0,0,0,0"


class Author(msgspec.Struct):
    name: str
    country: str | None


class Book(msgspec.Struct):
    id: str
    author: Author
    name: str


_ID, _NAME = _BOOKS.c.id, _BOOKS.c.name
_AUTHOR = (_BOOKS.c.author.label("author__name"), _BOOKS.c.country.label("author__country"))


def statement(*columns: Any) -> Statement:
    return Statement(select(*columns))


def test_members_are_found_by_their_labels_whatever_the_order() -> None:
    reader = row_reader(Book, statement(_NAME, *reversed(_AUTHOR), _ID))
    assert reader.read(("Emma", "England", "Austen", "7")) == Book("7", Author("Austen", "England"), "Emma")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ((_ID, *_AUTHOR), "name missing, nothing superfluous"),
        ((_ID, _NAME, *_AUTHOR, _BOOKS.c.pages), "nothing missing, pages superfluous"),
        ((_ID, _NAME, _BOOKS.c.author, _AUTHOR[1]), "author__name missing, author superfluous"),
        ((_ID, _NAME, _NAME.label("name"), *_AUTHOR), "superfluous"),
        ((), "author__country, author__name, id, name missing, nothing superfluous"),
    ],
)
def test_reader_of_other_columns_is_refused_with_their_names(columns: tuple[Any, ...], told: str) -> None:
    with pytest.raises(TypeError, match=told):
        row_reader(Book, statement(*columns))


def test_statement_whose_columns_nobody_knows_is_refused() -> None:
    with pytest.raises(TypeError, match="missing"):
        row_reader(Book, Statement(text("SELECT id, name FROM books")))


def test_statements_of_one_reader_have_one_order() -> None:
    with pytest.raises(TypeError, match="in the order"):
        row_reader(Author, statement(_NAME, _BOOKS.c.country), statement(_BOOKS.c.country, _NAME))


def test_sort_key_behind_the_columns_is_passed_over() -> None:
    columns = (_NAME, _BOOKS.c.country)
    reader = row_reader(Author, statement(*columns))
    reader.require(statement(*columns, _ID.label("sort_key")))
    assert reader.read(("Austen", None, "key")) == Author("Austen", None)  # type: ignore[arg-type]

    for others in ((*columns, _ID), (_ID.label("sort_key"), *columns), columns[:1]):
        with pytest.raises(TypeError):
            reader.require(statement(*others))


def test_converter_is_called_with_the_value_of_its_column() -> None:
    columns = (_ID, _BOOKS.c.author, _NAME)
    reader = row_reader(Book, statement(*columns), converters={"author": lambda name: Author(name, None)})
    assert reader.read(("7", "Austen", "Emma")) == Book("7", Author("Austen", None), "Emma")  # type: ignore[arg-type]


def test_json_is_passed_on_as_it_came() -> None:
    converters = {"author": JsonText(msgspec.Raw(b"{}"))}
    reader = row_reader(Book, statement(_ID, _BOOKS.c.author, _NAME), converters=converters)
    for sent, shown in (('{"name": "Austen"}', b'{"name": "Austen"}'), (None, b"{}"), ("", b"{}")):
        book = reader.read(("7", sent, "Emma"))  # type: ignore[arg-type]
        assert msgspec.json.encode(book.author) == shown


def test_converter_of_no_column_is_refused() -> None:
    with pytest.raises(TypeError, match="autor"):
        row_reader(Book, statement(_ID, _NAME, *_AUTHOR), converters={"autor": str})


def test_entity_is_made_of_its_columns_but_the_computed_ones() -> None:
    columns = [column for column in TitleEntity.__table__.columns if column.computed is None]
    reader = row_reader(TitleEntity, statement(*columns))
    title = reader.read(tuple(column.name for column in columns))  # type: ignore[arg-type]
    assert {column.name: getattr(title, column.name) for column in columns} == {
        column.name: column.name for column in columns
    }


def test_entity_may_be_read_without_some_columns() -> None:
    columns = GenreEntity.__table__.columns
    shown = select(columns.id, columns.created_at, columns.updated_at, columns.name)
    unread = frozenset({"name_key", "name_sort", "description"})
    reader = row_reader(GenreEntity, Statement(shown), without=unread)
    id_, time = uuid4(), datetime.now(UTC)
    genre = reader.read((id_, time, time, "Drama"))  # type: ignore[arg-type]
    assert (genre.id, genre.name) == (id_, "Drama")

    with pytest.raises(TypeError, match="description, name_key, name_sort missing"):
        row_reader(GenreEntity, Statement(shown))


def test_labels_are_those_of_the_columns_that_are_returned() -> None:
    counted: Select[Any] = select(_ID, literal_column("1", Integer()).label("one"))
    assert Statement(counted).labels == ("id", "one")
    assert Statement(_BOOKS.insert().returning(_ID)).labels == ("id",)
    assert Statement(_BOOKS.insert()).labels == ()
    assert Statement(text("SELECT 1 AS one")).labels == ()


@for_each("name", readers())
def test_every_reader_of_the_service_reads_a_row(name: str) -> None:
    reader = readers()[name]
    row = tuple(NOTHING_RATED if label.endswith("distribution") else None for label in reader.labels)
    assert reader.read(row) is not None  # type: ignore[arg-type]


@for_each("name", paged_queries())
def test_every_page_of_a_list_is_one_that_its_reader_reads(name: str) -> None:
    query = paged_queries()[name]
    statements = list(pages_of(query))
    assert len(statements) > 1
    for statement_of_page in statements:
        query._reader.require(statement_of_page)
