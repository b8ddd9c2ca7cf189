"""Errors of tags."""

from watchkeeper.foundation.core.errors import NotFoundError


class TagNotFoundError(NotFoundError):
    code = "tag_not_found"
    title = "Tag not found"
    detail = "You have no tag with this id."
