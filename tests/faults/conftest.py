"""One copy of the site for all tests of a module."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.whole_copy import Copy


@pytest.fixture(scope="module")
def copy() -> Iterator[Copy]:
    with tempfile.TemporaryDirectory(prefix="kiem-diem-") as folder:
        Path(folder).chmod(0o755)  # the servers' account has to pass
        copy = Copy(Path(folder) / "var")
        copy.start()
        yield copy
        if copy.process.poll() is None:
            copy.end()
