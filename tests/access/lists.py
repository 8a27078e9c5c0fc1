"""What stands in lists, counts, pickers and search results, and for whom: a mark in the page, and who gets to see it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.access.table import (
    ABOVE,
    ADMIN,
    BITHU,
    CANBO,
    CHARGED,
    COLLECTIVE,
    COMMITTEE,
    EVERYBODY,
    FRONT,
    HELPER,
    INSPECTION,
    MEMBERS,
    NOBODY,
    OTHERS,
    Circle,
    circle,
)
from tests.access.world import World


@dataclass(frozen=True)
class Shown:
    """A mark that a page without an object of its own shows to these accounts and to nobody else."""

    address: str
    mark: Callable[[World], str]
    to: Circle

    def __str__(self) -> str:
        return f"{self.address} {sorted(self.to)[:2]}"


def link(path: str, name: str) -> Callable[[World], str]:
    """A link to the object; the quote ends it, so that 1 is not found in 12."""
    return lambda world: f'href="{path}{world.pk(name)}/'


def option(name: str) -> Callable[[World], str]:
    """A choice of a select."""
    return lambda world: f'<option value="{world.pk(name)}"'


def words(text: str) -> Callable[[World], str]:
    """Words of the page."""
    return lambda world: text


CYCLES = MEMBERS | OTHERS | COMMITTEE | INSPECTION | ABOVE | HELPER
LETTER = MEMBERS | COMMITTEE | INSPECTION | HELPER
LOOKS_UP = CHARGED | COMMITTEE | INSPECTION | ABOVE | ADMIN

SHOWN = [
    Shown("/kiem-diem/", link("/kiem-diem/", "collective"), COLLECTIVE),
    Shown("/kiem-diem/", link("/kiem-diem/", "personal"), CANBO),
    Shown("/kiem-diem/", link("/kiem-diem/", "submitted"), BITHU),
    Shown("/kiem-diem/", option("cycle"), CYCLES),
    Shown("/dot/", link("/dot/", "cycle"), CYCLES),
    Shown("/goi-y/", link("/goi-y/", "letter"), LETTER),
    Shown("/goi-y/", link("/goi-y/", "draft_letter"), COMMITTEE),
    Shown("/to-cong-tac/", link("/to-cong-tac/", "group"), COMMITTEE | HELPER),
    Shown("/goi-y/dot-xuat/", words(">Tỉnh ủy Nam Trung<"), COMMITTEE),
    Shown("/to-cong-tac/moi/", words(">Tỉnh ủy Nam Trung<"), COMMITTEE),
    Shown("/", link("/to-cong-tac/", "group"), HELPER),
    Shown("/can-cu/", link("/can-cu/", "ground"), COMMITTEE | INSPECTION),
    Shown("/can-cu/moi/", words(">Tỉnh ủy Nam Trung<"), COMMITTEE | INSPECTION),
    Shown("/khac-phuc/", link("/khac-phuc/", "accepted_item"), COLLECTIVE - HELPER),
    Shown("/khac-phuc/", link("/khac-phuc/", "accepted_personal_item"), CANBO),
    Shown("/khac-phuc/sua-nhieu/", lambda world: f'value="{world.pk("accepted_item")}:', COLLECTIVE - HELPER),
    Shown("/khac-phuc/sua-nhieu/", lambda world: f'value="{world.pk("accepted_personal_item")}:', CANBO),
    Shown("/khac-phuc/bang/", link("/khac-phuc/", "accepted_item"), COLLECTIVE - HELPER),
    Shown("/khac-phuc/bang/", link("/khac-phuc/", "accepted_personal_item"), CANBO),
    Shown("/khac-phuc/ton-dong/", link("/khac-phuc/", "accepted_item"), COLLECTIVE - HELPER),
    Shown("/khac-phuc/ton-dong/", link("/khac-phuc/", "accepted_personal_item"), CANBO),
    Shown("/viec-kho/", link("/viec-kho/", "task"), COLLECTIVE - HELPER | FRONT),
    Shown("/viec-kho/dang-ky/", words("Tập thể Đảng ủy xã Tân Sơn<"), CHARGED),
    Shown("/viec-kho/dang-ky/", words("thành viên Đảng ủy xã Tân Sơn<"), circle("bithu canbo thanhvien")),
    Shown("/da-ky/", link("/da-ky/", "signed_round"), circle("bithu")),
    Shown("/ban-cam-ket/", link("/ban-cam-ket/", "handed_pledge"), circle("canbo")),
    Shown("/ban-cam-ket/", link("/ban-cam-ket/chi-bo/", "commune"), CHARGED),
    Shown("/ban-cam-ket/", link("/ban-cam-ket/dot/", "calling"), circle("thanhvien")),
    Shown("/ban-cam-ket/so-lieu/", words("Đảng ủy xã Tân Sơn<"), CHARGED | COMMITTEE | INSPECTION),
    Shown("/", link("/ban-cam-ket/", "handed_pledge"), CHARGED),
    Shown("/", link("/ban-cam-ket/dot/", "calling"), circle("thanhvien")),
    Shown("/?hop=da-gui", link("/ban-cam-ket/", "handed_pledge"), circle("canbo")),
    Shown("/tham-dinh/", link("/tham-dinh/", "collective"), COMMITTEE),
    Shown("/tham-dinh/", link("/tham-dinh/", "submitted"), COMMITTEE),
    Shown("/tham-dinh/", link("/tham-dinh/", "personal"), NOBODY),
    Shown("/bao-cao/", link("/bao-cao/", "run"), circle("chuyenvien")),
    Shown("/ai-da-xem-ban-cua-toi/", words("Xem bản kiểm điểm"), circle("bithu")),
    Shown("/", link("/tham-dinh/", "collective"), circle("chuyenvien")),
    Shown("/", link("/goi-y/", "letter"), CHARGED | circle("canbo")),
    Shown("/", link("/khac-phuc/", "accepted_item"), CHARGED),
    Shown("/", link("/khac-phuc/", "accepted_personal_item"), circle("canbo")),
    Shown("/?hop=da-gui", link("/kiem-diem/", "collective"), CHARGED),
    Shown("/tim-kiem/?q=le van khai", words("Bản kiểm điểm cá nhân: Lê Văn Khải"), CANBO),
    Shown("/tim-kiem/?q=tan son", words("Bản kiểm điểm tập thể: Đảng ủy xã Tân Sơn<"), COLLECTIVE),
    Shown("/tim-kiem/?q=goi y da gui", words("Gợi ý đã gửi xã Tân Sơn<"), LETTER),
    Shown("/tim-kiem/?q=goi y dang soan", words("Gợi ý đang soạn của tỉnh<"), COMMITTEE),
    Shown("/tim-kiem/?q=tau thuyen", words("Di dời tàu thuyền khỏi lòng hồ<"), COLLECTIVE - HELPER | FRONT),
    Shown("/tim-kiem/?q=le van", link("/can-bo/", "cadre"), LOOKS_UP | circle("canbo thuky_khac bithu_khac")),
    Shown("/tim-kiem/?q=tan son", link("/don-vi/", "commune"), MEMBERS | LOOKS_UP),
    Shown("/van-ban-di/", link("/van-ban-di/", "number"), COMMITTEE),
    Shown("/van-ban-di/", link("/van-ban-di/", "number_of_commune"), CHARGED),
    Shown("/tong-hop/bao-cao/", link("/tong-hop/bao-cao/", "situation"), COMMITTEE | INSPECTION),
    Shown("/tong-hop/goi-y/", link("/kiem-diem/", "collective"), COMMITTEE | INSPECTION),
    Shown("/tong-hop/goi-y/", link("/kiem-diem/", "personal"), COMMITTEE | INSPECTION),
    Shown("/don-vi/", link("/don-vi/", "commune"), MEMBERS | LOOKS_UP),
    Shown("/can-bo/", link("/can-bo/", "cadre"), LOOKS_UP | circle("canbo thuky_khac bithu_khac")),
    Shown("/can-bo/moi/", words(" Đảng ủy xã Tân Sơn · "), ADMIN),
    Shown("/tai-khoan/", link("/tai-khoan/", "account"), ADMIN),
    Shown("/nhac-viec/", link("/nhac-viec/", "message"), circle("thuky")),
    Shown("/nhac-viec/quy-tac/", link("/nhac-viec/quy-tac/", "reminder_rule"), circle("quantri_tren")),
    Shown("/hop-thu-di/", link("/hop-thu-di/", "message"), ADMIN),
    Shown("/nhat-ky/", words("<tbody>"), ADMIN),
    Shown("/danh-muc/", link("/danh-muc/", "catalogue"), COMMITTEE | ABOVE | ADMIN),
    Shown("/mau/", link("/mau/", "draft_template"), COMMITTEE | ABOVE | ADMIN),
    Shown("/bo-quy-dinh/", link("/bo-quy-dinh/", "profile"), COMMITTEE | ABOVE | ADMIN),
    Shown("/dot/moi/", words("Tỉnh ủy Nam Trung · Trung ương"), COMMITTEE | ABOVE),
    Shown("/dot/moi/", words(">Tỉnh ủy Nam Trung<"), COMMITTEE),
    Shown("/goi-y/moi/", option("cycle"), COMMITTEE | ABOVE),
    Shown("/goi-y/moi/", words(">Tỉnh ủy Nam Trung<"), COMMITTEE),
]

WITHOUT_OBJECTS = {
    "/phim-tat/", "/huong-dan/", "/dang-nhap/", "/quen-mat-khau/", "/tai-khoan/cua-toi/", "/tai-khoan/mat-khau/",
    "/tai-khoan/chuc-danh/", "/tai-khoan/moi/", "/tong-hop/", "/bao-cao/in/", "/don-vi/cay/", "/danh-muc/nhap/",
    "/tong-hop/hinh/", "/nhac-viec/quy-tac/moi/", "/lich-nghi/", "/hop-thu-demo/", "/khac-phuc/tinh-hinh/", "/bo-loc/",
    "/khac-phuc/tinh-hinh/xuat-excel/", "/khac-phuc/ba-nam/", "/khac-phuc/ba-nam/xuat-excel/",
    "/khac-phuc/ton-dong/xuat-excel/", "/hop-thu-di/gui-lai-loi/",
    "/bo-loc/luu/", "/khac-phuc/xuat-excel/", "/van-ban-di/xuat-excel/", "/van-ban-di/ghi-so/", "/kiem-tra/",
}  # fmt: skip
"""Pages without an object in their address on which no list or picker of objects stands (the sums have tests of their own)."""

EVERY_ACCOUNT = sorted(EVERYBODY)
