def reset_link(service: str, token: str) -> str:
    """Return the address that a person opens to reset the password.

    The token is in the fragment, which browsers send to no server: no log of a proxy has it.
    """
    return f"{service.rstrip('/')}/reset-password#token={token}"
