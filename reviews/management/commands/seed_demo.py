"""`manage.py seed_demo`: the demo province into an empty database; `--scale large` for measuring."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cadres.models import User
from reviews.demo.accounts import account_lines
from reviews.demo.chapters import Chapters, expected
from reviews.demo.large import fill
from reviews.demo.story import tell
from units.models import Unit


class Command(BaseCommand):
    help = "Nạp tỉnh mẫu vào cơ sở dữ liệu trống: small để xem và thử, large để đo tốc độ."

    def add_arguments(self, parser: CommandParser) -> None:
        """Scale, seed, and the sizes of the large province."""
        parser.add_argument("--scale", choices=("small", "large"), default="small")
        parser.add_argument("--seed", type=int, default=2026, help="cùng số thì ra cùng một tỉnh")
        parser.add_argument("--units", type=int, default=6000, help="số đơn vị của tỉnh lớn")
        parser.add_argument("--people", type=int, default=60000, help="số người của tỉnh lớn")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a database that holds something; tell how long each part took; keep the accounts for `make run`."""
        if not settings.LOCAL and not os.environ.get("ALLOW_DEMO_DATA"):
            raise CommandError("Tỉnh mẫu chỉ nạp trên bản thử. Muốn nạp ở đây, đặt ALLOW_DEMO_DATA=yes.")
        if User.objects.exists() or Unit.objects.exists():
            raise CommandError("Cơ sở dữ liệu đã có dữ liệu; tỉnh mẫu chỉ nạp vào cơ sở dữ liệu trống (make demo).")
        large = options["scale"] == "large"
        chapters = Chapters(self._write if options["verbosity"] else _hush, expected(options["people"] if large else 0))
        tell(options["seed"], chapters.begin)
        if large:
            fill(units=options["units"], people=options["people"], seed=options["seed"], say=chapters.begin)
        seconds = chapters.end()
        _keep(account_lines())
        if options["verbosity"]:
            file = settings.DEMO_ACCOUNTS_FILE
            self.stdout.write(f"Xong sau {seconds:.0f} giây. Tài khoản và mật khẩu ở {file}.")

    def _write(self, words: str) -> None:
        self.stdout.write(words, ending="")
        self.stdout.flush()


def _hush(words: str) -> None:
    """Nobody wants to be told."""


def _keep(lines: list[str]) -> None:
    file: Path = settings.DEMO_ACCOUNTS_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
