"""What the provincial committee asks some to review in depth, and how they answer."""

from reviews.demo.texts.pieces import ExplanationText, RemedyText, TopicText
from reviews.states import Ground, Stance

LAND = TopicText(
    "Quản lý đất đai, trật tự xây dựng trên địa bàn",
    "dat-dai",
    Ground.INSPECTION,
    "Vì sao để lấn, chiếm 3 thửa đất công và 23 công trình vi phạm; trách nhiệm của tập thể, người đứng đầu, cấp phó phụ trách.",
)
CONCLUSIONS = TopicText(
    "Thực hiện các kết luận thanh tra, kiểm tra, kiểm toán",
    "thuc-hien-ket-luan",
    Ground.INSPECTION,
    "Tiến độ từng kiến nghị; lý do 7 kiến nghị quá hạn; người chịu trách nhiệm.",
)
DISBURSEMENT = TopicText(
    "Giải ngân vốn đầu tư công",
    "dau-tu-cong",
    Ground.LATE_REMEDY,
    "Nguyên nhân chủ quan của việc giải ngân chậm; trách nhiệm người đứng đầu; thời hạn hoàn thành từng dự án.",
)
ADVANCES = TopicText(
    "Thu hồi tạm ứng vượt giá trị quyết toán",
    "tai-chinh-ngan-sach",
    Ground.AUDIT,
    "Số đã thu, số còn phải thu, phần chuyển cơ quan điều tra; vì sao kéo dài.",
)
LAND_RENT = TopicText(
    "Nợ tiền thuê đất của ba công ty",
    "tai-chinh-ngan-sach",
    Ground.AUDIT,
    "Biện pháp đã áp dụng; trách nhiệm của cơ quan cho thuê đất.",
)
LAKE = TopicText(
    "Di dời tàu, thuyền khỏi hồ và lập quy hoạch bảo tồn hồ",
    "tai-nguyen-moi-truong",
    Ground.COMPLEX,
    "Số tàu, thuyền còn lại; phương án hỗ trợ; thời hạn hoàn thành.",
)
FOREST = TopicText(
    "Quản lý, bảo vệ rừng phòng hộ trên địa bàn",
    "tai-nguyen-moi-truong",
    Ground.COMPLEX,
    "Vì sao để phá 4,2 ha rừng phòng hộ trong ba tháng; trách nhiệm của tập thể, người đứng đầu; biện pháp ngăn chặn ngay.",
)
LEADER = TopicText(
    "Trách nhiệm cá nhân trong lĩnh vực được phân công phụ trách",
    "dat-dai",
    Ground.INSPECTION,
    "Làm rõ phần trách nhiệm của đồng chí với từng vi phạm nêu trong kết luận thanh tra.",
)

INTRODUCTION = (
    "Qua theo dõi tình hình địa bàn, kết quả thanh tra, kiểm tra và phản ánh của nhân dân, có những việc đã được chỉ ra nhiều "
    "lần nhưng khắc phục chậm; trách nhiệm của tập thể và của từng cá nhân chưa được làm rõ."
)
GROUNDS = "Kết luận thanh tra số 21/KL-TTr của Thanh tra tỉnh; Báo cáo số 87-BC/UBKTTU của Ủy ban Kiểm tra Tỉnh ủy."
OF_AUDIT = (
    "Thông báo số 112/TB-KTNN của Kiểm toán nhà nước khu vực; Báo cáo số 87-BC/UBKTTU của Ủy ban Kiểm tra Tỉnh ủy."
)
OF_VOTERS = "Báo cáo tổng hợp ý kiến cử tri số 45/BC-MTTQ của Ủy ban Mặt trận Tổ quốc tỉnh."
OF_COMMUNE = "Kết luận thanh tra số 21/KL-TTr của Thanh tra tỉnh."
OF_RANGERS = "Báo cáo số 163/BC-CCKL của Chi cục Kiểm lâm tỉnh."
OF_CHECK = "Kết luận số 34-KL/UBKTTU của Ủy ban Kiểm tra Tỉnh ủy."

STILL_OWED = (
    "Mới thu hồi một phần; chưa làm rõ vì sao kéo dài qua nhiều năm và trách nhiệm của từng đồng chí phụ trách."
)
ADDED_HEAD = "Việc thu hồi tạm ứng thuộc lĩnh vực đồng chí Bí thư Đảng ủy trực tiếp phụ trách; cần làm rõ trách nhiệm."
ADDED_VICE = "Bổ sung đồng chí được phân công theo dõi công tác tài chính, ngân sách trong năm."
ADDED_TOPIC = "Kiểm toán nhà nước khu vực có thông báo bổ sung về ba công ty còn nợ tiền thuê đất."
WITHDRAWN_VICE = (
    "Đồng chí nhận nhiệm vụ theo dõi tài chính sau thời gian xảy ra vụ việc; không thuộc diện kiểm điểm nội dung này."
)
WITHDRAWN_TOPIC = (
    "Việc giải ngân đã được kiểm điểm tại hội nghị chuyên đề và có kết luận riêng của Ban Thường vụ Tỉnh ủy."
)
PUT_OFF = "Đảng ủy xã đang cùng Thanh tra tỉnh đối chiếu hồ sơ của 23 công trình vi phạm, cần thêm thời gian."

ANSWERS = (
    ExplanationText(
        Stance.ADMITTED,
        "Nhận khuyết điểm như nội dung gợi ý: kiểm tra thực địa chưa thường xuyên, để vi phạm kéo dài mới lập biên bản.",
        "Tập thể chịu trách nhiệm chung; người đứng đầu chịu trách nhiệm lãnh đạo; cấp phó phụ trách chịu trách nhiệm trực tiếp.",
        "Hồ sơ bàn giao từ cấp huyện thiếu bản đồ, mốc giới.",
        "Buông lỏng kiểm tra sau sắp xếp; nể nang, ngại va chạm.",
        RemedyText(
            "Lập hồ sơ xử lý từng vi phạm, công khai kết quả hằng tháng.", "Xử lý xong 100 % vi phạm đã nêu.", 100, 1
        ),
        lessons="Vi phạm nhỏ phải lập biên bản ngay từ đầu; để lâu thì khó xử lý và mất lòng tin của nhân dân.",
    ),
    ExplanationText(
        Stance.PARTLY,
        "Nhận một phần: 4 kiến nghị chậm do đơn vị, 3 kiến nghị phải chờ hướng dẫn của sở chuyên ngành (có văn bản kèm theo).",
        "Người đứng đầu trực tiếp phụ trách, chịu trách nhiệm về 4 kiến nghị chậm; đồng chí phó không phụ trách lĩnh vực này.",
        "Ba kiến nghị liên quan nhiều cơ quan.",
        "Giao việc chung, không giao người cụ thể; không kiểm tra giữa kỳ.",
        RemedyText("Giao từng kiến nghị cho một người, báo cáo ngày 25 hằng tháng.", "Xong 7 kiến nghị.", 90, 2),
        leaders=(0,),
        lessons="Việc giao chung cho một phòng là việc không ai làm; mỗi kiến nghị phải có một người chịu trách nhiệm.",
    ),
)
HEAD_ANSWERS = (
    ANSWERS[0],
    ExplanationText(
        Stance.REFUTED,
        "Ba hợp đồng thuê đất do cấp huyện trước đây ký; từ khi nhận bàn giao đã ba lần ban hành thông báo nộp và chuyển cơ "
        "quan thuế (các Thông báo số 14, 37 và 52 kèm theo). Cá nhân không để xảy ra việc chậm đôn đốc như gợi ý.",
        "",
        "",
        "",
        None,
        (),
    ),
)
