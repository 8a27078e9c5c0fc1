"""The units of the demo province, as data: direct units, their grassroots organisations, their cells. All invented."""

from dataclasses import dataclass

PROVINCE = "Đảng bộ tỉnh Hòa Giang"
PROVINCE_PLACE = "Hòa Giang"
FORMER_DISTRICT = "Đảng bộ huyện Tân Thành"
Grassroots = tuple[str, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class DirectUnit:
    """A unit right below the province, with its grassroots organisations and their three cells each."""

    key: str
    name: str
    kind: str
    bloc: str
    place: str
    grassroots: tuple[Grassroots, ...]

    @property
    def is_local(self) -> bool:
        """Whether it is a commune, a ward or a special zone, with a standing committee of nine."""
        return self.kind != "dang-bo-truc-thuoc"


def _local(key: str, word: str, name: str, kind: str, bloc: str, hamlets: tuple[str, str, str]) -> DirectUnit:
    offices: Grassroots = (
        f"Đảng bộ các cơ quan {word} {name}",
        (f"Chi bộ Văn phòng Đảng ủy {word}", f"Chi bộ Ủy ban nhân dân {word}", f"Chi bộ Mặt trận, đoàn thể {word}"),
    )
    schools: Grassroots = (
        f"Đảng bộ khối trường học {word} {name}",
        (f"Chi bộ Trường Mầm non {name}", f"Chi bộ Trường Tiểu học {name}", f"Chi bộ Trường Trung học cơ sở {name}"),
    )
    people: Grassroots = (f"Đảng bộ khu dân cư {word} {name}", hamlets)
    return DirectUnit(key, f"Đảng bộ {word} {name}", kind, bloc, name, (offices, schools, people))


def _joined(key: str, name: str, bloc: str, grassroots: tuple[Grassroots, ...]) -> DirectUnit:
    return DirectUnit(key, name, "dang-bo-truc-thuoc", bloc, PROVINCE_PLACE, grassroots)


def _department(name: str, *offices: str) -> Grassroots:
    first, second, third = (f"Chi bộ {office}" for office in offices)
    return f"Đảng bộ {name}", (first, second, third)


def _hamlets(word: str, first: str, second: str, third: str) -> tuple[str, str, str]:
    return f"Chi bộ {word} {first}", f"Chi bộ {word} {second}", f"Chi bộ {word} {third}"


DIRECT_UNITS = (
    _local("tan-son", "xã", "Tân Sơn", "dang-bo-xa", "xa", _hamlets("ấp", "Đông", "Tây", "Trung")),
    _local("vinh-hoa", "xã", "Vĩnh Hòa", "dang-bo-xa", "xa", _hamlets("ấp", "Hòa Bình", "Hòa Thuận", "Hòa Lợi")),
    _local("long-thanh", "xã", "Long Thạnh", "dang-bo-xa", "xa", _hamlets("ấp", "Thạnh An", "Thạnh Phú", "Thạnh Tây")),
    _local("an-phu", "phường", "An Phú", "dang-bo-phuong", "phuong", _hamlets("khu phố", "1", "2", "3")),
    _local(
        "binh-minh", "phường", "Bình Minh", "dang-bo-phuong", "phuong", _hamlets("khu phố", "Chợ", "Bến Xe", "Cảng")
    ),
    _local(
        "hon-ngoc",
        "đặc khu",
        "Hòn Ngọc",
        "dang-bo-dac-khu",
        "dac-khu",
        _hamlets("khu", "Bãi Nam", "Bãi Bắc", "Cầu Tàu"),
    ),
    _joined(
        "co-quan-dang",
        "Đảng bộ các cơ quan Đảng tỉnh",
        "co-quan-dang",
        (
            _department("Văn phòng Tỉnh ủy", "Phòng Tổng hợp", "Phòng Hành chính, Quản trị", "Phòng Cơ yếu, Công nghệ"),
            _department("Ban Tổ chức Tỉnh ủy", "Phòng Tổ chức cơ sở đảng", "Phòng Cán bộ", "Phòng Bảo vệ chính trị"),
            _department("Ủy ban Kiểm tra Tỉnh ủy", "Phòng Nghiệp vụ I", "Phòng Nghiệp vụ II", "Văn phòng Ủy ban"),
            _department("Ủy ban Mặt trận Tổ quốc tỉnh", "Văn phòng Mặt trận", "Ban Dân chủ", "Ban Phong trào"),
        ),
    ),
    _joined(
        "ubnd-tinh",
        "Đảng bộ Ủy ban nhân dân tỉnh",
        "so-ban-nganh",
        (
            _department("Sở Nông nghiệp và Môi trường", "Chi cục Kiểm lâm", "Phòng Quản lý đất đai", "Văn phòng Sở"),
            _department("Sở Xây dựng", "Phòng Quy hoạch", "Ban Quản lý dự án", "Phòng Quản lý hạ tầng"),
            _department("Sở Tài chính", "Phòng Ngân sách", "Phòng Đầu tư", "Phòng Thanh tra, Pháp chế"),
            _department("Sở Y tế", "Bệnh viện Đa khoa tỉnh", "Trung tâm Kiểm soát bệnh tật", "Văn phòng Sở"),
            _department("Sở Giáo dục và Đào tạo", "Phòng Giáo dục phổ thông", "Phòng Tổ chức cán bộ", "Văn phòng Sở"),
            _department("Thanh tra tỉnh", "Phòng Thanh tra kinh tế", "Phòng Giải quyết khiếu nại", "Phòng Giám sát"),
        ),
    ),
    _joined(
        "quan-su",
        "Đảng bộ Quân sự tỉnh",
        "luc-luong-vu-trang",
        (
            _department("Phòng Chính trị", "Ban Tuyên huấn", "Ban Tổ chức", "Ban Cán bộ"),
            _department("Phòng Tham mưu", "Ban Tác huấn", "Ban Quân lực", "Ban Dân quân"),
            _department("Trung đoàn Bộ binh 85", "Tiểu đoàn 1", "Tiểu đoàn 2", "Cơ quan Trung đoàn bộ"),
        ),
    ),
    _joined(
        "cong-an",
        "Đảng bộ Công an tỉnh",
        "luc-luong-vu-trang",
        (
            _department("Phòng Tham mưu Công an tỉnh", "Đội Tổng hợp", "Đội Pháp chế", "Đội Thông tin"),
            _department("Phòng Cảnh sát hình sự", "Đội 1", "Đội 2", "Đội 3"),
            _department("Phòng Quản lý hành chính", "Đội Cư trú", "Đội Căn cước", "Đội Hướng dẫn"),
        ),
    ),
    _joined(
        "doanh-nghiep",
        "Đảng bộ các doanh nghiệp tỉnh",
        "doanh-nghiep",
        (
            _department("Công ty Cấp thoát nước", "Nhà máy nước số 1", "Nhà máy nước số 2", "Văn phòng Công ty"),
            _department("Công ty Thủy lợi", "Trạm Thủy nông Bắc", "Trạm Thủy nông Nam", "Xí nghiệp Cơ khí"),
            _department("Công ty Lương thực", "Xí nghiệp Chế biến", "Kho Trung tâm", "Phòng Kinh doanh"),
        ),
    ),
    _joined(
        "dai-hoc",
        "Đảng bộ Trường Đại học Hòa Giang",
        "truong-hoc",
        (
            _department("Khoa Nông nghiệp", "Bộ môn Trồng trọt", "Bộ môn Chăn nuôi", "Bộ môn Thủy sản"),
            _department("Khoa Sư phạm", "Bộ môn Toán", "Bộ môn Ngữ văn", "Bộ môn Ngoại ngữ"),
            _department("khối phòng ban", "Phòng Đào tạo", "Phòng Tổ chức, Hành chính", "Thư viện"),
        ),
    ),
)
