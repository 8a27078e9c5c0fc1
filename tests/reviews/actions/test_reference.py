"""The reference data of the code: complete, loaded once, never changed under a cycle that uses it."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from cadres.models import Title
from cadres.roles import Role, routine
from core.models import AuditEntry
from reviews.actions.reference import files, load_reference
from reviews.models import (
    Catalogue,
    Field,
    FormTemplate,
    IndicatorGroup,
    IndicatorItem,
    ProfileChoice,
    RegulationProfile,
    ReminderRule,
)
from reviews.states import ReminderKind, SectionKind
from tests.factories import organisation as org
from tests.factories import reference
from tests.factories.reviews import drafted_cycle, opened_cycle
from units.models import Bloc, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data files of the code, to be changed by a test."""
    return Path(shutil.copytree(files.DATA, tmp_path / "data"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_everything_is_loaded_and_audited_in_the_name_of_the_routine():
    call_command("load_reference", verbosity=0)

    assert (UnitKind.objects.filter(is_cell=True).count(), Bloc.objects.count()) == (2, 8)
    assert Title.objects.filter(code="bi-thu", single=True, position="head").exists()
    assert Field.objects.filter(code="dat-dai").exists()
    codes = RegulationProfile.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == ["124+25", "366+43"]
    assert AuditEntry.objects.filter(verb="catalogue.publish", user_id=None, actor_name="Nạp dữ liệu chuẩn").exists()


def test_second_load_changes_nothing():
    reference.load_reference()
    before = AuditEntry.objects.count()

    outcome = load_reference(reference.LOADING)

    assert (outcome.vocabulary.created, outcome.vocabulary.changed) == (0, 0)
    assert [*outcome.profiles, *outcome.templates, *outcome.catalogues, *outcome.refusals] == []
    assert AuditEntry.objects.count() == before


def test_catalogue_has_the_27_and_the_135_with_their_status_and_label():
    catalogue = reference.derived_catalogue()

    assert catalogue.label == "Danh mục gợi ý, suy ra từ 27 biểu hiện; không phải văn bản chính thức"
    assert catalogue.groups.count() == 27
    assert [catalogue.groups.filter(part=part).count() for part in (1, 2, 3)] == [9, 9, 9]
    assert set(catalogue.groups.values_list("status", flat=True)) == set(IndicatorGroup.Status.values)
    assert list(catalogue.items.values_list("position", flat=True)) == list(range(135))
    assert not catalogue.items.filter(checked_against_original=True).exists()


def test_profiles_say_what_is_verified_and_what_is_a_setting():
    profile = reference.current_profile()

    assert profile.figure("level.excellent.points_from") == 90
    assert profile.figure("quota.rounds_up_from") == Decimal("0.5")
    verified = dict(profile.figures.values_list("key", "verified"))
    assert verified["points.common"] is True
    assert verified["deep_review.days_ahead"] is False
    assert not profile.figures.filter(verified=True, legal_basis="").exists()
    assert reference.former_profile().choices.filter(list=ProfileChoice.List.DEGREE).count() == 4
    assert not profile.choices.filter(list=ProfileChoice.List.DEGREE).exists()


@pytest.mark.parametrize(
    ("profile", "code", "numbers"),
    [
        ("366+43", "01", "I 1 2 3 4 II III IV V VI VII"),
        ("366+43", "2A", "I 1 2 3 II III IV V"),
        ("366+43", "2B", "I 1 2 3 4 5 6 II III IV V VI VII"),
        ("366+43", "2C", "I 1 2 3 II III IV V"),
        ("124+25", "01", "I 1 2 3 4 II III IV V VI VII"),
        ("124+25", "2B", "I 1 2 3 4 5 6 II III IV V VI VII"),
    ],
)
def test_forms_are_numbered_like_the_paper_without_a_gap(profile, code, numbers):
    sections = reference.template(code, profile).sections.exclude(number="")

    assert " ".join(sections.values_list("number", flat=True)) == numbers


def test_every_form_asks_for_limitations_explanations_indicators_and_commitments():
    reference.load_reference()

    for template in FormTemplate.objects.all():
        kinds = list(template.sections.values_list("kind", flat=True))
        for kind in (
            SectionKind.LIMITATIONS,
            SectionKind.EXPLANATIONS,
            SectionKind.INDICATORS,
            SectionKind.COMMITMENTS,
        ):
            assert kinds.count(kind) == 1, (template, kind)
        assert template.sections.get(kind=SectionKind.EXPLANATIONS).only_if_any


def test_2c_exists_only_since_the_current_profile():
    reference.load_reference()

    assert list(FormTemplate.objects.filter(code="2C").values_list("profile__code", flat=True)) == ["366+43"]


def test_changed_template_file_becomes_the_next_version_and_the_old_one_stays(data):
    old = reference.template("01")
    edit(data / "templates/366+43/01.toml", "Trách nhiệm của tập thể, cá nhân", "Trách nhiệm của tập thể và cá nhân")

    outcome = load_reference(reference.LOADING, data)

    assert outcome.templates == ["01 (366+43) bản 2"]
    assert reference.template("01").sections.get(key="responsibility").heading == "Trách nhiệm của tập thể và cá nhân"
    assert old.sections.get(key="responsibility").heading == "Trách nhiệm của tập thể, cá nhân"


def test_changed_catalogue_file_becomes_the_next_version(data):
    reference.load_reference()
    edit(data / "catalogues/derived-27/items.csv", "Phai nhạt lý tưởng cách mạng", "Phai nhạt lý tưởng")

    outcome = load_reference(reference.LOADING, data)

    assert outcome.catalogues == [2]
    assert IndicatorItem.objects.get(catalogue__catalogue_version=1, position=0).text == "Phai nhạt lý tưởng cách mạng"


def test_unused_profile_is_corrected_and_a_used_one_is_refused(data):
    tree = org.make_tree()
    staff = org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))
    reference.load_reference()
    edit(data / "profiles/366+43.toml", "value = 10\n", "value = 15\n")

    assert load_reference(reference.LOADING, data).profiles == ["366+43"]
    assert reference.current_profile().figure("deep_review.days_ahead") == 15

    drafted_cycle(tree.province, staff)
    edit(data / "profiles/366+43.toml", "value = 15\n", "value = 20\n")
    outcome = load_reference(reference.LOADING, data)
    assert outcome.refusals == [
        "Bộ quy định 366+43 đã dùng trong đợt kiểm điểm nên giữ nguyên. Nội dung mới cần một mã mới."
    ]
    assert reference.current_profile().figure("deep_review.days_ahead") == 15


def test_a_used_profile_gets_the_figures_that_new_code_asks_for(data):
    tree = org.make_tree()
    staff = org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))
    reference.load_reference()
    drafted_cycle(tree.province, staff)
    file = data / "profiles/366+43.toml"
    file.write_text(file.read_text() + '\n[[figure]]\nkey = "brand.new"\nvalue = 7\nmeaning = "Mới"\n')

    outcome = load_reference(reference.LOADING, data)

    assert (outcome.profiles, outcome.refusals) == (["366+43"], [])
    assert reference.current_profile().figure("brand.new") == 7
    assert load_reference(reference.LOADING, data).profiles == []
    edit(file, "value = 7\n", "value = 8\n")
    assert len(load_reference(reference.LOADING, data).refusals) == 1


def test_form_keeps_the_template_and_catalogue_with_which_it_was_opened(data):
    tree = org.make_tree()
    staff = org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))
    cycle = opened_cycle(tree.province, staff)
    opened_with = set(cycle.reviews.values_list("template", flat=True))
    edit(data / "templates/366+43/01.toml", "Đề nghị mức xếp loại chất lượng", "Đề nghị xếp loại")
    edit(data / "catalogues/derived-27/items.csv", "Phai nhạt lý tưởng cách mạng", "Phai nhạt lý tưởng")

    load_reference(reference.LOADING, data)

    cycle.refresh_from_db()
    assert set(cycle.reviews.values_list("template", flat=True)) == opened_with
    assert cycle.catalogue.catalogue_version == 1
    assert Catalogue.objects.count() == 2


def test_profiles_are_dated():
    assert (reference.former_profile().valid_to, reference.current_profile().valid_from) == (
        date(2025, 8, 29),
        date(2025, 8, 30),
    )


def test_the_reminder_rules_are_loaded_once_and_left_to_the_administrators_afterwards():
    load_reference(routine("Nạp dữ liệu chuẩn"))
    assert ReminderRule.objects.filter(audience="owner").values("kind").distinct().count() == len(ReminderKind)
    ReminderRule.objects.exclude(kind="review").delete()
    ReminderRule.objects.update(is_active=False)

    load_reference(routine("Nạp dữ liệu chuẩn"))
    assert not ReminderRule.objects.exclude(kind="review").exists()
    assert not ReminderRule.objects.in_force().exists()
