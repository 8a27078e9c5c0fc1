"""A personal review of the invented province: one who changed post within the period."""

from datetime import date

from core.paper.parts import Heading, LetterHead, Signature
from reviews.reports.individual_review import IndividualReviewPaper, Particular, RemarkBlock, RemarkLine
from reviews.reports.review_parts import LimitationText, Section, SegmentText
from tests.reviews.reports.samples import DEGREES, LEVELS, choices, commitments, explanation, remedies


def individual_review() -> IndividualReviewPaper:
    first, second = (
        "Phó Chủ tịch UBND xã Yên Phú (từ 01/01/2026 đến 31/5/2026)",
        "Phó Bí thư Đảng ủy, Chủ tịch UBND xã Tân Sơn (từ 01/6/2026 đến 31/12/2026)",
    )
    return IndividualReviewPaper(
        head=LetterHead("Đảng bộ xã Tân Sơn", "Chi bộ cơ quan UBND xã", "Tân Sơn", date(2026, 12, 9)),
        heading=Heading("Bản kiểm điểm cá nhân", "Năm 2026"),
        particulars=(
            Particular("Họ và tên", "LÊ VĂN KHẢI", strong=True),
            Particular("Ngày sinh", "14/02/1979"),
            Particular("Chức vụ Đảng", "Phó Bí thư Đảng ủy xã"),
            Particular("Chức vụ chính quyền", "Chủ tịch Ủy ban nhân dân xã"),
            Particular("Đơn vị công tác", "Ủy ban nhân dân xã Tân Sơn"),
            Particular("Chi bộ", "Chi bộ cơ quan Ủy ban nhân dân xã Tân Sơn"),
        ),
        sections=(
            Section("I", "ƯU ĐIỂM, KẾT QUẢ CÔNG TÁC"),
            Section(
                "1",
                "Về phẩm chất chính trị, đạo đức, lối sống; ý thức tổ chức kỷ luật; tác phong, lề lối làm việc",
                depth=2,
                text="Bản thân kiên định lập trường, chấp hành sự phân công của tổ chức khi được điều động.",
                degrees=choices(DEGREES, "Tốt"),
            ),
            Section(
                "2",
                "Về thực hiện chức trách, nhiệm vụ được giao",
                depth=2,
                parts=(
                    SegmentText(
                        first, "Phụ trách kinh tế; hoàn thành 6/7 việc được giao, bàn giao hồ sơ đầy đủ ngày 31/5/2026."
                    ),
                    SegmentText(
                        second, "Chỉ đạo thu hồi 19,6 tỷ đồng tạm ứng; hoàn thành 11/14 nhiệm vụ Đảng ủy giao."
                    ),
                ),
                degrees=choices(DEGREES, "Tốt"),
            ),
            Section(
                "3",
                "Việc thực hiện cam kết tu dưỡng, rèn luyện, phấn đấu hằng năm",
                depth=2,
                text="Đã thực hiện 4/5 nội dung cam kết; còn nội dung tiếp công dân chưa đều.",
                degrees=choices(DEGREES, "Trung bình"),
            ),
            Section(
                "II",
                "HẠN CHẾ, KHUYẾT ĐIỂM VÀ NGUYÊN NHÂN",
                limitations=(
                    LimitationText(
                        1,
                        "Chỉ đạo giải ngân vốn đầu tư công chưa quyết liệt; để ba dự án chậm tiến độ.",
                        "Nhà thầu bỏ việc.",
                        "Chưa đi cơ sở thường xuyên; giao việc mà không kiểm tra.",
                    ),
                ),
            ),
            Section(
                "III",
                "KẾT QUẢ KHẮC PHỤC NHỮNG HẠN CHẾ, KHUYẾT ĐIỂM ĐÃ ĐƯỢC CẤP CÓ THẨM QUYỀN KẾT LUẬN HOẶC ĐƯỢC "
                "CHỈ RA Ở CÁC KỲ KIỂM ĐIỂM TRƯỚC",
                empty_note="Không có.",
            ),
            Section("IV", "GIẢI TRÌNH NHỮNG VẤN ĐỀ ĐƯỢC GỢI Ý KIỂM ĐIỂM", explanations=(explanation(),)),
            Section(
                "V",
                "PHƯƠNG HƯỚNG, BIỆN PHÁP KHẮC PHỤC HẠN CHẾ, KHUYẾT ĐIỂM",
                text="Đi cơ sở mỗi tuần một ngày; giao ban dự án hằng tuần.",
                remedies=remedies()[:1],
                commitments=commitments(),
            ),
            Section("VI", "TỰ NHẬN MỨC XẾP LOẠI CHẤT LƯỢNG", levels=choices(LEVELS, "Hoàn thành tốt nhiệm vụ")),
        ),
        signature=Signature("", "Người tự kiểm điểm", "Lê Văn Khải"),
        remarks=(
            RemarkBlock(
                "ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÁN BỘ",
                (
                    RemarkLine("Nhận xét, đánh giá của người quản lý, sử dụng cán bộ"),
                    RemarkLine("Mức xếp loại chất lượng đề nghị"),
                ),
                Signature("Ban Thường vụ Đảng ủy", note="(xác lập thời điểm, ký, ghi rõ họ tên và đóng dấu)"),
            ),
            RemarkBlock(
                "ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN",
                (
                    RemarkLine(
                        "Nhận xét, đánh giá của chi ủy", "Đồng chí gương mẫu, có trách nhiệm; cần đi cơ sở nhiều hơn."
                    ),
                    RemarkLine("Chi bộ đề xuất xếp loại mức chất lượng"),
                ),
                Signature("Chi ủy (chi bộ)", note="(xác lập thời điểm, ký, ghi rõ họ tên)"),
            ),
        ),
    )
