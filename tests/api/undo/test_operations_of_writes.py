"""Every operation that writes rows of a person names what undoes it, or stands here with the reason why not."""

from collections.abc import Mapping

from tests.support.operations import OPERATIONS, Operation
from watchkeeper.foundation.http.authentication import Access
from watchkeeper.foundation.http.responses import OPERATION_ID

_ONE_ROW = "It changes one row, and deletes nothing: the same request with the values of before is the way back."
_LINK = "A link that somebody took back must stay dead."
_SESSIONS = "What opens an account is no row that an undo may bring back."
_CATALOGUE = "It changes the catalogue, which is not the person's."
_ELSEWHERE = "It changes what another service has."
_OPERATOR = "What connects programs and media servers is made anew, with a new secret."
_PLAYER = "The player tells its position again."
_IMPORT = "An import is an operation as a whole, which its rollback undoes."

WITHOUT: Mapping[str, str] = {
    "PATCH /api/v1/titles/{title_id}": _CATALOGUE,
    "DELETE /api/v1/titles/{title_id}": _CATALOGUE,
    "PATCH /api/v1/auth/me": _ONE_ROW,
    "PUT /api/v1/auth/me/preferences": _ONE_ROW,
    "PUT /api/v1/ratings/{rating_id}": _ONE_ROW,
    "PATCH /api/v1/ratings/{rating_id}": _ONE_ROW,
    "POST /api/v1/lists": _ONE_ROW,
    "PUT /api/v1/lists/{list_id}": _ONE_ROW,
    "PATCH /api/v1/lists/{list_id}": _ONE_ROW,
    "POST /api/v1/lists/{list_id}/items": _ONE_ROW,
    "PATCH /api/v1/lists/{list_id}/items/{item_id}": _ONE_ROW,
    "PUT /api/v1/titles/{title_id}/marks/{mark}": _ONE_ROW,
    "POST /api/v1/lists/{list_id}/links": _LINK,
    "DELETE /api/v1/lists/{list_id}/links/{link_id}": _LINK,
    "POST /api/v1/calendar/links": _LINK,
    "DELETE /api/v1/calendar/links/{calendar_link_id}": _LINK,
    "PUT /api/v1/positions/{reference}": _PLAYER,
    "DELETE /api/v1/positions/{reference}": _PLAYER,
    "POST /api/v1/imports": _IMPORT,
    "PATCH /api/v1/imports/{import_id}": _IMPORT,
    "DELETE /api/v1/imports/{import_id}": _IMPORT,
    "PATCH /api/v1/imports/{import_id}/rows/{row_id}": _IMPORT,
    "PATCH /api/v1/imports/{import_id}/rows": _IMPORT,
    "POST /api/v1/imports/{import_id}/commit": _IMPORT,
    "POST /api/v1/imports/{import_id}/rollback": _IMPORT,
    "POST /api/v1/favorites": _ELSEWHERE,
    "POST /api/v1/favorites/share": _ELSEWHERE,
    "POST /api/v1/integrations/servers": _OPERATOR,
    "PATCH /api/v1/integrations/servers/{server_id}": _OPERATOR,
    "DELETE /api/v1/integrations/servers/{server_id}": _OPERATOR,
    "POST /api/v1/integrations/servers/{server_id}/events/{event_id}/resolve": _OPERATOR,
    "POST /api/v1/webhooks": _OPERATOR,
    "PATCH /api/v1/webhooks/{webhook_id}": _OPERATOR,
    "DELETE /api/v1/webhooks/{webhook_id}": _OPERATOR,
    "POST /api/v1/webhooks/{webhook_id}/rotate-secret": _OPERATOR,
    "POST /api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": _OPERATOR,
    "DELETE /api/v1/auth/me": "The account is gone, and its operations with it.",
    "POST /api/v1/auth/change-password": _SESSIONS,
    "DELETE /api/v1/auth/session": _SESSIONS,
    "DELETE /api/v1/auth/sessions": _SESSIONS,
    "DELETE /api/v1/auth/sessions/{session_id}": _SESSIONS,
    "POST /api/v1/auth/tokens": _SESSIONS,
    "PATCH /api/v1/auth/tokens/{token_id}": _SESSIONS,
    "DELETE /api/v1/auth/tokens/{token_id}": _SESSIONS,
}


def _names_operation(operation: Operation) -> bool:
    route = operation.route
    members = getattr(route.response_model, "model_fields", {})
    return OPERATION_ID in route.response_headers or "operation_id" in members


def test_writes_of_a_person_name_their_operation_or_have_a_reason() -> None:
    writes = [one for one in OPERATIONS if one.method != "GET" and one.route.signature.access is Access.USER]
    assert writes

    assert {str(one) for one in writes if not _names_operation(one)} == set(WITHOUT)
