"""The health probes of the components of the service."""

from collections.abc import Mapping

from watchkeeper.configs.migrations import newest_revision
from watchkeeper.configs.settings import Settings
from watchkeeper.configs.upstreams import Upstream
from watchkeeper.foundation.core.health import HealthProbe, ParallelProbes, SharedProbe
from watchkeeper.foundation.outbound.probe import UpstreamProbe
from watchkeeper.foundation.postgres.options import DatabaseOptions
from watchkeeper.foundation.postgres.probe import DatabaseProbe


def health_probes(settings: Settings, options: DatabaseOptions, upstreams: Mapping[str, Upstream]) -> ParallelProbes:
    """Return a probe for each part, in the order in which responses name them."""
    probes: list[HealthProbe] = [DatabaseProbe(options, newest_revision())]
    if settings.redis_url is not None:
        from watchkeeper.foundation.caching.redis_probe import RedisProbe  # noqa: PLC0415

        probes.append(RedisProbe(settings.redis_url.get_secret_value()))
    probes += [UpstreamProbe(upstream.client) for upstream in upstreams.values() if upstream.is_probed]
    return ParallelProbes([SharedProbe(probe) for probe in probes])
