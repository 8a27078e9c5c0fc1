"""What the people of the journeys write: full Vietnamese, with the letters and signs that printing and searching stumble on."""

STRENGTHS = (
    "Ban Thường vụ họp đủ 12 kỳ, ban hành 3 quy chế; mọi việc lớn đều bàn tập thể, cá nhân phụ trách rõ.",
    "Thu ngân sách đạt 112,4 % dự toán; giải ngân vốn đầu tư công đạt 81,5 %, thấp hơn kế hoạch 13,5 điểm phần trăm.",
    "Kết nạp 34 đảng viên; kiểm tra 6 tổ chức đảng, xử lý 2 vụ việc lãng phí; không có đơn thư kéo dài.",
    "Đứng ra nhận ba việc khó: đường cứu hộ, nợ tạm ứng, trật tự xây dựng ven hồ; đã xong hai.",
)
FAULT = "Giải ngân vốn đầu tư công chậm: 9 tháng mới đạt 41 % kế hoạch, thấp hơn cùng kỳ 12 điểm phần trăm."
RESPONSIBLE = "Ban Thường vụ chịu trách nhiệm chung; đồng chí Bí thư chịu trách nhiệm người đứng đầu."
OBJECTIVE = "Giá vật liệu tăng 18 %, mưa lũ kéo dài, hướng dẫn định giá đất đến tháng 7 mới có."
SUBJECTIVE = "Lãnh đạo xã chưa quyết liệt, chưa sát việc; giao việc chưa rõ người, rõ thời hạn, chưa kiểm tra."
REMEDY = "Thu hồi nợ tạm ứng quá hạn, giảm từ 26 tỷ đồng xuống còn 6 tỷ đồng."
MEASURE = "Nợ tạm ứng còn không quá 6 tỷ đồng, có biên bản đối chiếu của kho bạc."
CARRIED_OVER = "Kỳ trước còn 2 việc: đã thu 19,7 tỷ đồng (75,4 %); còn 6,4 tỷ đồng chuyển cơ quan điều tra."
RESPONSIBILITY = (
    "Trách nhiệm trước hết thuộc Ban Thường vụ và đồng chí Bí thư; sau đó là đồng chí Phó Bí thư phụ trách."
)
WAY_FORWARD = (
    "Gắn trách nhiệm người đứng đầu với từng dự án; tháng nào cũng kiểm điểm tiến độ, điều chuyển vốn dự án chậm."
)
COMMITMENTS = (
    "Hoàn thành giải phóng mặt bằng ba dự án trọng điểm trước ngày 30/6.",
    "Khắc phục dứt điểm việc lấn chiếm 3 thửa đất công ven hồ.",
    "Giúp hai chi bộ thôn khó khăn nâng chất lượng sinh hoạt, mỗi tháng dự một kỳ.",
)
CONCLUSION = "Hội nghị thống nhất báo cáo; giao Thường trực hoàn chỉnh mục II và mục VI trước khi trình."
OWN_STRENGTHS = "Gương mẫu, giữ kỷ luật phát ngôn; tự học, dự đủ 4 lớp bồi dưỡng; kê khai tài sản đúng hạn."
AT_THE_FORMER_POST = "Ở xã Vĩnh Hòa: phụ trách xây dựng nông thôn mới, hoàn thành 17/19 tiêu chí, bàn giao đủ hồ sơ."
AT_THE_PRESENT_POST = "Ở xã Tân Sơn: phụ trách đầu tư công, gỡ vướng 2/5 dự án chậm, đang xử lý nợ tạm ứng."
OWN_FAULT = "Còn nể nang khi kiểm tra nhà thầu; 2 lần họp giao ban không kết luận rõ thời hạn."
OWN_CAUSE = "Bản thân ngại va chạm, chưa kiên quyết đôn đốc."
NOTE = "Có lúc né tránh, ngại va chạm khi góp ý cho cấp dưới."
TOPIC = "Chậm giải ngân vốn đầu tư công và nợ tạm ứng kéo dài"
CLARIFY = "Vì sao nợ tạm ứng 26 tỷ đồng kéo dài qua ba năm? Trách nhiệm của người đứng đầu và cấp phó phụ trách."
SECOND_TOPIC = "Quản lý đất đai, trật tự xây dựng ven hồ"
SECOND_CLARIFY = "Vì sao để lấn chiếm 3 thửa đất công; ai phát hiện, ai xử lý, kết quả đến nay?"
GROUNDS = "Kết luận thanh tra số 15/KL-TTr về quản lý vốn đầu tư công."
EXPLANATION = "Nhận khuyết điểm: ba năm không đối chiếu công nợ với nhà thầu, để tạm ứng vượt giá trị quyết toán."
EXPLANATION_CAUSE = "Buông lỏng kiểm tra sau tạm ứng; nể nang nhà thầu quen, chưa coi trọng cảnh báo của kho bạc."
RETURN_REASON = "Mục II.1 chưa chỉ rõ nguyên nhân chủ quan của người đứng đầu; mục IV chưa trả lời câu hỏi về ba năm."
RETURNED_SECTION = "Hạn chế, khuyết điểm và nguyên nhân"
MENDED_CAUSE = "Người đứng đầu ba năm liền không nghe báo cáo công nợ, khoán trắng cho bộ phận tài chính."
EVIDENCE = "Đã thu 20,1 tỷ đồng; biên bản đối chiếu số 07/BB-KB ngày 15 của kho bạc khu vực."
OWN_SHARE = "Tôi phụ trách lĩnh vực này nhưng chậm đôn đốc; nhận trách nhiệm trực tiếp trong hai quý đầu năm."
