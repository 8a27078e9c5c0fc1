"""A suggestion letter and a cycle summary of the invented province."""

from datetime import date

from core.paper.parts import Heading, LetterHead, Recipients, Signature
from reviews.reports.cycle_summary import CycleSummaryPaper, Figures, SummaryRow, SummaryTable
from reviews.reports.suggestion_letter import SuggestedTopic, SuggestionLetterPaper


def suggestion_letter(*, serial: str = "112") -> SuggestionLetterPaper:
    return SuggestionLetterPaper(
        head=LetterHead(
            "Đảng bộ tỉnh Nam Trung",
            "Ban Thường vụ Tỉnh ủy",
            "Nam Trung",
            date(2026, 11, 6),
            symbol="CV/TU",
            serial=serial,
            subject="về việc gợi ý kiểm điểm sâu năm 2026 đối với tập thể, cá nhân xã Tân Sơn",
        ),
        addressees=(
            "Ban Thường vụ Đảng ủy xã Tân Sơn",
            "Đồng chí Trần Đình Thắng, Bí thư Đảng ủy xã Tân Sơn",
            "Đồng chí Lê Văn Khải, Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân xã Tân Sơn",
        ),
        opening="Thực hiện Kế hoạch số 48-KH/TU, ngày 12/10/2026 của Ban Thường vụ Tỉnh ủy về kiểm điểm, đánh "
        "giá, xếp loại năm 2026; qua theo dõi tình hình và căn cứ Kết luận thanh tra số 15/KL-TTr, "
        "ngày 20/8/2026 của Thanh tra tỉnh, Ban Thường vụ Tỉnh ủy gợi ý tập thể, cá nhân có tên trên "
        "kiểm điểm sâu những nội dung sau:",
        topics=(
            SuggestedTopic(
                1,
                "Quản lý đất đai, trật tự xây dựng ven hồ Tân Sơn",
                "Kết luận thanh tra; dư luận, phản ánh của nhân dân",
                "Vì sao 17 tàu, nhà nổi chưa được di dời; trách nhiệm của người đứng đầu và cấp phó phụ "
                "trách; tiến độ xử lý 5 công trình không phép.",
                "tất cả tập thể, cá nhân có tên trên",
            ),
            SuggestedTopic(
                2,
                "Giải ngân vốn đầu tư công",
                "Chậm khắc phục hạn chế đã chỉ ra",
                "Nguyên nhân chủ quan của việc giải ngân chậm hai năm liền; cam kết tiến độ từng dự án.",
                "tập thể Ban Thường vụ Đảng ủy xã Tân Sơn; đồng chí Lê Văn Khải",
                "Nội dung này đã được gợi ý tại Công văn số 96-CV/TU ngày 05/11/2025 của Ban Thường vụ Tỉnh ủy; việc kiểm điểm "
                "chưa sâu, cần tiếp tục làm rõ.",
            ),
        ),
        closing="Đề nghị tập thể, cá nhân giải trình từng nội dung trong bản kiểm điểm (khuyết điểm, trách "
        "nhiệm, nguyên nhân, biện pháp khắc phục) và trình Ban Thường vụ Tỉnh ủy trước ngày "
        "10/01/2027.",
        signature=Signature("Ban Thường vụ", "Phó Bí thư", "Nguyễn Thị Minh Châu"),
        recipients=Recipients(
            ("Như trên", "Ban Tổ chức Tỉnh ủy (để theo dõi)", "Ủy ban Kiểm tra Tỉnh ủy"), "Văn phòng Tỉnh ủy"
        ),
    )


def _rows(seed: int) -> tuple[SummaryRow, ...]:
    blocs = (
        ("Xã, phường, đặc khu", ("Đảng bộ trực thuộc tỉnh", "Đảng bộ cơ sở", "Chi bộ")),
        ("Sở, ban, ngành", ("Đảng bộ trực thuộc tỉnh", "Đảng bộ cơ sở")),
        ("Doanh nghiệp", ("Đảng bộ cơ sở",)),
        ("Lực lượng vũ trang", ("Đảng bộ cơ sở",)),
    )
    rows: list[SummaryRow] = []
    for number, (bloc, tiers) in enumerate(blocs, start=1):
        inner = [
            SummaryRow(
                "", tier, Figures(seed + number * k + 9, seed + number * k, seed + number * k - 1, number + k, k, k - 1)
            )
            for k, tier in enumerate(tiers, start=1)
        ]
        rows.append(
            SummaryRow(
                ("I", "II", "III", "IV")[number - 1], bloc, sum((r.counts for r in inner), Figures()), is_group=True
            )
        )
        rows.extend(inner)
    return tuple(rows)


def cycle_summary() -> CycleSummaryPaper:
    return CycleSummaryPaper(
        head=LetterHead("Đảng bộ tỉnh Nam Trung", "Ban Thường vụ Tỉnh ủy", "Nam Trung", None, symbol="BC/TU"),
        heading=Heading("Bảng tổng hợp", "kết quả gợi ý kiểm điểm sâu và thẩm định kiểm điểm năm 2026"),
        opening="Kỳ kiểm điểm từ 01/01/2026 đến 31/12/2026, theo Kế hoạch số 48-KH/TU, ngày 12/10/2026. Số "
        "liệu đến 14:03 ngày 15/01/2027.",
        tables=(SummaryTable("1. Tập thể", _rows(12)), SummaryTable("2. Cá nhân", _rows(35))),
        closing="",
        signature=Signature("Ban Thường vụ", "Phó Bí thư", "Nguyễn Thị Minh Châu"),
        recipients=Recipients(("Thường trực Tỉnh ủy (để báo cáo)",), "Văn phòng Tỉnh ủy"),
    )
