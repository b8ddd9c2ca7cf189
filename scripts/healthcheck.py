#!/usr/bin/env python3
"""Ask the service of this container whether it takes traffic (`GET /ready`); the image has no curl.

Reads PORT and TRUSTED_HOSTS as the service does. Exit code 0: it does; 1: it does not.
"""

import http.client
import json
import os

SECONDS = 4.0


def main() -> int:
    """Return the exit code."""
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8100), timeout=SECONDS)
    try:
        connection.request("GET", "/ready", headers={"Host": _accepted_host()})
        answer = connection.getresponse()
        print(answer.status, answer.read(200).decode(errors="replace"))
    except (OSError, http.client.HTTPException) as failure:
        print(f"The service does not answer: {failure}")
        return 1
    finally:
        connection.close()
    return 0 if answer.status == http.client.OK else 1


def _accepted_host() -> str:
    """Return a name that the service accepts in the Host header."""
    first = json.loads(os.environ.get("TRUSTED_HOSTS") or '["*"]')[0]
    if first == "*":
        return "127.0.0.1"
    return f"ready{first[1:]}" if first.startswith("*.") else str(first)


if __name__ == "__main__":
    raise SystemExit(main())
