"""episodes of titles

Revision: 0043
Revises: 0042
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

# A title shows what is known of its episodes. Rows are counted, not statements: a refresh that finds nothing new must
# not expire cached responses.
_TABLES = ("seasons", "episodes", "episode_refreshes")
_IS_SHOWN = "WHEN ((OLD.state, OLD.airing, OLD.source) IS DISTINCT FROM (NEW.state, NEW.airing, NEW.source))"
_TRIGGERS = {
    "count_change": ("INSERT OR DELETE", "ROW"),
    "count_change_later": ("UPDATE", "ROW"),
    "count_change_emptied": ("TRUNCATE", "STATEMENT"),
}


def upgrade() -> None:
    for table in _TABLES:
        for name, (event, what) in _TRIGGERS.items():
            condition = _IS_SHOWN if (table, event) == ("episode_refreshes", "UPDATE") else ""
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH {what} {condition}"
                " EXECUTE FUNCTION count_change('titles')"
            )


def downgrade() -> None:
    for table in _TABLES:
        for name in _TRIGGERS:
            op.execute(f"DROP TRIGGER {name} ON {table}")
