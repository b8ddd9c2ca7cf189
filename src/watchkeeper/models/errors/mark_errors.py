"""Errors of marks and of their order."""

from watchkeeper.foundation.core.errors import NotFoundError


class MarkNotFoundError(NotFoundError):
    code = "mark_not_found"
    title = "Mark not found"
    detail = "You have not marked the title so."


class AnchorNotFoundError(NotFoundError):
    code = "anchor_not_found"
    title = "There is nothing to place it beside"
    detail = "before and after are ids of other things of the same list."
