"""What those see who only watch: inspection reads, Mặt trận does not, and the author learns who has read."""

from __future__ import annotations

from collections.abc import Callable

from reviews.models import Review
from tests.journeys import texts
from tests.journeys.visitor import Visitor


def each_role_sees_its_part(at_desk: Callable[[str], Visitor], collective: Review, own: Review) -> None:
    """Pages of the same two reviews by role; a page that is not for somebody answers 404, in lists it is not there."""
    pages = (f"/kiem-diem/{collective.pk}/", f"/kiem-diem/{own.pk}/", f"/kiem-diem/{collective.pk}/bieu-hien/")
    expected = {
        "kiemtra": (200, 200, 404),
        "mattran": (404, 404, 404),
        "quantri": (404, 404, 404),
        "trunguong": (200, 404, 404),
        "thuky_khac": (404, 404, 404),
        "thanhvien": (200, 404, 200),
        "chuyenvien": (200, 200, 200),
        "thuky": (200, 200, 200),
    }
    found = {name: tuple(at_desk(name).status_of(page) for page in pages) for name in expected}
    assert found == expected
    for name in ("mattran", "quantri", "thuky_khac"):
        for listing in (
            "/",
            "/kiem-diem/",
            "/khac-phuc/",
            "/tham-dinh/",
            "/goi-y/",
            f"/tim-kiem/?q={texts.FAULT[:20]}",
        ):
            body = at_desk(name).client.get(listing, follow=True).content.decode()
            assert texts.FAULT not in body, (name, listing)
            assert f"/kiem-diem/{own.pk}/" not in body, (name, listing)


def the_author_sees_who_read(author: Visitor, own: Review) -> None:
    """The page "Ai đã xem bản của tôi" names every reader but the author."""
    author.open("/ai-da-xem-ban-cua-toi/")
    assert author.sees("Tạ Hữu Kiên", "Ngô Minh Đức", "Vũ Thị Thảo", "Đỗ Thị Lành")
    assert "Lò Thị Mận" not in author.page.text
    assert own.reads.exclude(reader_name="").count() >= 4
