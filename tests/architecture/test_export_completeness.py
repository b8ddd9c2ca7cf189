"""Whatever is stored of a person is in their export or has a reason why not, whoever adds a table or a column."""

from watchkeeper.models.entities import Entity
from watchkeeper.models.types.identity.account_rows import ACCOUNT_ROWS

_LIBRARY = {
    "watch_entries",
    "viewings",
    "plays",
    "ratings",
    "reviews",
    "lists",
    "list_items",
    "tags",
    "marks",
    "positions",
}
"""Those of the files of the library, which are read back."""

_LEFT_OUT = {
    "change_heads": "numbers that clients ask for changes by",
    "idempotency_keys": "responses of the last day to requests, to be repeated",
    "import_files": "what the person sent, as it was",
    "import_rows": "what was read of it",
    "operation_rows": "what rows were before an operation, until it can no longer be undone",
    "password_resets": "a secret that was sent once, and its end",
    "resource_changes": "numbers that clients ask for changes by",
    "row_origins": "beside their ratings and reviews",
    "write_positions": "how far a copy of the database must be for them",
}


def test_each_table_of_a_person_is_exported_or_has_a_reason_why_not() -> None:
    personal = {table.name for table in Entity.metadata.tables.values() if "user_id" in table.columns}
    account = {name for name, rows in ACCOUNT_ROWS.items() if rows.owner == "user_id"}
    assert personal == _LIBRARY | account | _LEFT_OUT.keys()


def test_each_column_is_exported_or_withheld() -> None:
    for name, rows in ACCOUNT_ROWS.items():
        columns = {column.name for column in Entity.metadata.tables[name].columns}
        assert columns - {rows.owner, "user_id"} - set(rows.key) == {*rows.columns, *rows.withheld} - set(rows.key), (
            name
        )
        assert not [one for one in rows.columns if "hash" in one or "salt" in one or "token" in one]
