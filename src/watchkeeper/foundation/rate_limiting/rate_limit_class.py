from enum import StrEnum


class RateLimitClass(StrEnum):
    """Kinds of routes, each with limits of its own. Routes that say nothing are reads (GET) or writes (the others)."""

    READS = "reads"
    WRITES = "writes"
    DISCOVERY = "discovery"
    IMPORTS = "imports"
    LOGIN = "login"
    REGISTER = "register"
    UNLIMITED = "unlimited"
