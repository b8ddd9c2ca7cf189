"""The health probes of the components of the service."""

from watchkeeper.configs.migrations import newest_revision
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.observability.health import HealthProbe, ParallelProbes, SharedProbe
from watchkeeper.foundation.outbound.client import UpstreamClient
from watchkeeper.foundation.outbound.probe import UpstreamProbe
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.probe import DatabaseProbe


def health_probes(
    settings: Settings,
    options: DatabaseOptions,
    *,
    tmdb: UpstreamClient,
    anilist: UpstreamClient,
    consumet: UpstreamClient,
) -> ParallelProbes:
    """Return the probes of all components, in the order of the health response."""
    probes: list[HealthProbe] = [DatabaseProbe(options, newest_revision())]
    if settings.redis_url is not None:
        from watchkeeper.foundation.caching.redis_probe import RedisProbe  # noqa: PLC0415

        probes.append(RedisProbe(settings.redis_url.get_secret_value()))
    if settings.tmdb.access_token is not None:
        probes.append(UpstreamProbe(tmdb))
    probes.append(UpstreamProbe(anilist if settings.consumet.base_url is None else consumet))
    return ParallelProbes([SharedProbe(probe) for probe in probes])
