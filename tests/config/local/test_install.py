"""Bringing what is missing: whoever cannot go on reads one sentence."""

import sys

import pytest

from config.local import install, paths, system_packages


@pytest.fixture
def log(tmp_path, monkeypatch):
    file = tmp_path / "log" / "install.log"
    monkeypatch.setattr(paths, "INSTALL_LOG", file)
    return file


NOISY = [sys.executable, "-c", "import sys; print('WARNING: Retrying', file=sys.stderr); print('ERROR'); sys.exit(1)"]


def test_packages_that_cannot_be_had_are_told_in_one_sentence_and_the_noise_is_kept(log, capfd):
    with pytest.raises(SystemExit, match=r"^Không cài gói npm được. Nếu máy không có mạng: .* lý do ở .*install.log.$"):
        install._run("cài gói npm", NOISY)

    assert capfd.readouterr() == ("", "")
    assert log.read_text().split() == ["WARNING:", "Retrying", "ERROR"]


def test_system_packages_that_cannot_be_had_are_told_in_one_sentence(log, capfd):
    with pytest.raises(SystemExit, match=r"hãy chạy «apt-get install chromium» rồi chạy lại.$"):
        system_packages._apt(NOISY, "apt-get install chromium")

    assert capfd.readouterr() == ("", "")
    assert "Retrying" in log.read_text()
