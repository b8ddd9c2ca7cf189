"""Pages of the tuned variant; a module of its own, for views read the settings that name it."""

from rest_framework.pagination import CursorPagination


class Cursors(CursorPagination):
    page_size = 20
    ordering = ("-created_at", "-id")
