"""First pages of papers as pictures in grey, kept beside this file to be compared with what is printed now.

`python -m tests.reviews.reports.page_images` draws them anew. Look at each one that changed before it is kept.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops

KEPT: Final = Path(__file__).parent / "pages"
DOTS_PER_INCH: Final = 70
_GREYS: Final = 16  # sixteen are what a smooth edge needs; the file is a third of one with all 256
_SIDE: Final = 4  # dots of a square whose mean grey is compared
TOLERANCE: Final = 24  # of 255; other greys give 6, a page moved by one dot gives over 60


def drawn(pdf: bytes) -> Image.Image:
    """The first page in grey."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page"
        command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-gray", "-singlefile", "-", str(target)]
        subprocess.run(command, input=pdf, check=True)
        with Image.open(target.with_suffix(".pgm")) as page:
            return page.convert("L")


def kept(name: str) -> Image.Image:
    """The picture that somebody looked at."""
    with Image.open(KEPT / f"{name}.png") as page:
        return page.convert("L")


def keep(name: str, page: Image.Image) -> None:
    """Put the picture down as the one to compare with."""
    KEPT.mkdir(exist_ok=True)
    page.quantize(_GREYS).save(KEPT / f"{name}.png", optimize=True, bits=4)


def difference(one: Image.Image, other: Image.Image) -> int:
    """By how much the greys of any small square differ; all of 255 where the pages are not of one size."""
    if one.size != other.size:
        return 255
    darkest = ImageChops.difference(one.reduce(_SIDE), other.reduce(_SIDE)).getextrema()[1]
    return int(darkest)  # type: ignore[arg-type]


def show(before: Image.Image, now: Image.Image, path: Path) -> None:
    """Both pages and, on the right, what differs, in black."""
    wide, high = max(before.width, now.width), max(before.height, now.height)
    sheet = Image.new("L", (3 * wide, high), 255)
    differs = ImageChops.invert(ImageChops.difference(_on(before, wide, high), _on(now, wide, high)))
    for place, page in enumerate((before, now, differs)):
        sheet.paste(page, (place * wide, 0))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def _on(page: Image.Image, wide: int, high: int) -> Image.Image:
    sheet = Image.new("L", (wide, high), 255)
    sheet.paste(page)
    return sheet


@cache
def printed(name: str) -> bytes:
    """The paper, printed once."""
    from reviews.reports.rendering import render_pdf
    from tests.reviews.reports.pictured import PICTURED

    return render_pdf(PICTURED[name]())


def _renew(say: Callable[[str], None]) -> None:
    from tests.reviews.reports.pictured import PICTURED

    for name in PICTURED:
        page = drawn(printed(name))
        if not (KEPT / f"{name}.png").exists() or difference(kept(name), page) > TOLERANCE:
            keep(name, page)
            say(f"{name}.png: look at it before it is kept")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    _renew(print)
