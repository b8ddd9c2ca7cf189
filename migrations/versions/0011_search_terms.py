"""search terms

Revision: 0011
Revises: 0010
"""

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from watchkeeper.foundation.core.text import search_key
from watchkeeper.models.types.catalogue.search_terms import search_terms, spelled_words, title_key

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PORTION = 1000
_APOSTROPHE = re.compile(r"(?<=\w)['\u2019\u02bc](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_LENGTH = sa.text("char_length(title)")
_NEXT = sa.text("""
SELECT id, title, original_title, media_type, CAST(extract(year FROM release_date) AS integer) AS year
FROM titles WHERE CAST(:after AS uuid) IS NULL OR id > :after ORDER BY id LIMIT :portion
""")
_SET_TERMS = sa.text("UPDATE titles SET title_key = :title_key, search_words = :search_words WHERE id = :id")
_SET_WORDS = sa.text("UPDATE titles SET search_words = :search_words WHERE id = :id")
_LEARN = sa.text("""
INSERT INTO search_spellings (spelling, word)
SELECT DISTINCT spelling, word
FROM unnest(CAST(:words AS text[])) AS learned (word), LATERAL (
    SELECT word AS spelling
    UNION ALL
    SELECT left(word, place - 1) || substr(word, place + 1) FROM generate_series(1, char_length(word)) AS place
) AS spelled
ON CONFLICT DO NOTHING
""")
_KNOWN = """
UPDATE titles SET is_known = true WHERE id IN (
    SELECT title_id FROM title_figures WHERE ratings_count > 0 ORDER BY ratings_count DESC, title_id DESC LIMIT 2000
)
"""
_GIN: dict[str, Any] = {"postgresql_using": "gin", "postgresql_with": {"fastupdate": "off"}}


def upgrade() -> None:
    op.add_column("titles", sa.Column("title_key", sa.Text(collation="C"), server_default="", nullable=False))
    op.add_column("titles", sa.Column("is_known", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "search_spellings",
        sa.Column("spelling", sa.Text(collation="C"), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("spelling", "word", name=op.f("pk_search_spellings")),
    )
    op.drop_index("ix_titles_first_word_length_id", table_name="titles")
    op.drop_index("ix_titles_length_id", table_name="titles")
    op.drop_index("ix_titles_title_sort_prefix", table_name="titles")
    op.drop_index("ix_titles_search_vector", table_name="titles")
    _rewrite(_SET_TERMS, _terms)
    op.execute(_KNOWN)
    op.create_index("ix_titles_search_vector", "titles", ["search_vector"], **_GIN)
    op.create_index(
        "ix_titles_known_search_vector", "titles", ["search_vector"], postgresql_where=sa.text("is_known"), **_GIN
    )
    op.create_index("ix_titles_title_key", "titles", ["title_key"])
    op.create_index("ix_titles_media_type_title_key", "titles", ["media_type", "title_key"])


def downgrade() -> None:
    op.drop_index("ix_titles_media_type_title_key", table_name="titles")
    op.drop_index("ix_titles_title_key", table_name="titles")
    op.drop_index("ix_titles_known_search_vector", table_name="titles")
    op.drop_index("ix_titles_search_vector", table_name="titles")
    _rewrite(_SET_WORDS, _words)
    op.create_index("ix_titles_search_vector", "titles", ["search_vector"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_titles_title_sort_prefix", "titles", ["title_sort"], postgresql_ops={"title_sort": "text_pattern_ops"}
    )
    op.create_index("ix_titles_length_id", "titles", [_LENGTH, "id"])
    op.create_index("ix_titles_first_word_length_id", "titles", [sa.text("(search_words[1])"), _LENGTH, "id"])
    op.drop_table("search_spellings")
    op.drop_column("titles", "is_known")
    op.drop_column("titles", "title_key")


def _rewrite(statement: sa.TextClause, values: Callable[[Any], dict[str, Any]]) -> None:
    """Write what titles are found by in portions: a catalogue may not fit into memory.

    The terms are made in Python. A script of SQL (`--sql`) has none: titles get theirs when they are next changed.
    """
    if context.is_offline_mode():
        return
    connection, last = op.get_bind(), None
    while titles := connection.execute(_NEXT, {"after": last, "portion": _PORTION}).all():
        rows = [{"id": title.id, **values(title)} for title in titles]
        connection.execute(statement, rows)
        connection.execute(_LEARN, {"words": spelled_words(term for row in rows for term in row["search_words"])})
        last = titles[-1].id


def _terms(title: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    terms = search_terms((title.title, title.original_title), title.media_type, title.year)
    return {"title_key": title_key(title.title), "search_words": terms}


def _words(title: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    """Return the words as revision 0010 has them."""
    joined = _APOSTROPHE.sub("", f"{title.title} {title.original_title or ''}")
    return {"search_words": list(dict.fromkeys(word[:100] for word in _WORD.findall(search_key(joined))))}
