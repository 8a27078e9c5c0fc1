"""The papers whose first pages are kept as pictures and measured: fixed words, numbers and days."""

from collections.abc import Callable
from datetime import date
from typing import Final

from core.paper.parts import Heading, LetterHead, Recipients, Signature
from reviews.reports.appraisal_papers import ResultNoticePaper, ResultRow
from reviews.reports.plain_paper import PlainPaper, Point, WidePaper
from reviews.reports.rendering import Paper
from tests.reviews.reports import individual_samples, letter_samples, samples

PROVINCE: Final = Signature("Ban Thường vụ", "Phó Bí thư", "Nguyễn Thị Minh Châu")
COMMUNE: Final = Signature("Ban Thường vụ", "Bí thư", "Trần Đình Thắng")


def _commune(symbol: str, serial: str, day: date | None) -> LetterHead:
    return LetterHead("Đảng bộ tỉnh Nam Trung", "Đảng ủy xã Tân Sơn", "Tân Sơn", day, symbol=symbol, serial=serial)


def result_notice() -> ResultNoticePaper:
    whose = "Ban Thường vụ Đảng ủy xã Tân Sơn"
    return ResultNoticePaper(
        head=LetterHead(
            "", "Tỉnh ủy Nam Trung", "Nam Trung", date(2027, 2, 5), symbol="TB/TU", serial="9", marks=("Khẩn",)
        ),
        heading=Heading("Thông báo", f"kết quả thẩm định bản kiểm điểm năm 2026\ncủa {whose}"),
        opening=f"Ngày 03/02/2027, Ban Thường vụ Tỉnh ủy đã thẩm định bản kiểm điểm năm 2026 của {whose} (lần thứ 1, trình "
        "ngày 18/01/2027). Ban Thường vụ Tỉnh ủy thông báo kết quả như sau:",
        result="chưa đạt; trả lại, bổ sung",
        reason="Hạn chế về giải ngân vốn đầu tư công chưa nêu trách nhiệm của từng đồng chí; 26 tỷ đồng vốn dư không "
        "điều chuyển chưa được giải trình.",
        rows=(
            ResultRow(1, "I. Ưu điểm, kết quả đạt được", "Đạt"),
            ResultRow(2, "II. Hạn chế, khuyết điểm và nguyên nhân", "Cần bổ sung", "Nêu rõ nguyên nhân chủ quan."),
            ResultRow(
                3, "Nội dung gợi ý: giải ngân vốn đầu tư công", "Cần bổ sung", "Chưa rõ trách nhiệm người đứng đầu."
            ),
        ),
        closing=f"Đề nghị {whose} bổ sung, trình lại trước ngày 20/02/2027.",
        signature=PROVINCE,
        recipients=Recipients((whose, "Ban Tổ chức Tỉnh ủy (để theo dõi)"), "Văn phòng Tỉnh ủy"),
    )


def register_of_hard_tasks() -> WidePaper:
    rows = (
        ("Đảng ủy xã Tân Sơn", "Di dời 17 tàu, nhà nổi ven hồ", "17/17 tàu, nhà nổi", date(2027, 6, 30), "Đang thực hiện"),
        ("Lê Văn Khải, xã Tân Sơn", "Thu hồi 19,6 tỷ đồng tạm ứng quá hạn", "19,6 tỷ đồng", date(2027, 3, 31), "Đã đăng ký"),
        ("Đảng ủy xã Bình Minh", "Trồng lại rừng trên diện tích bị xâm hại", "1.234,5 ha", date(2027, 12, 31), "Đã đăng ký"),
    )  # fmt: skip
    columns = (("TT", 5), ("Tập thể, cá nhân", 22), ("Việc khó đăng ký", 33), ("Kết quả phải đạt", 18))
    return WidePaper(
        head=LetterHead("", "Tỉnh ủy Nam Trung", "Nam Trung", date(2027, 1, 15), symbol="BC/TU", serial="31"),
        heading=Heading("SỔ ĐĂNG KÝ VIỆC KHÓ", "của tập thể, cá nhân, năm 2026"),
        opening="Số liệu tính đến 14:03 ngày 15/01/2027, trong phạm vi theo dõi của Ban Thường vụ Tỉnh ủy: 3 việc.",
        columns=(*columns, ("Thời hạn", 10), ("Tình trạng", 12)),
        rows=tuple((number, *row) for number, row in enumerate(rows, start=1)),
        signatures=(PROVINCE,),
        recipients=Recipients(("Thường trực Tỉnh ủy (để báo cáo)",), "Văn phòng Tỉnh ủy"),
    )


def invitation() -> PlainPaper:
    return PlainPaper(
        head=_commune("GM/ĐU", "14", date(2026, 12, 9)),
        heading=Heading("GIẤY MỜI", "dự hội nghị kiểm điểm"),
        addressees=("Các đồng chí trong Ban Thường vụ Đảng ủy xã Tân Sơn", "Ban Tổ chức Tỉnh ủy"),
        opening="Ban Thường vụ Đảng ủy xã Tân Sơn trân trọng kính mời các đồng chí dự hội nghị kiểm điểm năm 2026.",
        points=(
            Point("1. Thời gian:", "14 giờ 00, ngày 18/12/2026."),
            Point("2. Địa điểm:", "Trụ sở Đảng ủy xã."),
            Point("3. Nội dung:", "Kiểm điểm Ban Thường vụ Đảng ủy xã Tân Sơn năm 2026."),
        ),
        closing="Đề nghị các đồng chí dự họp đầy đủ, đúng giờ.",
        signatures=(COMMUNE,),
        recipients=Recipients(("Như trên",), "Văn phòng Đảng ủy"),
    )


def attendance_list() -> PlainPaper:
    people = (
        ("Trần Đình Thắng", "Bí thư Đảng ủy xã"),
        ("Lê Văn Khải", "Phó Bí thư Đảng ủy, Chủ tịch UBND xã"),
        ("Phạm Thị Hương", "Ủy viên Ban Thường vụ"),
        ("Ban Tổ chức Tỉnh ủy", "Khách mời"),
    )
    return PlainPaper(
        head=_commune("", "", None),
        heading=Heading("DANH SÁCH", "thành phần dự hội nghị kiểm điểm năm 2026\ncủa Ban Thường vụ Đảng ủy xã Tân Sơn"),
        opening="Hội nghị ngày 18/12/2026, tại trụ sở Đảng ủy xã.",
        columns=(("TT", 8), ("Họ và tên", 32), ("Chức vụ", 36), ("Ký tên", 24)),
        rows=tuple((number, *one, "") for number, one in enumerate(people, start=1)),
        by_hand=True,
        signatures=(Signature("", "Thư ký hội nghị", "Đỗ Thu Hà"),),
    )


PICTURED: Final[dict[str, Callable[[], Paper]]] = {
    "bao-cao-kiem-diem-tap-the": lambda: samples.collective_review(draft=None),
    "ban-kiem-diem-ca-nhan": individual_samples.individual_review,
    "cong-van-goi-y": letter_samples.suggestion_letter,
    "thong-bao-tham-dinh": result_notice,
    "so-viec-kho": register_of_hard_tasks,
    "giay-moi": invitation,
    "danh-sach-thanh-phan": attendance_list,
}
