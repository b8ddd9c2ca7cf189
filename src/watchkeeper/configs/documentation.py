from fastapi import FastAPI


def install_documentation(application: FastAPI) -> None:
    """Filled in below."""
