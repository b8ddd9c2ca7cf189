"""Whether anything of a person refers to a title."""

from typing import Final

from watchkeeper.repositories.text_statements import text_statement

_TABLES = ("watch_entries", "plays", "ratings", "reviews", "list_items", "marks")
_EXISTS = " OR ".join(
    f"EXISTS (SELECT FROM {table} WHERE {table}.user_id = :viewer_id AND {table}.title_id = :id)" for table in _TABLES
)
IS_USED_BY: Final = text_statement(f"SELECT {_EXISTS}")
