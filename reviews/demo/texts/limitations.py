"""Shortcomings of collectives, by the kind of unit that would admit them."""

from reviews.demo.texts.pieces import LimitationText, RemedyText

DISBURSEMENT = LimitationText(
    "dau-tu-cong",
    "Giải ngân vốn đầu tư công 9 tháng đạt 41,2 % kế hoạch, thấp hơn cùng kỳ 12,6 điểm phần trăm; 3 trong 7 dự án chưa "
    "hoàn thành giải phóng mặt bằng.",
    "Giá cát, đá tăng; mưa lũ kéo dài từ tháng 6 đến tháng 9.",
    "Một số đơn vị chưa quyết liệt, chưa chủ động, chưa sâu sát công việc; phân công chưa rõ người, rõ thời hạn; kiểm "
    "tra, đôn đốc hằng tuần chưa thành nền nếp.",
    (
        RemedyText(
            "Hoàn thành thủ tục các dự án mới, giải phóng mặt bằng 3 dự án còn vướng; giao ban tiến độ thứ Hai hằng tuần.",
            "Bàn giao 100 % mặt bằng; giải ngân đạt từ 95 % kế hoạch vốn.",
            310,
            2,
        ),
        RemedyText(
            "Rà soát, đề nghị điều chuyển vốn từ dự án thừa vốn, chậm tiến độ sang dự án có khả năng giải ngân.",
            "Có tờ trình điều chuyển; không còn dự án giải ngân dưới 50 % khi hết năm.",
            120,
            1,
        ),
    ),
    (0, 2),
)
ADVANCES = LimitationText(
    "tai-chinh-ngan-sach",
    "Tạm ứng vượt giá trị quyết toán của các dự án đã hoàn thành chưa thu hồi xong: số phải thu đầu kỳ 26 tỷ đồng.",
    "Một số nhà thầu đã giải thể hoặc ngừng hoạt động; hồ sơ dự án qua nhiều lần bàn giao.",
    "Chủ đầu tư chưa kiên quyết đối chiếu công nợ, chưa khởi kiện kịp thời; theo dõi công nợ thiếu người chịu trách nhiệm "
    "đến cùng.",
    (
        RemedyText(
            "Thu hồi tạm ứng vượt giá trị quyết toán; chuyển cơ quan điều tra phần có dấu hiệu chiếm dụng.",
            "Số còn phải thu giảm từ 26 tỷ đồng xuống dưới 7 tỷ đồng.",
            330,
            1,
        ),
    ),
    (0, 1),
)
ADVANCES_LEFT = LimitationText(
    "tai-chinh-ngan-sach",
    "Thu hồi tạm ứng vượt giá trị quyết toán chưa xong: từ hơn 26 tỷ đồng còn hơn 6 tỷ đồng, đã nộp trả hơn 19 tỷ đồng "
    "(75,4 %); một phần đã chuyển cơ quan điều tra.",
    "Một số nhà thầu đã giải thể, không còn tài sản; vụ việc đang chờ kết luận điều tra.",
    "Chủ đầu tư khởi kiện muộn; theo dõi phần còn lại chưa giao một người chịu trách nhiệm đến cùng.",
    (
        RemedyText(
            "Thu hồi phần còn lại; phối hợp cơ quan điều tra xử lý các nhà thầu đã giải thể.",
            "Không còn số phải thu ngoài phần cơ quan điều tra đang thụ lý.",
            300,
            1,
        ),
    ),
    (0, 1),
)
LAND_RENT = LimitationText(
    "tai-chinh-ngan-sach",
    "Ba công ty nợ tiền thuê đất hơn 3,6 tỷ đồng kéo dài qua hai kỳ kiểm điểm, chưa có kết quả thu.",
    "Doanh nghiệp gặp khó khăn về dòng tiền; vướng mắc về đơn giá thuê đất chờ cấp trên hướng dẫn.",
    "Chưa kiên quyết áp dụng biện pháp cưỡng chế; phối hợp giữa cơ quan thuế và nơi cho thuê đất còn hình thức.",
    (
        RemedyText(
            "Thu nợ tiền thuê đất của ba công ty; quá hạn thì cưỡng chế, thu hồi đất theo quy định.",
            "Thu đủ 3,6 tỷ đồng hoặc có quyết định thu hồi đất.",
            350,
            2,
        ),
    ),
    (0, 2),
)
FARM_PRODUCE = LimitationText(
    "nong-nghiep",
    "Nông sản tiêu thụ chậm; 320 hộ trồng xoài, 145 hộ trồng khóm gặp khó khăn đầu ra trong vụ chính.",
    "Giá xuất khẩu giảm; chi phí vận chuyển tăng.",
    "Chưa chủ động kết nối doanh nghiệp bao tiêu từ đầu vụ; tuyên truyền rải vụ chưa tới từng hộ.",
    (
        RemedyText(
            "Ký hợp đồng bao tiêu với doanh nghiệp trước vụ chính; lập 4 tổ hợp tác rải vụ.",
            "Ít nhất 60 % sản lượng xoài, khóm có hợp đồng bao tiêu.",
            280,
            2,
        ),
    ),
    (0, 2, 5),
)
FOREST = LimitationText(
    "lam-nghiep",
    "Vi phạm lâm luật tăng: 37 vụ, tăng 11 vụ so với cùng kỳ năm trước; 4 vụ chưa xác định được đối tượng.",
    "Địa bàn rộng, giáp ranh hai tỉnh; lực lượng kiểm lâm mỏng sau sắp xếp.",
    "Tuần tra còn theo lịch cố định, dễ đoán; quy chế phối hợp với công an, quân sự chậm sửa sau sắp xếp đơn vị.",
    (
        RemedyText(
            "Sửa quy chế phối hợp ba lực lượng; tuần tra đột xuất ở 6 điểm nóng.",
            "Số vụ vi phạm giảm ít nhất 30 %; 100 % vụ việc xác định được đối tượng.",
            345,
            3,
        ),
    ),
    (0, 1),
)
RESCUE_ROAD = LimitationText(
    "dau-tu-cong",
    "Đường cứu hộ vùng sạt lở dài 4,8 km dở dang từ năm 2023 vì thiếu vốn, người dân đi lại không an toàn mùa mưa.",
    "Nguồn vốn đối ứng không cân đối được trong hai năm.",
    "Tham mưu cấp vốn chưa đúng thứ tự ưu tiên; chậm báo cáo khó khăn lên cấp trên.",
    (
        RemedyText(
            "Bố trí đủ vốn theo giá trị quyết toán, hoàn thành và bàn giao tuyến đường.",
            "Thông xe 4,8 km trước mùa mưa; quyết toán xong.",
            300,
            2,
        ),
    ),
    (0, 2),
)
CONSTRUCTION_ORDER = LimitationText(
    "trat-tu-xay-dung",
    "Để xảy ra 23 công trình xây dựng không phép, sai phép; mới xử lý dứt điểm 9 công trình.",
    "Quy hoạch phân khu chậm được duyệt nên người dân khó xin giấy phép.",
    "Kiểm tra địa bàn chưa thường xuyên; có biểu hiện nể nang với người quen, ngại va chạm.",
    (
        RemedyText(
            "Xử lý dứt điểm 14 công trình còn lại; công khai danh sách tại nhà văn hóa các ấp, khu phố.",
            "Không còn công trình vi phạm chưa xử lý; không phát sinh công trình mới.",
            320,
            2,
        ),
    ),
    (0, 2, 5),
)
PUBLIC_LAND = LimitationText(
    "dat-dai",
    "Để lấn, chiếm 3 thửa đất công với diện tích 2.140 m²; hồ sơ địa chính chưa cập nhật sau sắp xếp đơn vị.",
    "Hồ sơ bàn giao từ cấp huyện thiếu bản đồ, mốc giới.",
    "Chưa kiểm tra thực địa sau khi nhận bàn giao; cán bộ địa chính kiêm nhiệm, thiếu đôn đốc.",
    (
        RemedyText(
            "Lập hồ sơ, thu hồi 3 thửa đất công bị lấn, chiếm; cắm mốc toàn bộ đất công.",
            "Thu hồi 2.140 m²; 100 % thửa đất công có mốc giới.",
            355,
            2,
        ),
    ),
    (0, 2, 5),
)
CELL_MEETINGS = LimitationText(
    "xay-dung-dang",
    "Chất lượng sinh hoạt chi bộ chưa đều: 5 chi bộ sinh hoạt chuyên đề dưới 4 lần trong năm; tự phê bình và phê bình "
    "còn nể nang.",
    "Đảng viên đi làm xa đông, khó tập trung.",
    "Cấp ủy được phân công chưa dự sinh hoạt đủ số kỳ; góp ý chung chung, né tránh.",
    (
        RemedyText(
            "Cấp ủy viên dự sinh hoạt ít nhất mỗi quý một lần tại chi bộ được phân công, có nhận xét bằng văn bản.",
            "100 % chi bộ sinh hoạt chuyên đề từ 4 lần một năm.",
            365,
            1,
        ),
    ),
    (0, 1, 4),
)
LATE_FILES = LimitationText(
    "cai-cach-hanh-chinh",
    "Tỷ lệ hồ sơ hành chính trễ hạn 6,8 %, cao nhất ở lĩnh vực đất đai; 41 lượt góp ý trên cổng dịch vụ công.",
    "Khối lượng hồ sơ tăng 2,3 lần sau khi bỏ cấp huyện; phần mềm mới chưa ổn định.",
    "Bố trí người ở bộ phận một cửa chưa hợp lý; lãnh đạo chưa theo dõi hồ sơ sắp đến hạn hằng ngày.",
    (
        RemedyText(
            "Bố trí thêm 2 người ở bộ phận một cửa; lãnh đạo xem danh sách hồ sơ sắp đến hạn mỗi sáng.",
            "Tỷ lệ hồ sơ trễ hạn dưới 2 %.",
            120,
            2,
        ),
    ),
    (0, 2, 5),
)
INSPECTION_CONCLUSIONS = LimitationText(
    "thuc-hien-ket-luan",
    "Thực hiện kết luận thanh tra còn chậm: 7 trong 19 kiến nghị quá hạn, trong đó 2 kiến nghị thu hồi tiền.",
    "Một số kiến nghị liên quan nhiều cơ quan, phải chờ hướng dẫn.",
    "Giao việc chung cho phòng, không giao người cụ thể; báo cáo tiến độ hình thức.",
    (
        RemedyText(
            "Giao từng kiến nghị cho một người chịu trách nhiệm, báo cáo ngày 25 hằng tháng.",
            "Hoàn thành 7 kiến nghị quá hạn; thu hồi đủ 812 triệu đồng.",
            335,
            1,
        ),
    ),
    (0, 1),
)
STAFF_TRAINING = LimitationText(
    "can-bo",
    "Công tác quy hoạch, luân chuyển cán bộ còn lúng túng; 4 chức danh thiếu nguồn tại chỗ.",
    "Biên chế giảm, nhiều cán bộ xin nghỉ theo chính sách sắp xếp.",
    "Đánh giá cán bộ hằng năm còn cào bằng; phát hiện, bồi dưỡng người trẻ chưa kịp thời.",
    (
        RemedyText(
            "Bổ sung quy hoạch, cử 12 cán bộ trẻ đi bồi dưỡng; mỗi chức danh có ít nhất 2 nguồn.",
            "Đủ nguồn cho 4 chức danh còn thiếu.",
            360,
            4,
        ),
    ),
    (0, 1),
)
LEAKAGE = LimitationText(
    "tai-chinh-ngan-sach",
    "Tỷ lệ thất thoát nước sạch 19,4 %, cao hơn chỉ tiêu 3,4 điểm phần trăm; lợi nhuận chỉ đạt 78 % kế hoạch.",
    "Mạng ống cũ từ trước năm 2000; giá điện tăng hai lần trong năm.",
    "Chậm đầu tư đồng hồ khu vực; khoán chi phí cho xí nghiệp chưa gắn trách nhiệm người đứng đầu.",
    (
        RemedyText(
            "Lắp 46 đồng hồ khu vực, thay 12 km ống; khoán tỷ lệ thất thoát cho từng xí nghiệp.",
            "Thất thoát dưới 16 %.",
            375,
            1,
        ),
    ),
    (0, 1),
)

DIGITAL_FILES = LimitationText(
    "cai-cach-hanh-chinh",
    "Số hóa hồ sơ mới đạt 62 % kế hoạch; 118 văn bản còn trình ký trên giấy dù đã có chữ ký số.",
    "Máy quét, đường truyền ở một số đơn vị trực thuộc chưa đáp ứng.",
    "Chưa giao chỉ tiêu cho từng bộ phận; người đứng đầu chưa làm gương trong việc ký số.",
    (
        RemedyText(
            "Giao chỉ tiêu số hóa cho từng bộ phận; từ quý tới chỉ nhận văn bản trình ký số.",
            "Số hóa đủ 100 % hồ sơ của năm; không còn văn bản trình ký trên giấy.",
            270,
            1,
        ),
    ),
    (0, 1),
)

LOCAL = (DISBURSEMENT, CONSTRUCTION_ORDER, PUBLIC_LAND, CELL_MEETINGS, LATE_FILES, FARM_PRODUCE)
EXECUTIVE = (ADVANCES, DISBURSEMENT, FOREST, RESCUE_ROAD, LAND_RENT)
EXECUTIVE_LATER = (ADVANCES_LEFT, FOREST, RESCUE_ROAD, LAND_RENT)
OFFICES = (STAFF_TRAINING, INSPECTION_CONCLUSIONS, CELL_MEETINGS, DIGITAL_FILES)
BUSINESS = (LAND_RENT, LEAKAGE, STAFF_TRAINING, DIGITAL_FILES)
OTHERS = (STAFF_TRAINING, CELL_MEETINGS, INSPECTION_CONCLUSIONS, DIGITAL_FILES)
