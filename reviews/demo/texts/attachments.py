"""The papers of the story: what Tân Sơn sends with its review, a signed sheet, the conclusion that a ground rests on."""

CONCLUSIONS = (
    "Kết luận giao ban tiến độ giải ngân vốn đầu tư công",
    (
        "Ba dự án còn vướng mặt bằng: đường liên ấp Đông – Tây (14 hộ), kè chống sạt lở ấp Trung (9 hộ), chợ xã (6 hộ).",
        "Tổ công tác giải phóng mặt bằng làm việc với từng hộ, báo cáo vào sáng thứ Hai hằng tuần.",
        "Chủ đầu tư gửi lịch thi công bù của từng gói thầu; nhà thầu chậm quá 15 ngày thì lập biên bản, xử phạt theo hợp đồng.",
        "Phòng Kinh tế rà soát vốn của các dự án không còn khả năng giải ngân, trình phương án điều chuyển.",
    ),
)

MINUTES = (
    "Biên bản làm việc với các hộ chưa bàn giao mặt bằng",
    (
        "Thành phần: đại diện Ủy ban nhân dân xã, Mặt trận Tổ quốc xã, chủ đầu tư, trưởng ấp Đông và 14 hộ dân.",
        "Ý kiến của các hộ: 11 hộ đồng ý đơn giá, đề nghị chi trả trước khi bàn giao; 3 hộ đề nghị đo đạc lại ranh đất.",
        "Thống nhất: chi trả cho 11 hộ trong 10 ngày làm việc; đo đạc lại cho 3 hộ trong tháng, có mặt hai bên giáp ranh.",
    ),
)

DISBURSED = (
    ("Đường liên ấp Đông – Tây", 18.0, 5.4, "Còn 14 hộ chưa bàn giao mặt bằng"),
    ("Trường Tiểu học Tân Sơn A", 12.5, 9.8, "Đang hoàn thiện"),
    ("Trạm Y tế xã", 6.0, 4.9, "Chờ nghiệm thu thiết bị"),
    ("Kè chống sạt lở ấp Trung", 21.0, 6.1, "Còn 9 hộ chưa bàn giao mặt bằng"),
    ("Cấp nước sạch ấp Tây", 9.0, 3.6, "Thiếu vật tư ống dẫn"),
    ("Nhà văn hóa ấp Đông", 4.5, 2.9, "Đúng tiến độ"),
    ("Nâng cấp chợ xã", 11.5, 1.29, "Chưa thống nhất chỗ bán tạm"),
)
"""Project, plan and disbursed so far in tỷ đồng (41,2 % in all, as the review says), and where it stands."""

ACCEPTED = (
    "Biên bản nghiệm thu, bàn giao",
    (
        "Thành phần: đại diện cấp ủy, đơn vị thực hiện, Mặt trận Tổ quốc và đại diện Nhân dân nơi thực hiện.",
        "Đã kiểm tra thực tế từng việc theo cam kết: khối lượng đủ, hồ sơ đủ, không còn ý kiến chưa giải quyết.",
        "Thống nhất nghiệm thu, bàn giao; giao văn phòng lưu hồ sơ, niêm yết kết quả tại trụ sở.",
    ),
)

DONE_SO_FAR = (
    ("Kiến nghị 1 đến 5", "Đã thực hiện xong", "Quyết định thu hồi, chứng từ nộp ngân sách"),
    ("Kiến nghị 6 đến 11", "Đã thực hiện xong", "Biên bản bàn giao mốc giới"),
    ("Kiến nghị 12 đến 14", "Đã thực hiện xong", "Quyết định xử lý trách nhiệm tổ chức, cá nhân"),
    ("Kiến nghị 15 đến 19", "Đang thực hiện", "Chờ kết quả đo đạc lại"),
)
"""What of an inspection's conclusions is carried out, and what proves it."""

SIGNED = (
    "BẢN TỰ KIỂM ĐIỂM CÁ NHÂN (bản quét)",
    (
        "Chấp hành chủ trương, nghị quyết; giữ đoàn kết trong khối Mặt trận, đoàn thể.",
        "Hạn chế: xuống ấp chưa đều, còn 2 ấp chưa đối thoại trong quý III.",
        "Ký tại Bệnh viện Đa khoa tỉnh.",
    ),
)
SOURCE = (
    "Trích Kết luận thanh tra số 21/KL-TTr",
    (
        "Ba thửa đất công, diện tích 2.140 m², bị lấn, chiếm; hồ sơ địa chính chưa cập nhật.",
        "23 công trình xây dựng không phép, sai phép; mới xử lý dứt điểm 9 công trình.",
        "19 kiến nghị, 7 kiến nghị quá hạn.",
    ),
)
