"""`make screenshots`: seeds the demo province into a database of its own and takes the pictures of the user guide.

With DATABASE_URL set, the pictures are taken of the demo province that is there already.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from config.local import keeper, paths, postgres

if TYPE_CHECKING:
    from tests.browser.guide_pictures import Picture

DATABASE = "kiemdiem_pictures"
FOLDER = paths.ROOT / "docs" / "huong-dan" / "anh"
FRONT_PICTURE = ("ban-kiem-diem", paths.ROOT / "docs" / "images" / "ban-kiem-diem.png")
WIDTH, COLOURS, MOST_BYTES = 1280, 96, 200_000


def main() -> None:
    """Bring up the demo, take every picture, leave nothing else behind."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"  # the browser's driver leaves its loop in this thread
    os.environ["CELERY_BROKER_URL"] = "memory://"
    of_our_own = "DATABASE_URL" not in os.environ
    with tempfile.TemporaryDirectory() as folder:
        _take_all_of(Path(folder), of_our_own=of_our_own)


def _take_all_of(folder: Path, *, of_our_own: bool) -> None:
    os.environ["STORAGE_DIR"] = str(folder / "storage")  # what the demo issues is handed out by the site
    if of_our_own:
        _seed()
    import django  # the database stands first

    django.setup()
    try:
        _take_all(folder)
    finally:
        if of_our_own:
            from django.db import connection

            connection.close()
            _sql(f"drop database if exists {DATABASE} with (force)")


def _seed() -> None:
    address = urlsplit(keeper.use("test"))
    _sql(f"drop database if exists {DATABASE} with (force)")
    _sql(f"create database {DATABASE}")
    os.environ["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{DATABASE}"))
    for words in (["migrate", "-v0"], ["load_reference"], ["seed_demo", "-v0"]):
        print(f"manage.py {' '.join(words)} …", flush=True)
        subprocess.run([sys.executable, "manage.py", *words], cwd=paths.ROOT, check=True)


def _sql(statement: str) -> None:
    cluster = postgres.Cluster("test")
    command: list[str | Path] = [cluster.binaries / "psql", "-h", cluster.sockets, "-U", "postgres"]
    command += ["-d", "postgres", "-qc", statement]
    subprocess.run(command, check=True)


def _take_all(folder: Path) -> None:
    from tests.browser.guide_pictures import pictures  # needs Django
    from tests.browser.site import running_site

    wanted = pictures()
    with running_site(folder) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages: dict[str, Page] = {}
        for picture in wanted:
            if picture.username not in pages:
                pages[picture.username] = _logged_in(browser, site.url, picture.username)
            _take(pages[picture.username], site.url, picture)
        browser.close()
    for stale in {file.stem for file in FOLDER.glob("*.png")} - {picture.name for picture in wanted}:
        (FOLDER / f"{stale}.png").unlink()
    name, front = FRONT_PICTURE
    front.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(FOLDER / f"{name}.png", front)


def _logged_in(browser: Browser, url: str, username: str) -> Page:
    from reviews.demo.accounts import PASSWORD

    page = browser.new_context(viewport={"width": WIDTH, "height": 800}, locale="vi-VN").new_page()
    page.set_default_timeout(30_000)
    if username:
        page.goto(f"{url}/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_url(f"{url}/")
    return page


def _take(page: Page, url: str, picture: Picture) -> None:
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    page.goto(url + picture.path)
    if picture.before:
        picture.before(page)
    with suppress(Exception):  # a form that saves itself may still be busy; the picture does not wait for ever
        page.wait_for_load_state("networkidle", timeout=3000)
    taken = page.screenshot(animations="disabled")
    image = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    file = FOLDER / f"{picture.name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    image.save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.relative_to(paths.ROOT)}: {size // 1024} KB", flush=True)
    if size > MOST_BYTES:
        raise SystemExit(f"Ảnh {file.name} lớn quá: {size} byte, tối đa {MOST_BYTES}.")


if __name__ == "__main__":
    main()
