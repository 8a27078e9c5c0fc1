"""The posts of each kind of unit in the demo province: title, name as printed, what else the holder is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPost:
    """One post of a unit's leadership collective."""

    title: str
    name: str
    government: str = ""
    union: str = ""


def standing_committee(word: str) -> tuple[DemoPost, ...]:
    """The nine of a commune, ward or special zone."""
    body = f"Ủy ban nhân dân {word}"
    return (
        DemoPost("bi-thu", f"Bí thư Đảng ủy {word}", f"Chủ tịch Hội đồng nhân dân {word}"),
        DemoPost("pho-bi-thu-thuong-truc", f"Phó Bí thư Thường trực Đảng ủy {word}"),
        DemoPost("pho-bi-thu", f"Phó Bí thư Đảng ủy, Chủ tịch {body}", f"Chủ tịch {body}"),
        DemoPost("chu-nhiem-ubkt", f"Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra Đảng ủy {word}"),
        DemoPost("truong-ban-dang", f"Ủy viên Ban Thường vụ, Trưởng Ban Xây dựng Đảng {word}"),
        DemoPost("uy-vien-ban-thuong-vu", f"Ủy viên Ban Thường vụ, Phó Chủ tịch {body}", f"Phó Chủ tịch {body}"),
        DemoPost(
            "chu-tich-mttq", "Ủy viên Ban Thường vụ, Chủ tịch Ủy ban Mặt trận Tổ quốc", "", f"Chủ tịch Mặt trận {word}"
        ),
        DemoPost("chi-huy-truong-quan-su", f"Ủy viên Ban Thường vụ, Chỉ huy trưởng Ban Chỉ huy Quân sự {word}"),
        DemoPost("truong-cong-an", f"Ủy viên Ban Thường vụ, Trưởng Công an {word}"),
    )


JOINED = (
    DemoPost("bi-thu", "Bí thư Đảng ủy"),
    DemoPost("pho-bi-thu-thuong-truc", "Phó Bí thư Thường trực Đảng ủy"),
    DemoPost("chu-nhiem-ubkt", "Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra Đảng ủy"),
    DemoPost("uy-vien-ban-thuong-vu", "Ủy viên Ban Thường vụ Đảng ủy"),
)
PROVINCIAL = (
    DemoPost("bi-thu", "Bí thư Tỉnh ủy", "Chủ tịch Hội đồng nhân dân tỉnh"),
    DemoPost("pho-bi-thu-thuong-truc", "Phó Bí thư Thường trực Tỉnh ủy"),
    DemoPost("pho-bi-thu", "Phó Bí thư Tỉnh ủy, Chủ tịch Ủy ban nhân dân tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh"),
    DemoPost("chu-nhiem-ubkt", "Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy"),
    DemoPost("truong-ban-dang", "Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh ủy"),
    DemoPost("uy-vien-ban-thuong-vu", "Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch Ủy ban nhân dân tỉnh"),
)
GRASSROOTS = (
    DemoPost("bi-thu", "Bí thư Đảng ủy cơ sở"),
    DemoPost("pho-bi-thu", "Phó Bí thư Đảng ủy cơ sở"),
    DemoPost("uy-vien-ban-thuong-vu", "Ủy viên Ban Thường vụ Đảng ủy cơ sở"),
)
CELL = (DemoPost("bi-thu-chi-bo", "Bí thư chi bộ"), DemoPost("pho-bi-thu-chi-bo", "Phó Bí thư chi bộ"))
