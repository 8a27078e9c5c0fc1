"""Papers of an invented province as an office would write them; facts of the size that real years show, names invented."""

from datetime import date

from core.paper.parts import Choice, Heading, LetterHead, Recipients, Signature
from reviews.reports.collective_review import CollectiveReviewPaper
from reviews.reports.review_parts import (
    CarriedRow,
    CommitmentRow,
    ExplanationText,
    IndicatorAppendix,
    IndicatorGroupRows,
    IndicatorRow,
    LimitationText,
    RemedyRow,
    ResponsibilityRow,
    ResponsiblePersonLine,
    Section,
)

DEGREES = ("Xuất sắc", "Tốt", "Trung bình", "Kém")
LEVELS = (
    "Hoàn thành xuất sắc nhiệm vụ",
    "Hoàn thành tốt nhiệm vụ",
    "Hoàn thành nhiệm vụ",
    "Không hoàn thành nhiệm vụ",
)
DISBURSEMENT = (
    "Giải ngân vốn đầu tư công chậm: đến hết tháng 11 mới đạt 54,2 % kế hoạch, thấp hơn 12 điểm phần trăm so với "
    "yêu cầu của Tỉnh ủy; ba dự án có vốn dư không điều chuyển kịp thời sang dự án có khả năng giải ngân."
)
FORESTRY = (
    "Số vụ vi phạm lâm luật tăng so với cùng kỳ năm trước (38 vụ, tăng 9 vụ), diện tích rừng bị xâm hại 4,6 ha; "
    "việc phát hiện còn chậm, có vụ do người dân phản ánh trước khi tổ chức đảng cơ sở nắm được."
)


def choices(labels: tuple[str, ...], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(label, label == chosen) for label in labels)


def strengths() -> tuple[Section, ...]:
    return (
        Section("I", "ƯU ĐIỂM, KẾT QUẢ ĐẠT ĐƯỢC"),
        Section(
            "1",
            "Việc chấp hành nguyên tắc tổ chức và hoạt động, nhất là nguyên tắc tập trung dân chủ, thực hiện quy chế "
            "làm việc",
            depth=2,
            text="Ban Thường vụ giữ nghiêm nguyên tắc tập trung dân chủ, tự phê bình và phê bình; họp thường kỳ hằng "
            "tháng, ban hành 42 nghị quyết, kết luận. Những việc quan trọng về đất đai, đầu tư, cán bộ đều được bàn "
            "tập thể và quyết định theo đa số.\nQuy chế làm việc được sửa đổi, bổ sung sau khi sắp xếp đơn vị hành "
            "chính từ ngày 01/7/2025; phân công lại trách nhiệm từng đồng chí theo địa bàn và lĩnh vực.",
            degrees=choices(DEGREES, "Tốt"),
        ),
        Section(
            "2",
            "Kết quả thực hiện các mục tiêu, chỉ tiêu, nhiệm vụ được giao",
            depth=2,
            text="Có 18/21 chỉ tiêu đạt và vượt kế hoạch. Giá trị sản xuất tăng 7,8 %; thu ngân sách đạt 31,4 tỷ đồng, "
            "bằng 104 % dự toán; tỷ lệ hộ nghèo giảm còn 3,1 %. Thu hồi 19,6 tỷ đồng tạm ứng vượt giá trị thanh toán, "
            "đưa số còn phải thu từ trên 26 tỷ đồng xuống còn 6,4 tỷ đồng.",
            degrees=choices(DEGREES, "Tốt"),
        ),
        Section(
            "3",
            "Công tác xây dựng, chỉnh đốn Đảng và hệ thống chính trị",
            depth=2,
            text="Kết nạp 27 đảng viên mới; kiểm tra 6 tổ chức đảng, 11 đảng viên; 100 % chi bộ sinh hoạt "
            "đúng quy định.",
            degrees=choices(DEGREES, "Trung bình"),
        ),
        Section(
            "4",
            "Trách nhiệm của tập thể lãnh đạo",
            depth=2,
            text="Tập thể đoàn kết, thống nhất; kết luận sau hội nghị kiểm điểm giữa kỳ được cụ thể hóa thành 12 việc.",
            degrees=choices(DEGREES, "Tốt"),
        ),
    )


def remedies() -> tuple[RemedyRow, ...]:
    return (
        RemedyRow(
            "1.1",
            "Rà soát toàn bộ 14 dự án, lập bảng tiến độ giải ngân từng tháng, gắn trách nhiệm người đứng đầu",
            "Lê Văn Khải",
            "31/01/2027",
            "Có bảng tiến độ được Ban Thường vụ thông qua",
        ),
        RemedyRow(
            "1.2",
            "Điều chuyển 8,5 tỷ đồng vốn dư sang dự án đường cứu hộ Suối Bạc",
            "Lê Văn Khải",
            "28/02/2027",
            "Giải ngân cả năm đạt ít nhất 95 %",
        ),
        RemedyRow(
            "2.1",
            "Lập tổ kiểm tra rừng liên thôn, trực theo ca; ký cam kết giữ rừng với 212 hộ",
            "Phạm Thị Hương",
            "15/3/2027",
            "Số vụ vi phạm giảm ít nhất 30 % so với năm 2026",
        ),
    )


def commitments() -> tuple[CommitmentRow, ...]:
    return (
        CommitmentRow(
            1,
            "Nhiệm vụ trọng tâm, đột phá",
            "Hoàn thành giải phóng mặt bằng khu tái định cư thôn Đồng Rễ",
            "30/6/2027",
            "Bàn giao 100 % mặt bằng",
        ),
        CommitmentRow(
            2,
            "Khắc phục hạn chế, khuyết điểm",
            "Thu hồi dứt điểm 6,4 tỷ đồng tạm ứng còn lại",
            "30/9/2027",
            "Còn nợ: 0 đồng",
        ),
        CommitmentRow(
            3,
            "Giúp đỡ cơ sở xây dựng nông thôn mới",
            "Giúp thôn Khe Sặt đạt chuẩn thôn nông thôn mới",
            "31/12/2027",
            "Được công nhận đạt chuẩn",
        ),
    )


def explanation() -> ExplanationText:
    return ExplanationText(
        1,
        "Việc thực hiện Kết luận thanh tra số 15/KL-TTr về quản lý đất đai, trật tự xây dựng ven hồ",
        stance="Nhận khuyết điểm",
        fault="Chưa di dời hết 17 tàu, nhà nổi trên hồ Tân Sơn; hồ sơ xử lý 5 công trình xây dựng không phép "
        "bị để quá hạn.",
        responsibility="Trách nhiệm chung thuộc về Ban Thường vụ Đảng ủy xã; trách nhiệm trực tiếp thuộc về "
        "Ủy ban nhân dân xã.",
        persons=(
            ResponsiblePersonLine("Trần Đình Thắng", "đứng đầu", "Bí thư Đảng ủy xã"),
            ResponsiblePersonLine("Lê Văn Khải", "cấp phó", "Phó Bí thư, Chủ tịch UBND xã"),
        ),
        objective_cause="Quy hoạch bảo tồn hồ chưa được phê duyệt nên chưa có nơi neo đậu mới.",
        subjective_cause="Chỉ đạo thiếu kiên quyết, ngại va chạm với các hộ có người quen là cán bộ xã.",
        remedies=(
            RemedyRow(
                "", "Di dời toàn bộ 17 tàu, nhà nổi", "Lê Văn Khải", "30/4/2027", "Không còn tàu, nhà nổi trên hồ"
            ),
        ),
    )


def catalogue_appendix() -> IndicatorAppendix:
    parts = (
        "I. Suy thoái về tư tưởng chính trị",
        "II. Suy thoái về đạo đức, lối sống",
        "III. “Tự diễn biến”, “tự chuyển hóa”",
    )
    group_text = (
        "Không chấp hành nghiêm các nguyên tắc tổ chức; sa sút ý chí phấn đấu, không gương mẫu trong công "
        "tác; né tránh "
        "trách nhiệm, làm việc qua loa, đại khái, kém hiệu quả (nội dung thử số {})."
    )
    answers = ("Không có", "Không có", "Có, đã khắc phục", "Không có", "Có, đang khắc phục")
    groups = tuple(
        IndicatorGroupRows(
            g,
            group_text.format(g),
            tuple(
                IndicatorRow(
                    f"{g}.{i}",
                    f"Lười học tập chủ trương, chính sách; né tránh việc khó, nội dung thử {g}.{i}",
                    answers[i - 1],
                )
                for i in range(1, 6)
            ),
            part_heading=parts[(g - 1) // 9] if g % 9 == 1 else "",
        )
        for g in range(1, 28)
    )
    return IndicatorAppendix(
        "TỰ ĐỐI CHIẾU 27 BIỂU HIỆN",
        "Danh mục gợi ý, suy ra từ 27 biểu hiện; không phải văn bản chính thức",
        groups,
    )


def collective_review(
    *, serial: str = "", day: date | None = date(2027, 1, 5), draft: int | None = 2, appendix: bool = False
) -> CollectiveReviewPaper:
    return CollectiveReviewPaper(
        head=LetterHead(
            "Đảng bộ tỉnh Nam Trung",
            "Ban Thường vụ Đảng\u00a0ủy xã Tân Sơn",
            "Tân Sơn",
            day,
            symbol="BC/ĐU",
            serial=serial,
            draft=draft,
        ),
        heading=Heading("Báo cáo", "kiểm điểm tập thể Ban Thường vụ Đảng ủy xã Tân Sơn năm 2026"),
        opening="Thực hiện Kế hoạch số 48-KH/TU, ngày 12/10/2026 của Ban Thường vụ Tỉnh ủy, Ban Thường vụ "
        "Đảng ủy xã Tân Sơn "
        "tổ chức hội nghị kiểm điểm ngày 28/12/2026 tại trụ sở Đảng ủy xã, có mặt 9/9 đồng chí. Kết quả như sau:",
        sections=(
            *strengths(),
            Section(
                "II",
                "HẠN CHẾ, KHUYẾT ĐIỂM VÀ NGUYÊN NHÂN",
                limitations=(
                    LimitationText(
                        1,
                        DISBURSEMENT,
                        "Giá vật liệu tăng, hai nhà thầu bỏ việc giữa chừng.",
                        "Một số đồng chí chưa quyết liệt, chưa chủ động, chưa bám sát công việc; giao ban dự "
                        "án mỗi quý một lần là quá thưa.",
                    ),
                    LimitationText(
                        2,
                        FORESTRY,
                        "Địa bàn rộng, giáp ranh ba xã, lực lượng mỏng.",
                        "Cấp ủy buông lỏng kiểm tra; chi bộ thôn né tránh, nể nang người quen.",
                    ),
                ),
            ),
            Section(
                "III",
                "KẾT QUẢ KHẮC PHỤC NHỮNG HẠN CHẾ, KHUYẾT ĐIỂM ĐÃ ĐƯỢC KẾT LUẬN HOẶC CHỈ RA Ở CÁC KỲ TRƯỚC",
                carried=(
                    CarriedRow(
                        1,
                        "Tạm ứng vượt giá trị quyết toán. Biện pháp: thu hồi toàn bộ phần vượt",
                        "năm 2025",
                        "Đang làm",
                        "Phần còn lại đã chuyển cơ quan điều tra một phần.",
                        "26 tỷ đồng",
                        "0 tỷ đồng",
                        "6,4 tỷ đồng",
                        "75,4 %",
                        "đã báo cáo hoàn thành",
                    ),
                    CarriedRow(
                        2,
                        "Đường cứu hộ vùng sạt lở bỏ dở vì thiếu vốn. Biện pháp: bố trí đủ vốn, thông xe",
                        "năm 2025",
                        "Đã xong",
                        "Đã bố trí đủ 11,2 tỷ đồng, thông xe ngày 02/9/2026.",
                    ),
                ),
            ),
            Section("IV", "GIẢI TRÌNH NHỮNG VẤN ĐỀ ĐƯỢC GỢI Ý KIỂM ĐIỂM", explanations=(explanation(),)),
            Section(
                "V",
                "TRÁCH NHIỆM CỦA TẬP THỂ, CÁ NHÂN",
                text="Ban Thường vụ nhận trách nhiệm chung về các hạn chế nêu trên.",
                responsibilities=(
                    ResponsibilityRow(
                        1,
                        "Giải ngân vốn đầu tư công chậm",
                        "Ủy ban nhân dân xã",
                        (
                            ResponsiblePersonLine("Lê Văn Khải", "cấp phó", "Chủ tịch UBND xã"),
                            ResponsiblePersonLine("Trần Đình Thắng", "đứng đầu", "Bí thư Đảng ủy"),
                        ),
                    ),
                    ResponsibilityRow(
                        2,
                        "Số vụ vi phạm lâm luật tăng",
                        "Đảng ủy xã",
                        (ResponsiblePersonLine("Phạm Thị Hương", "thành viên", "Ủy viên Ban Thường vụ"),),
                    ),
                ),
            ),
            Section(
                "VI",
                "PHƯƠNG HƯỚNG, BIỆN PHÁP KHẮC PHỤC",
                text="Giải quyết dứt điểm những việc tồn đọng trước ngày 30/9/2027; kết quả giải ngân của "
                "từng dự án là căn cứ xếp loại người đứng đầu.",
                remedies=remedies(),
                commitments=commitments(),
            ),
            Section("VII", "ĐỀ NGHỊ MỨC XẾP LOẠI", levels=choices(LEVELS, "Hoàn thành tốt nhiệm vụ")),
        ),
        signature=Signature("Ban Thường vụ", "Bí thư", "Trần Đình Thắng"),
        recipients=Recipients(
            ("Ban Thường vụ Tỉnh ủy (để báo cáo)", "Các đồng chí Ủy viên Ban Thường vụ"), "Văn phòng Đảng ủy"
        ),
        appendix=catalogue_appendix() if appendix else None,
    )
