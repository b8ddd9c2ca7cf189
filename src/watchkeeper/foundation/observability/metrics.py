from dataclasses import dataclass
from typing import Literal, Protocol

ReplicaOutcome = Literal["answered", "behind", "away"]
BreakerState = Literal["closed", "half_open", "open"]


@dataclass(frozen=True, slots=True)
class PoolState:
    """Connections of a pool: how many there may be, how many are in use and idle, how many requests wait."""

    size: int
    in_use: int
    idle: int
    waiting: int


class Metrics(Protocol):
    """Counts what the service does, for its operator to see. Counting never fails and never waits.

    Every name given here is one of few that are known beforehand: the template of a route, a policy, an area of the
    cache, a provider, an outcome. Never an id, an address, or anything that a client wrote. Times are in seconds.
    """

    def begin_request(self) -> None:
        """A request came in; `end_request` follows in any case."""

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """The request was answered with this status, or with none (0)."""

    def show_requests(self) -> None:
        """Show how many requests are under way right now; noting that at each of them costs more than counting it."""

    def count_limit(self, policy: str, outcome: Literal["allowed", "rejected", "unreachable"]) -> None:
        """A limiter decided; `unreachable`: without its store, so it let the request pass or counted by itself."""

    def count_cache(self, area: str, outcome: Literal["hit", "miss", "unreachable"]) -> None:
        """A cached answer was looked up."""

    def observe_upstream(self, provider: str, outcome: str, seconds: float) -> None:
        """A call to a metadata provider ended. `outcome` is `ok` or the code of the refusal, such as `timeout`."""

    def show_breaker(self, provider: str, state: BreakerState) -> None:
        """The breaker before a provider changed its state."""

    def observe_connection_wait(self, seconds: float) -> None:
        """A request got a connection of the pool after this time."""

    def count_connection_timeout(self) -> None:
        """A request waited for a connection of the pool in vain."""

    def count_replica_read(self, outcome: ReplicaOutcome) -> None:
        """A read that a replica may answer was answered by it, or by the primary, as the replica was `behind` what had
        to be in the answer, or `away`: it failed, took too long, or did so a moment ago."""

    def show_pool(self, pool: PoolState) -> None:
        """How the pool stands right now."""

    def show_waiting_writes(self, writes: int) -> None:
        """So many writes wait right now until fewer of the same account are under way."""

    def observe_loop_lag(self, seconds: float) -> None:
        """The event loop ran something this much later than it was asked to."""

    def show_hashing(self, passwords: int) -> None:
        """So many passwords are being hashed or wait for it right now."""
