"""Fixtures for all tests."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def storage_folder(tmp_path: Path, settings) -> Path:
    """Files that a test stores go to a folder of that test."""
    folder = tmp_path / "storage"
    settings.MEDIA_ROOT = settings.STORAGE_DIR = folder
    return folder
