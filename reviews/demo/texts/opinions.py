"""What others say of the review of Tân Sơn: a dozen opinions, most of them answered."""

from dataclasses import dataclass

from reviews.states import OpinionOutcome, OpinionSource

_ACCEPTED, _EXPLAINED, _OPEN = OpinionOutcome.ACCEPTED, OpinionOutcome.EXPLAINED, OpinionOutcome.UNANSWERED


@dataclass(frozen=True, slots=True)
class OpinionText:
    """One opinion with its answer; sections by their key."""

    kind: OpinionSource
    source: str
    text: str
    group: str
    section: str = ""
    outcome: OpinionOutcome = _OPEN
    reply: str = ""
    changed: str = ""


LAND, INVESTMENT, LEADING, SERVICE = "Đất đai, môi trường", "Đầu tư công", "Công tác lãnh đạo", "Cải cách hành chính"

OF_TAN_SON = (
    OpinionText(
        OpinionSource.SUPERIOR, "Tổ công tác của Ban Thường vụ Tỉnh ủy",
        "Phần hạn chế còn nêu chung; đề nghị ghi rõ từng dự án chậm giải ngân, chậm bao nhiêu, do khâu nào.",
        INVESTMENT, "limitations", _ACCEPTED, "Đã ghi rõ ba dự án, tỷ lệ giải ngân và khâu chậm của từng dự án.", "limitations",
    ),
    OpinionText(
        OpinionSource.AGENCY, "Sở Tài chính",
        "Số liệu thu ngân sách trong báo cáo chưa khớp với số đã quyết toán; đề nghị rà soát.",
        INVESTMENT, "strengths-2", _ACCEPTED, "Đã đối chiếu với Kho bạc Nhà nước khu vực và sửa số liệu.", "strengths-2",
    ),
    OpinionText(
        OpinionSource.AGENCY, "Sở Nông nghiệp và Môi trường",
        "Cần nói rõ việc xử lý 23 thửa đất lấn chiếm đã kéo dài từ trước khi sắp xếp xã.",
        LAND, "limitations", _ACCEPTED, "Đã bổ sung kết quả xử lý 14 thửa và thời hạn xử lý 9 thửa còn lại.", "limitations",
    ),
    OpinionText(
        OpinionSource.ORGANISATION, "Ban Thường trực Ủy ban MTTQ xã",
        "Đề nghị đánh giá rõ hơn việc tiếp công dân, đối thoại của người đứng đầu với nhân dân.",
        LEADING, "strengths-1", _ACCEPTED, "Đã bổ sung số buổi tiếp công dân, đối thoại và số vụ việc giải quyết xong.",
        "strengths-1",
    ),
    OpinionText(
        OpinionSource.ORGANISATION, "Hội Nông dân xã",
        "Đường nội đồng thôn Đông hỏng hai năm chưa sửa; đề nghị đưa vào phần hạn chế.",
        INVESTMENT, "limitations", _EXPLAINED,
        "Tuyến đường đã có trong kế hoạch vốn năm sau; là việc đang thực hiện đúng kế hoạch nên không nêu thành hạn chế.",
    ),
    OpinionText(
        OpinionSource.ORGANISATION, "Hội Liên hiệp Phụ nữ xã",
        "Thủ tục hành chính sau sắp xếp có lúc phải chờ lâu; đề nghị nêu số hồ sơ quá hạn.",
        SERVICE, "limitations", _ACCEPTED, "Đã nêu 41 hồ sơ quá hạn trong sáu tháng đầu và biện pháp khắc phục.", "limitations",
    ),
    OpinionText(
        OpinionSource.ORGANISATION, "Chi bộ thôn Thượng",
        "Việc phân công đảng ủy viên dự sinh hoạt chi bộ chưa đều; có quý không có đồng chí nào dự.",
        LEADING, "strengths-1", _ACCEPTED, "Đã tiếp thu; phân công lại và theo dõi hằng quý.", "remedies",
    ),
    OpinionText(
        OpinionSource.ORGANISATION, "Chi bộ Trạm Y tế",
        "Đề nghị xem lại đánh giá về nhân lực y tế: thiếu bác sĩ là do biên chế, không phải do Đảng ủy xã.",
        LEADING, "limitations", _EXPLAINED,
        "Giữ như dự thảo: phần hạn chế nêu việc chậm đề xuất nhu cầu nhân lực, thuộc trách nhiệm của xã.",
    ),
    OpinionText(
        OpinionSource.ORGANISATION, "Đoàn TNCS Hồ Chí Minh xã",
        "Bổ sung kết quả chuyển đổi số, tổ công nghệ số cộng đồng ở các thôn.",
        SERVICE, "strengths-2", _ACCEPTED, "Đã bổ sung kết quả của 12 tổ công nghệ số cộng đồng.", "strengths-2",
    ),
    OpinionText(
        OpinionSource.PERSON, "Ông Lường Văn Chiến, nguyên Bí thư Đảng ủy",
        "Nguyên nhân chủ quan còn viết nhẹ; cần nhận thẳng việc thiếu kiểm tra, đôn đốc.",
        LEADING, "limitations", _ACCEPTED, "Đã viết lại nguyên nhân chủ quan của hai hạn chế.", "limitations",
    ),
    OpinionText(
        OpinionSource.PERSON, "Bà Tòng Thị Hạnh, cử tri thôn Hạ",
        "Bãi tập kết rác gần trường học gây mùi; đề nghị cho biết bao giờ di dời.", LAND, "remedies",
    ),
    OpinionText(
        OpinionSource.AGENCY, "Phòng Văn hóa – Xã hội",
        "Đề nghị nêu thêm tiến độ lập hồ sơ xây dựng xã đạt chuẩn nông thôn mới nâng cao.", LEADING, "strengths-2",
    ),
)  # fmt: skip
