"""The search: without accents, within what the person may see, and never by indicators."""

from datetime import date
from unicodedata import normalize

import pytest
from pytest_django import DjangoAssertNumQueries

from cadres.models import Cadre
from core.text import search_key
from reviews.models import DeepReview, HardTask, IndicatorNote, IndicatorSheet
from tests.factories import small_province as make
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make.small_province()
    make.collective_review(world, world.commune)
    make.individual_review(world, world.cadre("bithu"), world.commune)
    DeepReview.objects.create(cycle=world.cycle, issuer=world.province, title="Quản lý đất đai xã Tân Sơn")
    HardTask.objects.create(cycle=world.cycle, unit=world.commune, text="Di dời tàu Trần Đình", due_on=date(2027, 1, 1))
    return world


def search(client, world, who: str, text: str) -> str:
    client.force_login(world.users[who])
    answer = client.get("/tim-kiem/", {"q": text})
    assert answer.status_code == 200
    return answer.text.partition('id="noi-dung"')[2]


@pytest.mark.parametrize("text", ["tran dinh", "Trần Đình", "HUONG TRAN", normalize("NFD", "Trần Đình Hưởng")])
def test_a_person_is_found_without_accents_in_any_order_of_words(client, world, text):
    found = search(client, world, "quantri", text)

    assert "Trần Đình Hưởng" in found


def test_the_whole_syllable_stands_before_a_part_of_one(client, world):
    for who, name, place in (("bithu", "Ngô An", "2"), ("canbo", "Bùi Lan", "1")):
        Cadre.objects.filter(pk=world.cadre(who).pk).update(full_name=name, search_key=search_key(name), sort_key=place)
    Unit.objects.filter(pk=world.commune.pk).update(name="Đảng ủy xã An", search_key="dang uy xa an")

    found = search(client, world, "quantri", "an")

    assert found.index("Ngô An") < found.index("Bùi Lan")
    assert found.index("Đảng ủy xã An") < found.index("Đảng ủy xã Tân Sơn Mới")


def test_reviews_units_suggestions_and_hard_tasks_are_found(client, world):
    found = search(client, world, "chuyenvien", "tan son")

    assert "Bản kiểm điểm tập thể: Đảng ủy xã Tân Sơn" in found
    assert "Bản kiểm điểm cá nhân: Trần Đình Hưởng" in found
    assert "Quản lý đất đai xã Tân Sơn" in found
    assert "Đảng ủy xã Tân Sơn Mới" in found
    assert "Di dời tàu" in found


@pytest.mark.parametrize(
    ("who", "forbidden"),
    [
        ("mattran", ["Bản kiểm điểm", "Quản lý đất đai", "Cán bộ, đảng viên"]),
        ("thuky_khac", ["Bản kiểm điểm", "Quản lý đất đai", "Trần Đình"]),
        ("thuky_gan_giong", ["Bản kiểm điểm", "Quản lý đất đai", "Trần Đình"]),
        ("nguoi_la", ["Bản kiểm điểm", "Quản lý đất đai", "Trần Đình"]),
        ("trunguong", ["Bản kiểm điểm cá nhân", "Quản lý đất đai"]),
        ("quantri", ["Bản kiểm điểm", "Quản lý đất đai"]),
        ("thuky", ["Quản lý đất đai"]),
    ],
)
def test_nothing_is_found_that_the_person_may_not_see(client, world, who, forbidden):
    for text in ("tan son", "tran dinh", "dat dai"):
        found = search(client, world, who, text).partition("page-purpose")[2]
        for words in forbidden:
            assert words not in found.replace(f"Tìm “{text}”", ""), (who, text, words)


def test_notes_to_indicators_are_never_looked_into(client, world):
    review = make.individual_review(world, world.cadre("canbo"), world.commune)
    sheet = IndicatorSheet.objects.create(round=review.rounds.get(), answers=[2])
    IndicatorNote.objects.create(sheet=sheet, position=0, text="từkhóabímật")

    for who in world.users:
        assert "Không tìm thấy gì" in search(client, world, who, "tukhoabimat")


@pytest.mark.parametrize(
    "text", ["", " ", "a", "%", "_", "\x00", "a" * 5000, "' OR 1=1 --", "<script>x</script>", "🙂🙂"]
)
def test_odd_words_find_nothing_and_break_nothing(client, world, text):
    found = search(client, world, "chuyenvien", text)

    assert "<script>x" not in found


def test_a_percent_sign_is_no_wildcard(client, world):
    assert "Không tìm thấy gì" in search(client, world, "chuyenvien", "t%n")


def test_the_search_asks_at_most_three_times_for_each_kind(
    client, world, django_assert_max_num_queries: DjangoAssertNumQueries
):
    search(client, world, "chuyenvien", "tan son")

    with django_assert_max_num_queries(20):
        client.get("/tim-kiem/", {"q": "tan son"})
