"""Invented Vietnamese names, none twice."""

from collections.abc import Iterator
from random import Random


def listed(words: str) -> list[str]:
    """The words of a text, one by one."""
    return words.split()


_FAMILIES = (
    ["Nguyễn"] * 9
    + ["Trần"] * 5
    + ["Lê"] * 4
    + ["Phạm"] * 3
    + ["Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Mai", "Trịnh", "Đoàn"]
    + ["Danh", "Thạch", "Lương", "Tạ", "Châu", "Quách", "Lâm", "Cao", "Hà", "Tô"]
)
_MALE_MIDDLE = ["Văn", "Đình", "Hữu", "Quốc", "Ngọc", "Thanh", "Công", "Trung", "Bá", "Thế", "Khắc", "Duy", "Hoàng"]
_FEMALE_MIDDLE = ["Thị", "Thị Thu", "Thị Ngọc", "Thị Kim", "Thị Thanh", "Thị Bích", "Thị Mỹ", "Thị Hồng", "Ngọc"]
_MALE_GIVEN = listed(
    "Bảo Kiên Tâm Tiến Phong Vinh Thịnh Lợi Hậu Toàn Thành Nam Sơn Hải Long Tài Đạt Khoa Hiếu Nhân Quý Tuấn "
    "Duy An Bình Hòa Thuận Tín Trí Lập Cảnh Điền Nghiệp Đăng Khang Luân Nhựt Phát Rạng Sử Thiện Triều Út Viễn "
    "Đông Danh"
)
_FEMALE_GIVEN = listed(
    "Hương Lan Hoa Cúc Mai Đào Liên Hằng Thủy Nga Yến Loan Phượng Tuyết Nhung Trang Quyên Diệu Xuân Hạnh Dung "
    "Thắm Sen Bưởi Lụa Hiền Gấm Ngân Trinh Vân Phương Như Thơ Út Kiều Đẹp Nhàn Bé Chi Duyên"
)


def invented_names(random: Random, taken: set[str], *, repeated: bool = False) -> Iterator[str]:
    """One full name after another; `taken` ones never come, nor does any name twice unless `repeated`."""
    used = set(taken)
    while True:
        female = random.random() < 0.38
        middle = random.choice(_FEMALE_MIDDLE if female else _MALE_MIDDLE)
        given = random.choice(_FEMALE_GIVEN if female else _MALE_GIVEN)
        name = f"{random.choice(_FAMILIES)} {middle} {given}"
        if name not in used:
            if not repeated:
                used.add(name)
            yield name
