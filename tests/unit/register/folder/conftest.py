"""A writer of small folders."""

from pathlib import Path

import pytest


@pytest.fixture
def folder_of(tmp_path):
    """Write files, named without .csv, into a folder; text becomes UTF-8."""

    def write(**files: str | bytes) -> Path:
        folder = tmp_path / "register"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"{name}.csv").write_bytes(data)
        return folder

    return write
