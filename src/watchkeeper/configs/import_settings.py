"""Imports: the settings `IMPORTS__…` and the bounds that they make."""

from pydantic import BaseModel, Field

from watchkeeper.foundation.core.uploads import UploadBounds
from watchkeeper.repositories.imports.adapters.parsing.parsing_bounds import ParsingBounds
from watchkeeper.repositories.imports.adapters.reading.upload_archive import UploadLimits

_MIB = 1 << 20


class ImportSettings(BaseModel):
    """What the upload of a history may be, and reading it may take. Sizes are in MiB."""

    upload_mib: int = Field(default=50, ge=1, le=1000)
    """The uploaded file."""
    unpacked_mib: int = Field(default=500, ge=1, le=10_000)
    """What an archive unpacks to."""
    parser_memory_mib: int = Field(default=512, ge=128, le=10_000)
    """Memory of the process that reads a file."""
    parser_seconds: int = Field(default=300, ge=1, le=3600)
    """Processor time of the process that reads a file."""
    upload_bytes_per_second: int = Field(default=64_000, ge=1, le=1_000_000_000)
    """An upload that comes more slowly is ended: 408."""
    upload_seconds: int = Field(default=1800, ge=10, le=24 * 3600)
    """How long an upload may take."""

    def upload(self) -> UploadBounds:
        return UploadBounds(
            file_bytes=self.upload_mib * _MIB,
            bytes_per_second=self.upload_bytes_per_second,
            seconds=self.upload_seconds,
        )

    def bounds(self) -> ParsingBounds:
        return ParsingBounds(
            memory_bytes=self.parser_memory_mib * _MIB,
            cpu_seconds=self.parser_seconds,
            limits=UploadLimits(unpacked=self.unpacked_mib * _MIB),
        )
