"""What the story says of the things that earlier cycles left to do, and of the own part in the collective's limitations."""

IN_PROGRESS = (
    "Đã hoàn thành phần việc quý I và quý II; phần còn lại chờ phê duyệt quyết toán.",
    "Đã giao lại người chủ trì, giao ban hằng tuần; đến nay đạt khoảng hai phần ba khối lượng.",
    "Đã ban hành kế hoạch, phân công từng đồng chí; đang kiểm tra thực hiện tại cơ sở.",
)
NOT_DONE = (
    "Phải chờ quyết định giao vốn bổ sung; đã có văn bản đề nghị ngày 12/8.",
    "Thiếu cán bộ chuyên môn sau sắp xếp; tập thể nhận trách nhiệm vì chưa bố trí người thay kịp thời.",
)
DONE_COMMITMENT = "Đã thực hiện xong theo đăng ký, có báo cáo kết quả gửi chi bộ."
SHARES = (
    (
        "Được phân công phụ trách nhưng chưa kiểm tra hằng tuần, chậm báo cáo tập thể khi tiến độ đã chậm; nhận trách nhiệm "
        "trực tiếp về phần việc này."
    ),
    (
        "Có ý kiến trong họp nhưng chưa theo đến cùng, chưa yêu cầu làm rõ trách nhiệm người chậm; nhận trách nhiệm của thành "
        "viên tập thể."
    ),
    "Là người quyết định nhưng giao khoán cho cấp dưới, chưa trực tiếp xuống cơ sở; nhận trách nhiệm người đứng đầu.",
)
