"""Static parts that others made, served file by file straight from where npm and pip put them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import django_htmx
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"
STYLES = NODE_MODULES / "bootstrap" / "dist" / "css"
TINOS = NODE_MODULES / "@expo-google-fonts" / "tinos"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx"

VENDOR_FILES = {
    "django_htmx/htmx-2.min.js": HTMX / "htmx-2.min.js",
    "vendor/bootstrap-reboot.min.css": STYLES / "bootstrap-reboot.min.css",
    "vendor/bootstrap-reboot.min.css.map": STYLES / "bootstrap-reboot.min.css.map",
    "vendor/tinos/Tinos-Regular.ttf": TINOS / "400Regular" / "Tinos_400Regular.ttf",
    "vendor/tinos/Tinos-Italic.ttf": TINOS / "400Regular_Italic" / "Tinos_400Regular_Italic.ttf",
    "vendor/tinos/Tinos-Bold.ttf": TINOS / "700Bold" / "Tinos_700Bold.ttf",
    "vendor/tinos/Tinos-BoldItalic.ttf": TINOS / "700Bold_Italic" / "Tinos_700Bold_Italic.ttf",
}


class VendorStorage(FileSystemStorage):
    """Knows the named files only; whole packages would bring a hundred files that nobody asks for."""

    def path(self, name: str) -> str:
        """Where npm put the file of this name."""
        return str(VENDOR_FILES[name])


class VendorFinder(BaseFinder):
    """Finds the files named above for `collectstatic`, for tests and for the PDF engine."""

    storage = VendorStorage()

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file's place on disk, or nothing when it is not one of ours."""
        found = VENDOR_FILES.get(path)
        if found is None or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, VendorStorage]]:
        """Every named file; a missing one makes `collectstatic` fail rather than ship a site without styles."""
        for name in VENDOR_FILES:
            yield name, self.storage
