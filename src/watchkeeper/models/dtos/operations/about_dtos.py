from pydantic import ConfigDict, Field

from watchkeeper.foundation.core.dtos import Output
from watchkeeper.models.types.identity.registration import Registration


class AboutOutput(Output):
    """What a client shows before anybody signs in."""

    model_config = ConfigDict(title="About")

    name: str = Field(examples=["Watchkeeper"])
    version: str = Field(examples=["1.0.0"])
    registration: Registration = Field(description="Who may sign up.")
    providers: dict[str, bool] = Field(
        description="The metadata providers, and whether the service asks each without a token of the caller.",
        examples=[{"tmdb": True, "anilist": True, "consumet": False, "tvmaze": False}],
    )
    import_max_bytes: int = Field(
        description="The greatest file that `POST /imports` takes (`IMPORTS__UPLOAD_MIB`).", examples=[52_428_800]
    )
    languages: list[str] = Field(
        description="Languages (BCP 47) of the texts for people, such as titles of problems.", examples=[["en"]]
    )
