"""No migration locks a large table unnoticed: what does is listed here, with the reason why it may."""

import pytest

from tests.support.migration_locks import HoldUp, hold_ups, in_statements

BUILDS = "builds an index while nobody can write"
CHECKS = "reads the whole table to check it"
RETYPES = "writes the table anew for another type"

ALLOWED = {
    HoldUp("0002", "title_figures", RETYPES): "Nothing was rated before: the rows are as many as titles, and short.",
    HoldUp("0004", "titles", CHECKS): "A catalogue of 10,000 titles is read in some milliseconds.",
    HoldUp("0004", "titles", BUILDS): "The index is partial, and no row has the column yet.",
    HoldUp("0008", "users", BUILDS): "An index of 100,000 accounts takes a tenth of a second.",
    HoldUp("0008", "genres", BUILDS): "There are some dozens.",
    HoldUp("0008", "platforms", BUILDS): "There are some dozens.",
    HoldUp("0009", "titles", BUILDS): "An index of 100,000 titles takes a fifth of a second.",
    HoldUp("0020", "reviews", BUILDS): "An index of 100,000 reviews takes a fifth of a second.",
    HoldUp("0019", "title_external_ids", BUILDS): "Two indexes of 100,000 ids take a fifth of a second.",
    HoldUp("0011", "titles", BUILDS): "Their rows are written anew anyway, each with what the indexes have of it.",
    HoldUp("0037", "watch_entries", BUILDS): "The index is partial, and no row has a tag yet.",
    HoldUp("0041", "plays", BUILDS): "The index is partial, and no play has a tag yet.",
    HoldUp("0055", "episodes", BUILDS): "Refreshes alone write episodes, and those of 10,000 shows take half a second.",
    HoldUp("0016", "titles", BUILDS): "As 0009 and 0011: what lists read is without what others typed.",
    HoldUp("0016", "title_figures", BUILDS): "Five of the figures alone, as long as one of 0009 each.",
}
"""Before an entry is added: can it be done in steps, as docs/operations.md tells?"""


def test_migrations_hold_up_only_what_is_known() -> None:
    assert hold_ups() == set(ALLOWED)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("CREATE INDEX ix ON titles (title)", BUILDS),
        ("CREATE UNIQUE INDEX ix ON titles USING gin (words)", BUILDS),
        (
            "ALTER TABLE titles ADD COLUMN new INTEGER NOT NULL",
            "adds a column without a value for the rows that are there",
        ),
        ("ALTER TABLE titles ALTER COLUMN title TYPE TEXT", RETYPES),
        ("ALTER TABLE titles ADD CONSTRAINT c CHECK (x > 0)", CHECKS),
        ("ALTER TABLE titles ALTER COLUMN title SET NOT NULL", "reads the whole table for nulls"),
        ("ALTER TABLE titles DROP COLUMN title", "takes away what old processes use"),
        ("ALTER TABLE titles RENAME title TO name", "takes away what old processes use"),
        ("DROP TABLE titles", "takes away what old processes use"),
        ("LOCK TABLE titles IN EXCLUSIVE MODE", "locks the table"),
    ],
)
def test_statement_that_holds_up_is_found(statement: str, what: str) -> None:
    assert list(in_statements("0009", f"BEGIN;\n\n{statement};")) == [HoldUp("0009", "titles", what)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE INDEX CONCURRENTLY ix ON titles (title)",
        "ALTER TABLE titles ADD COLUMN new INTEGER",
        "ALTER TABLE titles ADD COLUMN new INTEGER DEFAULT 0 NOT NULL",
        "ALTER TABLE titles ADD CONSTRAINT c CHECK (x > 0) NOT VALID",
        "ALTER TABLE titles VALIDATE CONSTRAINT c",
        "CREATE TABLE more (id INTEGER);\nCREATE INDEX ix ON more (id)",
        "CREATE TABLE more (id INTEGER);\nALTER TABLE more ADD CONSTRAINT c CHECK (id > 0)",
    ],
)
def test_statement_that_holds_nobody_up_is_let_through(statement: str) -> None:
    assert list(in_statements("0009", statement)) == []
