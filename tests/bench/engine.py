"""The bare engine: WeasyPrint in a process of its own, on HTML that is already there; no jobs, no database.

`python -m tests.bench.engine <folder> <share> <of>` prints its share of the folder's documents when a line comes in, and
answers each line with the seconds it took. `python -m tests.bench.engine once <file>` is the naive way: a process for one.
"""

import json
import sys
import time
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from config.local import paths

FONTS = paths.NODE_MODULES / "@expo-google-fonts" / "tinos"
FACES = {
    "bundled:tinos-regular.ttf": "400Regular/Tinos_400Regular.ttf",
    "bundled:tinos-italic.ttf": "400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "bundled:tinos-bold.ttf": "700Bold/Tinos_700Bold.ttf",
    "bundled:tinos-bold-italic.ttf": "700Bold_Italic/Tinos_700Bold_Italic.ttf",
}


class Fetcher(URLFetcher):
    """The same typefaces, read from the same files."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file of the typeface; anything else as the engine does it."""
        if url in FACES:
            return URLFetcherResponse(url, (FONTS / FACES[url]).read_bytes(), {"Content-Type": "font/ttf"})
        return super().fetch(url, headers)


def print_plainly(html: str) -> bytes:
    """The two calls of the engine's own introduction."""
    return bytes(HTML(string=html, url_fetcher=Fetcher()).write_pdf())


def main() -> None:
    """Print once to be warm, then wait for each start; or print one document and end."""
    if sys.argv[1] == "once":
        print_plainly(Path(sys.argv[2]).read_text())
        return
    folder, share, of = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    documents = [file.read_text() for file in sorted(folder.glob("*.html"))][share::of]
    print_plainly(documents[0])
    print(json.dumps({"ready": len(documents)}), flush=True)
    for _line in sys.stdin:
        begun, cpu = time.monotonic(), time.process_time()
        for html in documents:
            print_plainly(html)
        spent = {"seconds": time.monotonic() - begun, "cpu_seconds": time.process_time() - cpu}
        print(json.dumps(spent), flush=True)


if __name__ == "__main__":
    main()
