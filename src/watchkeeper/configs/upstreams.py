"""The other services that this one asks. What is entered here is closed with the service and told by its health."""

from collections.abc import Mapping
from dataclasses import dataclass

from watchkeeper.configs.options import upstream_options
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.observability.metrics import Metrics
from watchkeeper.foundation.observability.tracer import Tracer
from watchkeeper.foundation.outbound.client import UpstreamClient
from watchkeeper.repositories.discovery.adapters.provider_errors import PROVIDER_ERRORS


@dataclass(frozen=True, slots=True)
class Upstream:
    """A client, and whether the service's health tells of it: not where the service itself may not ask."""

    client: UpstreamClient
    is_probed: bool = True


def upstreams(settings: Settings, metrics: Metrics, tracer: Tracer) -> Mapping[str, Upstream]:
    """Return the services that are asked under these settings, by use, in the order in which health names them."""

    def client(name: str, base_url: str) -> UpstreamClient:
        return UpstreamClient(
            name, base_url, upstream_options(settings), errors=PROVIDER_ERRORS, metrics=metrics, tracer=tracer
        )

    consumet = settings.consumet.base_url
    tmdb = Upstream(client("tmdb", settings.tmdb.base_url), is_probed=settings.tmdb.access_token is not None)
    anime = client("anilist", settings.anilist.base_url) if consumet is None else client("consumet", consumet)
    asked = {"tmdb": tmdb, "anime": Upstream(anime)}
    tvmaze = settings.tvmaze
    return asked | ({"tvmaze": Upstream(client("tvmaze", tvmaze.base_url))} if tvmaze.enabled else {})
