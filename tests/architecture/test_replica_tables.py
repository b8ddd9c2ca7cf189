"""Of each table it is decided whether a replica may be asked about it: one that nobody listed would never be."""

from watchkeeper.foundation.postgres.replica.replicated_database import REPLICA_READABLE
from watchkeeper.models.entities import Entity

_PRIMARY_ONLY = {
    "application_tokens": "a revoked token must not be accepted anywhere",
    "audit_log": "an admin looks for what happened a moment ago, whoever did it",
    "calendar_links": "a link that was taken back must show nothing anywhere",
    "change_epoch": "a cursor must be judged by the database that gave it out",
    "change_heads": "a client asks what has changed a moment ago",
    "positions": "read when a player opens, right after another one stopped",
    "resource_changes": "read in one snapshot with its head",
    "content_versions": "versions of cached responses must be those of this moment",
    "idempotency_keys": "a key that is not seen yet would act twice",
    "import_decisions": "read where an import is matched, and changed there",
    "import_files": "written and read by the background",
    "import_rows": "a person looks at what they decided a moment ago",
    "row_origins": "read where an import is matched and written",
    "imports": "a person waits for what the background does, whichever process does it",
    "invitations": "a use that is not seen yet would be taken twice",
    "list_links": "a link that was taken back must open nothing anywhere",
    "loaded_datasets": "read by commands, before they write",
    "media_server_events": "read and written by their background task, and looked at right after a message",
    "media_server_items": "read by the background task, before it writes",
    "media_servers": "an address that was taken back must take nothing anywhere",
    "operation_rows": "read in the transaction that brings rows back",
    "operations": "an undo that is not seen yet would be tried again",
    "password_resets": "a link that was used must not be valid anywhere",
    "sessions": "an ended session must not be accepted anywhere",
    "shared_favorites": "a list that is withdrawn must be gone for everybody at once",
    "users": "who may do what; names of people are read beside what they wrote, never alone",
    "webhook_deliveries": "read and written by their background task, and looked at right after a message",
    "webhooks": "one that was taken back must be told nothing by anybody",
    "write_positions": "it tells how far a replica must be",
}


def test_each_table_is_readable_on_a_replica_or_has_a_reason_why_not() -> None:
    assert REPLICA_READABLE & _PRIMARY_ONLY.keys() == set()
    assert Entity.metadata.tables.keys() == REPLICA_READABLE | _PRIMARY_ONLY.keys(), (
        "Add these to REPLICA_READABLE, or say above why the primary must be asked."
    )
