from collections.abc import Mapping
from typing import Protocol


class ContentVersionRepository(Protocol):
    """Versions of public content. Whatever changes content changes its version with it, whoever writes and wherefrom.

    Read before content is: what was read after the version is at least as new as it.
    """

    async def read(self) -> Mapping[str, str]:
        """Return the versions as they stand: every change that was committed before the call is in them.

        Content that is missing has no version that could be believed.
        """

    async def compact(self) -> int:
        """Put together what writers that are gone have left; versions stay what they are.

        Returns of how much content something was put together.
        """
