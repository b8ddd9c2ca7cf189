"""The bounds of reading an upload."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from watchkeeper.foundation.core.clock import now
from watchkeeper.models.types.imports.import_file import ImportOptions
from watchkeeper.repositories.imports.adapters.parsing.parsing_messages import ParsingRequest
from watchkeeper.repositories.imports.adapters.reading.upload_archive import UploadLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsingBounds:
    """Bytes of memory and seconds of processor time of the program, and the bounds of what it unpacks."""

    memory_bytes: int
    cpu_seconds: int
    limits: UploadLimits

    def request(
        self,
        files: Sequence[tuple[str, str]],
        options: ImportOptions,
        *,
        target: str | None = None,
        password: str | None = None,
    ) -> ParsingRequest:
        """Return the request to read files, each a name and a path."""
        return ParsingRequest(
            files=list(files),
            target=target,
            password=password,
            source=options.source,
            date_order=options.date_order,
            time_zone=None if options.time_zone is None else str(options.time_zone),
            profile=options.profile,
            lists_as=options.lists_as,
            today=(options.today or now().date()).isoformat(),
            limits=asdict(self.limits),
            memory_bytes=self.memory_bytes,
            cpu_seconds=self.cpu_seconds,
        )
