"""`python -m tests.standins --port 8200`: the stand-in as a process of its own."""

import argparse

import uvicorn

from tests.standins.application import StandinApplication
from tests.standins.server import configured


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.standins", description="Play TMDb, AniList and Consumet.")
    parser.add_argument("--port", type=int, default=8200)
    port = parser.parse_args().port
    uvicorn.Server(configured(StandinApplication(), port, log_level="info")).run()


if __name__ == "__main__":
    main()
