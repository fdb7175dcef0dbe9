"""Reads what providers really send, kept beside this file: one folder per provider, one file per case."""

from pathlib import Path

FOLDER = Path(__file__).parent


def payload(provider: str, name: str) -> bytes:
    (path,) = (FOLDER / provider).glob(f"{name}.*")
    return path.read_bytes()


def names(provider: str) -> set[str]:
    return {path.stem for path in (FOLDER / provider).iterdir()}
