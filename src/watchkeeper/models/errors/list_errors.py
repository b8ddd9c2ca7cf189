"""Errors of lists."""

from collections.abc import Mapping

from watchkeeper.foundation.core.errors import ConflictError, ExistingConflictError, NotFoundError


class ListNotFoundError(NotFoundError):
    code = "list_not_found"
    title = "List not found"
    detail = "You have no list with this id."


class ListItemNotFoundError(NotFoundError):
    code = "list_item_not_found"
    title = "List item not found"
    detail = "The list has no item with this id."


class ListLinkNotFoundError(NotFoundError):
    code = "list_link_not_found"
    title = "Link not found"
    detail = "The list has no link with this id."


class LinkNotFoundError(NotFoundError):
    code = "link_not_found"
    title = "No list is shared here"
    detail = "The link is wrong, has expired or was taken back, or the list is private or gone."


class AlreadyInListError(ExistingConflictError):
    code = "already_in_list"
    title = "It is already in the list"
    detail = "A list has a title, a season or an episode once."
    hint = "Move or change the one in `existing`."


class OrderIncompleteError(ConflictError):
    code = "order_incomplete"
    title = "The order does not name all items"
    detail = "item_ids must have each item of the list once, and nothing else."


class _LimitError(ConflictError):
    """The member `limit` says how many there may be."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def members(self) -> Mapping[str, str | int]:
        return {"limit": self.limit}


class TooManyListsError(_LimitError):
    code = "too_many_lists"
    title = "You have as many lists as an account may have"
    detail = "Delete one that you no longer need. The member limit says how many an account may have."


class ListFullError(_LimitError):
    code = "list_full"
    title = "The list is full"
    detail = "Remove an item, or begin another list. The member limit says how many items a list may have."


class TooManyLinksError(_LimitError):
    code = "too_many_links"
    title = "There are as many links as there may be"
    detail = (
        "Take one back that you no longer need. The member limit says how many there may be, of a list or a calendar."
    )
