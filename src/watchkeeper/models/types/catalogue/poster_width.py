from enum import IntEnum


class PosterWidth(IntEnum):
    """Widths of posters, in pixels: on a phone, on a screen, on a fine one."""

    SMALL = 154
    MEDIUM = 308
    LARGE = 616
