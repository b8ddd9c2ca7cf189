"""The data of an account beside its library, as an export has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class AccountRows:
    """The columns of a table that an export has of the person's rows, in the order of `key`.

    `withheld` are the columns that are not exported: secrets, and internal counters.
    """

    columns: Sequence[str]
    withheld: Sequence[str] = ()
    key: Sequence[str] = ("id",)
    owner: str = "user_id"


_TIMES: Final = ("created_at", "updated_at")
ACCOUNT_ROWS: Final[Mapping[str, AccountRows]] = {
    "sessions": AccountRows(
        ("id", "device", "is_remembered", "rotated_at", "expires_at", *_TIMES),
        ("generation", "token_hash", "earlier_rotations"),
    ),
    "application_tokens": AccountRows(
        ("id", "name", "scopes", "hint", "last_used_at", "expires_at", *_TIMES), ("secret_hash",)
    ),
    "calendar_links": AccountRows(("id", "name", "statuses", "content", *_TIMES), ("secret_hash",)),
    "list_links": AccountRows(
        ("list_id", "id", "name", "expires_at", *_TIMES), ("secret_hash",), key=("list_id", "id")
    ),
    "media_servers": AccountRows(
        (
            *("id", "kind", "name", "people_map", "min_percent", "count_manual_marks", "follow_unmarks"),
            *("last_event_at", "last_error", *_TIMES),
        ),
        ("secret_hash",),
    ),
    "media_server_items": AccountRows(
        ("server_id", "item_key", "title_id", "season", "number", "created_at"), key=("server_id", "item_key")
    ),
    "media_server_events": AccountRows(
        ("id", "server_id", "event", "item_key", "series_key", "result", "reason", "play_ids", *_TIMES),
        ("progress_key", "message_hash", "claimed_until"),
    ),
    "webhooks": AccountRows(
        ("id", "url", "events", "is_active", "disabled_reason", "failing_since", *_TIMES),
        ("salt", "previous_salt", "previous_until", "epoch", "sequence", "area", "resource_id", "told_until"),
    ),
    "webhook_deliveries": AccountRows(
        (
            *("id", "webhook_id", "event", "payload", "state", "tries", "next_try_at", "last_status"),
            *("last_error", "delivered_at", *_TIMES),
        )
    ),
    "operations": AccountRows(
        ("id", "kind", "counts", "title_id", "name", "resources", "created_at", "undone_at", "undone_by", "expires_at"),
        ("part_starts",),
    ),
    "imports": AccountRows(
        (
            *("id", "state", "source", "file_name", "file_size", "options", "counts", "members", "warnings", "mode"),
            *("written", "error", "operation_id", "expires_at", "committed_at", "rolled_back_at", *_TIMES),
        ),
        ("sha256", "done", "total", "undecided", "claim", "claimed_until", "attempts"),
    ),
    "import_decisions": AccountRows(("decision", "title_id", *_TIMES), key=("work_key",)),
    "audit_log": AccountRows(
        ("id", "created_at", "action", "entity_type", "entity_id", "reason", "client_address"),
        ("before", "after", "request_id"),
        key=("created_at", "id"),
        owner="actor_id",
    ),
}
"""By table. Each is a file of the archive beside the account, which is never read back."""
