"""purposes of functions, which `\\df+` and docs/database.md show

Revision: 0058
Revises: 0057
"""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_LISTED = "uuid, uuid, integer, timestamptz, integer, boolean, text"
_OLDER = "Unused: a service of an older revision calls it until the upgrade is through."

_PURPOSES = {
    "add_change_counts(text[])": "Adds the changes that record_change has counted in this transaction to change_heads.",
    "audit_log_forget(uuid)": "Removes the client addresses of a deleted account, the only change of the audit trail.",
    "audit_log_refuse_change()": "Keeps the audit trail append-only: every change but that of audit_log_forget fails.",
    "count_change()": "Raises the versions of the cache tags in its arguments, so that cached responses are made anew.",
    "count_plays()": "Recounts the viewings whose plays a statement has added, changed or deleted.",
    "count_public_change()": "Does what count_change does where a changed row is public: not for personal titles.",
    "count_rating()": "Keeps count, sum, distribution and weighted average of a title's ratings.",
    "count_review()": "Keeps the number of a title's reviews.",
    "finish_changes()": "At commit: writes what record_change has counted for the last account of the transaction.",
    "forget_title_external_ids()": "Empties the copies in title_references when all external ids are truncated.",
    "forget_title_genres()": "Empties the copies in title_references when all genres of titles are truncated.",
    "forget_title_platforms()": "Empties the copies in title_references when all platforms of titles are truncated.",
    "keep_change_head()": "Begins the change feed of a new account, and removes that of a deleted one.",
    "keep_viewing()": "Writes the status of a watch entry to the current viewing, which it makes where there is none.",
    f"progress_of({_LISTED})": _OLDER,
    f"progress_rows({_LISTED})": _OLDER,
    "record_change(uuid, integer, uuid, boolean, integer)": "Gives a resource of an account the number of this"
    " transaction in the change feed, and counts how many there are more or less of its area.",
    "record_rating_change()": "Records a change of the watch entry whose rating or plays have changed: it shows them.",
    "record_row_change()": "Records the change of a row in the change feed; the argument is the number of its area.",
    "record_settings_change()": "Records a change of an account's settings in the change feed.",
    "record_tag_uses()": "Records a change of each tag that a row has gained or lost: tags show their uses.",
    "record_title_change()": "Records a change of a personal title in the feeds of the owners before and after.",
    "recount_viewings(uuid[], uuid[])": "Counts the plays of people's titles again, by viewing: how many, first, last,"
    " the furthest episode. The arguments are pairs of account and title.",
    "rename_in_title_genres()": "Writes the new name of a genre to the copies in title_references.",
    "rename_in_title_platforms()": "Writes the new name of a platform to the copies in title_references.",
    "request_episodes()": "Asks for the episodes of a show that somebody has added: its refresh is due now.",
    f"viewing_progress({_LISTED})": "The progress of a viewing in one pass over the episodes, as the API shows it, with"
    " the next episode and what is left after it.",
    "weighted_rating(integer, integer, numeric)": "The average of a title's ratings, drawn to the prior as if 25 people"
    " more had rated it so.",
    "write_title_external_ids()": "Writes the external ids of titles to their copies in title_references.",
    "write_title_genres()": "Writes the genres of titles to their copies in title_references.",
    "write_title_platforms()": "Writes the platforms of titles to their copies in title_references.",
}


def upgrade() -> None:
    for function, purpose in _PURPOSES.items():
        text = purpose.replace("'", "''")
        op.execute(f"COMMENT ON FUNCTION {function} IS '{text}'")


def downgrade() -> None:
    for function in _PURPOSES:
        op.execute(f"COMMENT ON FUNCTION {function} IS NULL")
