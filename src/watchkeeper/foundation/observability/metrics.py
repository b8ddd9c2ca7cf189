from dataclasses import dataclass
from typing import Literal

ReplicaOutcome = Literal["answered", "behind", "away"]
BreakerState = Literal["closed", "half_open", "open"]


@dataclass(frozen=True, slots=True)
class PoolState:
    """Numbers of a connection pool: its maximum size, connections in use and idle, requests that wait."""

    size: int
    in_use: int
    idle: int
    waiting: int


class Metrics:
    """Metrics of the service. No method raises or blocks. Here they record nothing, which a subclass changes.

    Labels have few, predefined values: the template of a route, a policy, a cache area, a provider, an outcome. They
    never contain an id, an address or client input. Times are in seconds.
    """

    def begin_request(self) -> None:
        """Count the start of a request; `end_request` always follows."""

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a finished request with its response status; 0 means no response."""

    def show_requests(self) -> None:
        """Publish the number of running requests. The sampler calls this, as a gauge is too costly for each request."""

    def count_limit(self, policy: str, outcome: Literal["allowed", "rejected", "unreachable"]) -> None:
        """Count a rate limit decision. `unreachable`: the store failed, so the use passed or was counted locally."""

    def count_cache(self, area: str, outcome: Literal["hit", "miss", "unreachable"]) -> None:
        """Count a cache look-up."""

    def observe_upstream(self, provider: str, outcome: str, seconds: float) -> None:
        """Record a finished call to a metadata provider. `outcome` is `ok` or an error code such as `timeout`."""

    def show_breaker(self, provider: str, state: BreakerState) -> None:
        """Publish a new state of the circuit breaker of a provider."""

    def observe_connection_wait(self, seconds: float) -> None:
        """Record the time that a request waited for a connection of the pool."""

    def count_connection_timeout(self) -> None:
        """Count a request that got no connection of the pool in time."""

    def count_replica_read(self, outcome: ReplicaOutcome) -> None:
        """Count a read that may use the replica. `answered`: the replica served it. The primary served `behind`, as the
        replica had not replayed the required position, and `away`, as the replica failed or was slow, now or recently.
        """

    def show_pool(self, pool: PoolState) -> None:
        """Publish the current numbers of the pool."""

    def show_waiting_writes(self, writes: int) -> None:
        """Publish the number of writes that wait for a permit of their account's concurrency limit."""

    def observe_loop_lag(self, seconds: float) -> None:
        """Record by how much the event loop ran a timer late."""

    def observe_import_wait(self, seconds: float) -> None:
        """Record how long an import has lain without anybody at it, in its queue or after a crash."""

    def end_import_step(self, source: str, phase: str, outcome: str, seconds: float, rows: int) -> None:
        """Record that an import, which worked on so many rows in its phase, came to the state `outcome`."""

    def show_hashing(self, passwords: int) -> None:
        """Publish the number of passwords that are being hashed or wait for it."""
