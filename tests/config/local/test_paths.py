"""Where the parts of a local copy meet: short paths, however long the clone's own is."""

import tempfile
from pathlib import Path

import pytest

from config.local import paths, valkey

LONGEST_SOCKET = 107  # octets, by the kernel
LONG = "Tài liệu của Đảng ủy xã Tân Sơn " * 5


@pytest.mark.parametrize("name", ["development", "test", "copy-0123abcd"])
def test_sockets_of_a_clone_deep_in_accented_folders_have_a_path_that_the_kernel_takes(monkeypatch, name):
    monkeypatch.setattr(paths, "VAR", Path("/home/nguoi-dung") / LONG / LONG / "kiểm điểm" / "var")

    for socket in (".s.PGSQL.5432", "valkey.sock"):
        assert len(bytes(paths.sockets(name) / socket)) <= LONGEST_SOCKET


def test_two_clones_never_meet_and_one_finds_itself_again(monkeypatch):
    found = []
    for clone in ("một", "hai", "một"):
        monkeypatch.setattr(paths, "VAR", Path("/srv") / LONG / clone / "var")
        found.append(paths.sockets("test"))

    assert found[0] == found[2] != found[1]


@pytest.mark.slow
def test_the_broker_starts_in_a_long_accented_folder(monkeypatch):
    with tempfile.TemporaryDirectory(prefix=LONG) as folder:
        Path(folder).chmod(0o755)  # the server's account has to pass
        monkeypatch.setattr(paths, "VAR", Path(folder) / "var")
        broker = valkey.Broker("test")
        server = broker.start()
        try:
            assert broker.answers()
            assert broker.data.is_dir()
        finally:
            broker.stop(server)
        assert not broker.answers()
