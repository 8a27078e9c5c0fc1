"""Grounds as the staff of a provincial committee would enter them; everything in them is invented."""

from dataclasses import dataclass

from reviews.states import Ground


@dataclass(frozen=True)
class GroundText:
    """One matter about a direct unit."""

    unit: str
    kind: Ground
    field: str
    summary: str
    days_ago: int
    number: str = ""
    issuer: str = ""
    head_too: bool = False
    settled: str = ""
    with_file: bool = False


GROUNDS = (
    GroundText(
        "tan-son",
        Ground.INSPECTION,
        "dat-dai",
        "Để lấn, chiếm 3 thửa đất công và 23 công trình vi phạm trật tự xây dựng; 7 kiến nghị quá hạn chưa thực hiện.",
        40,
        "21/KL-TTr",
        "Thanh tra tỉnh",
        head_too=True,
        with_file=True,
    ),
    GroundText(
        "ubnd-tinh",
        Ground.AUDIT,
        "tai-chinh-ngan-sach",
        "Tạm ứng vượt giá trị quyết toán còn phải thu hồi trên 6 tỷ đồng; ba công ty nợ trên 3,6 tỷ đồng tiền thuê đất.",
        55,
        "112/TB-KTNN",
        "Kiểm toán nhà nước khu vực",
    ),
    GroundText(
        "hon-ngoc",
        Ground.PUBLIC_OPINION,
        "tai-nguyen-moi-truong",
        "Người dân phản ánh tàu, thuyền còn neo đậu, xả thải trong lòng hồ; chưa có phương án di dời.",
        25,
    ),
    GroundText(
        "dai-hoc",
        Ground.CHECK,
        "can-bo",
        "Bổ nhiệm ba trường hợp chưa đúng quy trình; đã yêu cầu khắc phục.",
        70,
        "34-KL/UBKTTU",
        "Ủy ban Kiểm tra Tỉnh ủy",
        settled="Đã khắc phục xong theo Báo cáo số 12-BC/ĐU của Đảng ủy.",
    ),
    GroundText(
        "an-phu",
        Ground.COMPLAINT,
        "tiep-dan-khieu-nai",
        "11 đơn của các hộ dân khu phố 3 về bồi thường khi mở rộng đường; 4 đơn quá hạn trả lời.",
        33,
        "208/BTCD",
        "Ban Tiếp công dân tỉnh",
    ),
    GroundText(
        "doanh-nghiep",
        Ground.LATE_REMEDY,
        "tai-chinh-ngan-sach",
        "Chậm thực hiện biện pháp giảm thất thoát nước sạch đã cam kết tại kỳ kiểm điểm trước.",
        20,
    ),
    GroundText(
        "binh-minh",
        Ground.COMPLEX,
        "trat-tu-xay-dung",
        "Lấn chiếm lòng, lề đường quanh chợ tái diễn nhiều lần sau khi giải tỏa.",
        28,
        "91-BC/BCĐ",
        "Ban Chỉ đạo an ninh, trật tự tỉnh",
    ),
    GroundText(
        "cong-an",
        Ground.OTHER,
        "can-bo",
        "Đội quản lý cư trú biến động nhân sự ba lần trong năm; tiến độ cấp căn cước giảm.",
        62,
        settled="Đã kiện toàn xong đội ngũ; tiến độ trở lại mức kế hoạch.",
    ),
)
