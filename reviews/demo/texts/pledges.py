"""What members of a cell pledge for the year, by the key of the heading; two ways to say each."""

PLEDGES: dict[str, tuple[str, str]] = {
    "ideology": (
        "Học đủ các nghị quyết trong năm, có bài thu hoạch của mình; không chia sẻ thông tin trái quan điểm của Đảng.",
        "Giữ nền nếp đọc báo Đảng, dự đủ sinh hoạt chuyên đề quý; nói đi đôi với làm, không để xảy ra biểu hiện suy thoái.",
    ),
    "ethics": (
        "Không nhận quà, tiền của người dân khi giải quyết hồ sơ; không để vợ, con lợi dụng chức vụ; kê khai tài sản trung thực.",
        "Đi làm đúng giờ, không uống rượu, bia trong giờ làm việc và giờ nghỉ trưa; ứng xử đúng mực với nhân dân.",
    ),
    "duties": (
        "Giải quyết đúng hạn từ 98 % hồ sơ đất đai được giao; trước 30/6 hoàn thành rà soát 120 hồ sơ tồn của ba ấp.",
        "Mỗi tháng xuống ấp ít nhất hai lần; trước 30/9 hoàn thành tuyến đường 1,2 km do mình phụ trách vận động.",
    ),
    "discipline": (
        "Dự đủ 12 kỳ sinh hoạt chi bộ, vắng có báo cáo; mỗi kỳ có ít nhất một ý kiến; giữ mối liên hệ với chi bộ nơi cư trú.",
        "Chấp hành phân công của cấp ủy; gia đình không lấn chiếm lòng, lề đường, đóng góp đủ các quỹ ở ấp.",
    ),
    "remedies": (
        "Khắc phục việc chậm báo cáo đã được chi bộ chỉ ra: nộp báo cáo tháng trước ngày 25, trong năm không quá một lần chậm.",
        "Khắc phục việc ngại va chạm trong phê bình: trong năm góp ý bằng văn bản ít nhất hai lần cho đồng chí cùng tổ.",
    ),
}
