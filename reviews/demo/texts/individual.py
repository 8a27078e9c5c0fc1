"""What a leader writes in the own review: running texts, shortcomings, commitments."""

from random import Random

from reviews.demo.texts.pieces import CommitmentText, LimitationText, RemedyText


def sections(random: Random) -> dict[str, str]:
    """The text of each section key; {post} stands for the post that a part is about."""
    return {
        "strengths-1": (
            "Kiên định chủ nghĩa Mác - Lênin, tư tưởng Hồ Chí Minh; chấp hành chủ trương của Đảng, pháp luật của Nhà nước. Lối "
            "sống trung thực, giản dị; giữ quan hệ mật thiết với nhân dân nơi cư trú.\n"
            f"Chấp hành kỷ luật phát ngôn, giờ giấc; tham gia đủ {random.randint(11, 12)} kỳ sinh hoạt chi bộ."
        ),
        "strengths-2": (
            f"Trên cương vị {{post}}, đã hoàn thành {random.randint(86, 100)} % công việc được giao, trong đó "
            f"{random.randint(31, 48)} % vượt yêu cầu hoặc trước hạn.\nTrực tiếp giải quyết {random.randint(3, 9)} việc tồn "
            f"đọng; chủ trì {random.randint(6, 20)} văn bản, đề án."
        ),
        "strengths-3": (
            f"Phân công, kiểm tra cấp dưới thường xuyên; xuống cơ sở {random.randint(14, 40)} lượt. Tập hợp được tập thể, lắng "
            "nghe ý kiến khác trước khi kết luận."
        ),
        "strengths-4": (
            "Chủ động nhận việc khó, việc mới sau sắp xếp; có việc quyết định còn chậm vì chờ thống nhất với các cơ quan liên "
            "quan."
        ),
        "strengths-5": (
            "Kê khai tài sản, thu nhập đầy đủ, đúng hạn; bản thân và gia đình chấp hành quy định. Kết quả tín nhiệm trong kỳ: "
            f"tín nhiệm cao {random.randint(78, 96)} %."
        ),
        "pledge-kept": (
            f"Đã thực hiện {random.choice(['đủ', '4 trong 5'])} nội dung cam kết đầu năm; nội dung học tập lý luận chính trị "
            "hoàn thành trong quý III."
        ),
        "carried-over": (
            "Kỳ trước được góp ý về việc xuống cơ sở chưa nhiều. Đã khắc phục: có lịch tuần, công khai trước chi bộ; hạn chế này "
            "không tái diễn."
        ),
        "responsibility": (
            "Với hạn chế của tập thể về giải ngân và trật tự xây dựng, bản thân chịu trách nhiệm trong phần việc được phân công."
        ),
        "remedies": "Thực hiện từng biện pháp dưới đây, báo cáo kết quả với chi bộ và cấp quản lý mỗi quý.",
    }


LIMITATIONS = (
    LimitationText(
        "dau-tu-cong",
        "Đôn đốc giải ngân dự án được giao phụ trách chưa quyết liệt, để chậm 2 tháng so với tiến độ đã cam kết.",
        "Hồ sơ thu hồi đất phải làm lại sau sắp xếp đơn vị.",
        "Còn tư tưởng chờ cấp trên, ngại làm việc trực tiếp với các hộ chưa đồng thuận.",
        (RemedyText("Trực tiếp đối thoại với 17 hộ chưa bàn giao mặt bằng.", "17 hộ bàn giao mặt bằng.", 90, 0),),
        (0,),
        "Bản thân chịu trách nhiệm trực tiếp.",
    ),
    LimitationText(
        "can-bo",
        "Nhận xét cán bộ cấp dưới còn chung chung, chưa chỉ rõ việc yếu của từng người.",
        "Nhiều cán bộ mới về, chưa đủ thời gian theo dõi.",
        "Bản thân còn nể nang, ngại va chạm khi góp ý.",
        (
            RemedyText(
                "Nhận xét từng người theo kết quả việc được giao, mỗi quý một lần.",
                "100 % cán bộ có nhận xét quý.",
                120,
                0,
            ),
        ),
        (0,),
        "Bản thân chịu trách nhiệm trực tiếp.",
    ),
    LimitationText(
        "tiep-dan-khieu-nai",
        "Tiếp dân định kỳ thiếu 2 buổi; 3 đơn giải quyết quá hạn.",
        "Trùng lịch họp đột xuất của cấp trên.",
        "Chưa ủy quyền kịp thời khi vắng; theo dõi đơn bằng sổ tay nên sót.",
        (
            RemedyText(
                "Lập lịch tiếp dân cả năm, có người thay khi vắng; theo dõi đơn trên phần mềm.",
                "Không còn đơn quá hạn.",
                60,
                0,
            ),
        ),
        (0,),
        "Bản thân chịu trách nhiệm trực tiếp.",
    ),
    LimitationText(
        "cai-cach-hanh-chinh",
        "Ứng dụng chữ ký số, xử lý văn bản điện tử chưa thường xuyên; 38 văn bản phê duyệt chậm quá 2 ngày.",
        "Phần mềm thay đổi hai lần trong năm.",
        "Thói quen làm việc trên giấy, chưa chịu khó học cách làm mới.",
        (RemedyText("Phê duyệt văn bản trên phần mềm trong ngày.", "Không còn văn bản chậm quá 1 ngày.", 60, 0),),
        (0,),
        "Bản thân chịu trách nhiệm trực tiếp.",
    ),
    LimitationText(
        "xay-dung-dang",
        "Dự sinh hoạt chi bộ ấp được phân công mới 2 trong 4 kỳ; góp ý còn hình thức.",
        "Địa bàn rộng, nhiều cuộc họp trùng.",
        "Sắp xếp công việc chưa khoa học, chưa coi trọng việc dự sinh hoạt chi bộ.",
        (
            RemedyText(
                "Dự sinh hoạt mỗi quý một lần, gửi nhận xét bằng văn bản cho chi bộ.",
                "Đủ 4 kỳ, có 4 bản nhận xét.",
                180,
                0,
            ),
        ),
        (0,),
        "Bản thân chịu trách nhiệm trực tiếp.",
    ),
)
COMMITMENTS = (
    CommitmentText(
        "better_work", "Hoàn thành trước hạn 3 việc trọng tâm được giao trong năm.", "3 việc xong trước hạn 15 ngày."
    ),
    CommitmentText(
        "remedy_weaknesses",
        "Khắc phục việc đôn đốc, kiểm tra cấp dưới chưa thường xuyên.",
        "Kiểm tra mỗi tháng một đơn vị, có biên bản.",
    ),
    CommitmentText(
        "community",
        "Đỡ đầu 2 học sinh có hoàn cảnh khó khăn nơi cư trú đến hết cấp học.",
        "2 học sinh được hỗ trợ học phí, sách vở.",
    ),
)
COLLECTIVE_COMMITMENTS = (
    CommitmentText(
        "key_task",
        "Giải ngân vốn đầu tư công đạt từ 95 % kế hoạch; hoàn thành 2 công trình trọng điểm.",
        "Tỷ lệ giải ngân từ 95 %; 2 biên bản nghiệm thu.",
    ),
    CommitmentText(
        "remedy_limitations",
        "Khắc phục xong các hạn chế nêu tại mục II đúng thời hạn đã ghi.",
        "100 % việc khắc phục đúng hạn.",
    ),
    CommitmentText(
        "help_grassroots",
        "Giúp một ấp đặc biệt khó khăn đạt thêm 3 tiêu chí nông thôn mới.",
        "3 tiêu chí được công nhận.",
    ),
)
NOTES = (
    "Có lúc còn nể nang khi góp ý đồng chí cùng chi bộ; đã tự nhận tại kỳ sinh hoạt tháng 9.",
    "Học tập nghị quyết có đợt còn đọc lướt; đang khắc phục bằng lịch tự học hằng tuần.",
)

REMARKS = (
    "Tập thể nhất trí với bản tự kiểm điểm; đồng chí nghiêm túc nhận hạn chế, biện pháp khắc phục có thời hạn.",
    "Đồng chí có trách nhiệm, đoàn kết; cần đi cơ sở nhiều hơn và nói rõ hơn phần việc mình trực tiếp phụ trách.",
    "Nguyên nhân chủ quan nêu đúng; đề nghị bổ sung mốc hoàn thành của biện pháp thứ nhất.",
    "Nhất trí mức tự nhận; lưu ý chế độ tự học và việc nêu gương trong chấp hành giờ giấc.",
    "Bản kiểm điểm còn nêu hạn chế chung của tập thể; cần nói rõ hạn chế của bản thân.",
)
