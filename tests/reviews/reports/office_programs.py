"""Word files in the hands of others: the schema of their format, and an office program that is not ours."""

import json
import os
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from config.local import paths

_TYPEFACE = paths.NODE_MODULES / "@expo-google-fonts" / "tinos"
_SOFFICE = ("soffice", "--headless", "--convert-to", "pdf")
_PATIENCE_SECONDS = 600


def faults_by_the_schema(file: Path) -> list[str]:
    """Where the file leaves the schema, by Microsoft's own reading of it (Open XML SDK)."""
    program = paths.NODE_MODULES / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
    assert program.exists(), "npm left it out: remove node_modules and run again (on x86-64)"
    done = subprocess.run(
        [program, file],
        check=False,  # whether it found a fault is in what it says
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    told = json.loads(done.stdout)
    found = [f"{fault['xPath']}: {fault['description']}" for fault in told["errors"]]
    assert told["ok"] == (not found)
    return found


def printed_by_libreoffice(files: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Each file's PDF by its name without ending; the typeface of the prints stands in for that of the office PCs."""
    profile, fonts = folder / "profile", folder / "fonts.conf"
    fonts.write_text(_FONTS.format(folder=escape(str(_TYPEFACE)), cache=escape(str(folder / "fonts"))))
    office = subprocess.Popen(
        [*_SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--outdir", folder, *files],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder), "FONTCONFIG_FILE": str(fonts)},
        start_new_session=True,  # what is started is a script, and what it starts has to end with it
    )
    try:
        assert office.wait(_PATIENCE_SECONDS) == 0
    except subprocess.TimeoutExpired:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()
        raise
    return {file.stem: folder / f"{file.stem}.pdf" for file in files}


_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern"><edit name="family" mode="assign" binding="same"><string>Tinos</string></edit></match>
</fontconfig>
"""
