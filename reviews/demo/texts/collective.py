"""The running texts of a collective's report, by section of Mẫu 01."""

from random import Random


def sections(name: str, random: Random) -> dict[str, str]:
    """The text of each section key for a unit of this name (as it stands after "tập thể")."""
    meetings, decisions = random.randint(11, 14), random.randint(28, 64)
    targets, over = random.randint(14, 22), random.randint(4, 9)
    growth = random.choice(["7,8", "8,4", "9,1", "6,9", "10,2"])
    checked, disciplined = random.randint(6, 15), random.randint(0, 3)
    discipline = f"thi hành kỷ luật {disciplined} đảng viên" if disciplined else "không có đảng viên bị kỷ luật"
    return {
        "strengths-1": (
            f"Tập thể {name} giữ đúng nguyên tắc tập trung dân chủ; ban hành, thực hiện quy chế làm việc sau khi sắp xếp "
            f"tổ chức.\nTrong kỳ họp {meetings} phiên thường kỳ, ban hành {decisions} văn bản lãnh đạo; việc lớn đều bàn tập "
            "thể, biểu quyết theo đa số, phân công người chịu trách nhiệm. Nội bộ đoàn kết, thống nhất."
        ),
        "strengths-2": (
            f"Hoàn thành {targets} chỉ tiêu chủ yếu, trong đó {over} chỉ tiêu vượt; tăng trưởng trên địa bàn, lĩnh vực phụ "
            f"trách đạt {growth} %.\nCông việc trọng tâm: vận hành tổ chức mới thông suốt, không gián đoạn phục vụ người dân; "
            f"hoàn thành {random.randint(3, 7)} công trình, phần việc chào mừng đại hội; giải quyết "
            f"{random.randint(91, 99)} % đơn thư thuộc thẩm quyền."
        ),
        "strengths-3": (
            f"Quán triệt, học tập nghị quyết đạt {random.randint(96, 99)} % đảng viên; kết nạp {random.randint(5, 38)} đảng "
            f"viên mới. Kiểm tra, giám sát {checked} tổ chức đảng, {discipline}.\nThực hiện trách nhiệm nêu gương; kê khai tài "
            "sản, thu nhập đúng hạn; công khai 100 % gói thầu, dự án."
        ),
        "strengths-4": (
            "Tập thể lãnh đạo phân công rõ người, rõ việc, rõ thời hạn; người đứng đầu trực tiếp chỉ đạo việc khó, việc mới, "
            f"đối thoại với nhân dân {random.randint(2, 6)} cuộc.\nCó việc còn chờ cấp trên, chưa mạnh dạn đề xuất."
        ),
        "carried-over": (
            f"Kỳ trước có {random.randint(2, 4)} hạn chế được chỉ ra. Đến nay đã khắc phục phần lớn; việc còn lại có người "
            "phụ trách, thời hạn cụ thể và được đưa tiếp vào kế hoạch khắc phục của kỳ này."
        ),
        "responsibility": (
            "Tập thể ban thường vụ chịu trách nhiệm về những hạn chế nêu trên. Đồng chí bí thư chịu trách nhiệm người đứng đầu; "
            "đồng chí phó bí thư phụ trách lĩnh vực chịu trách nhiệm trực tiếp; các đồng chí ủy viên chịu trách nhiệm trong phần "
            "việc được phân công."
        ),
        "remedies": (
            "Các biện pháp dưới đây được đưa vào kế hoạch khắc phục; kết quả từng việc là căn cứ đánh giá, xếp loại người đứng "
            "đầu và cán bộ phụ trách, xét thi đua và kỷ luật."
        ),
    }


CONCLUSIONS = (
    "Hội nghị thống nhất nội dung báo cáo; giao thường trực hoàn chỉnh phần nguyên nhân chủ quan, trình cấp trên đúng hạn.",
    "Hội nghị biểu quyết nhất trí; kết luận 5 bài học, 6 việc phải làm ngay, mỗi việc giao một đồng chí chịu trách nhiệm.",
    "Hội nghị yêu cầu bổ sung số liệu giải ngân, thu hồi công nợ; các ý kiến góp ý đã được tiếp thu, chỉnh sửa.",
)
