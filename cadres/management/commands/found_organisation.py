"""`manage.py found_organisation`: the first unit and the first administrator of a new installation."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cadres.actions.founding import found_organisation
from cadres.roles import routine
from core.errors import DomainError

ROUTINE = "Khởi tạo"


def _day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Tạo đơn vị cao nhất và tài khoản quản trị đầu tiên trong cơ sở dữ liệu trống; in mật khẩu dùng một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        """What the first unit is called and who administers it."""
        parser.add_argument("name", help='tên đơn vị cao nhất, ví dụ "Đảng bộ tỉnh Nam Trung"')
        parser.add_argument("--kind", default="dang-bo-tinh", help="mã loại đơn vị (mặc định dang-bo-tinh)")
        parser.add_argument("--place", default="", help="nơi ghi trước ngày tháng trên văn bản")
        parser.add_argument("--founded", type=_day, required=True, help="ngày thành lập, dạng 2025-07-01")
        parser.add_argument("--username", default="quantri", help="tên đăng nhập (mặc định quantri)")
        parser.add_argument("--display-name", default="Văn thư, quản trị", help="họ và tên người quản trị")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse in a sentence, or print the account; the password must be changed at the first log-in."""
        try:
            user, password = found_organisation(
                actor=routine(ROUTINE),
                name=options["name"],
                kind_code=options["kind"],
                place=options["place"],
                founded_on=options["founded"],
                username=options["username"],
                display_name=options["display_name"],
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Tài khoản quản trị: {user.username}")
        self.stdout.write(f"Mật khẩu dùng một lần, phải đổi khi đăng nhập lần đầu: {password}")
