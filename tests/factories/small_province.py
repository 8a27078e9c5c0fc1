"""A small province for tests: a committee, two communes under it, a committee above it, and one account for each role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from django.db import transaction

from cadres.actors import actor_of
from cadres.models import Cadre, Post, RoleGrant, Tenure, Title, User
from cadres.roles import Actor, Position, Role
from core import localtime
from core.text import name_sort_key, search_key, sort_key
from reviews.actions.remediation import create_plan
from reviews.models import (
    Catalogue,
    Cycle,
    Explanation,
    Field,
    FormTemplate,
    Limitation,
    RegulationProfile,
    RemediationPlan,
    Remedy,
    Review,
    Round,
)
from reviews.states import CycleKind, CycleState, PlaceKind, ReviewState, Subject
from units.models import Unit, UnitKind

FOUNDED = date(2025, 7, 1)


@dataclass
class SmallProvince:
    """Units, accounts by username and the cycle; `actor(name)` is who acts."""

    central: Unit
    province: Unit
    commune: Unit
    other_commune: Unit
    lookalike: Unit
    cycle: Cycle
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        return actor_of(self.users[username])

    def cadre(self, username: str) -> Cadre:
        cadre = self.users[username].cadre
        assert cadre is not None
        return cadre


def unit(name: str, parent: Unit | None = None, *, kind: UnitKind, pk: int | None = None) -> Unit:
    created = Unit.objects.create(
        pk=pk,
        name=name,
        parent=parent,
        kind=kind,
        founded_on=FOUNDED,
        sort_key=sort_key(name),
        search_key=search_key(name),
    )
    created.path = f"{parent.path if parent else '/'}{created.pk}/"
    created.save(update_fields=["path"])
    return created


def cadre(full_name: str) -> Cadre:
    return Cadre.objects.create(
        code=f"CB{uuid4().hex[:10]}",
        full_name=full_name,
        sort_key=name_sort_key(full_name),
        search_key=search_key(full_name),
    )


def account(username: str, person: Cadre | None = None, *grants: tuple[Role, Unit], name: str = "") -> User:
    user = User(username=username, display_name=name or (person.full_name if person else username))
    user.cadre = person
    user.must_change_password = False
    user.set_unusable_password()
    user.save()
    for role, where in grants:
        grant(user, role, where)
    return user


def grant(user: User, role: Role, where: Unit) -> RoleGrant:
    return RoleGrant.objects.create(user=user, role=role, unit=where, started_on=FOUNDED)


def seat(person: Cadre, where: Unit, position: Position, name: str, *, managed_by: Unit) -> Tenure:
    title, _ = Title.objects.get_or_create(
        code=f"{position}-{where.kind.code}", defaults={"name": name, "side": Title.Side.PARTY, "position": position}
    )
    post = Post.objects.create(unit=where, title=title, name=name, position=position, managed_by=managed_by)
    return Tenure.objects.create(cadre=person, post=post, started_on=FOUNDED)


def small_province() -> SmallProvince:
    """Build it with rows: it stands below every action, so that a fault in one does not hide behind it."""
    committee = UnitKind.objects.create(
        code=f"k{uuid4().hex[:8]}", name="Đảng bộ", tier=2, tier_name="Tỉnh", committee_name="Ban", symbol="TU"
    )
    lower = UnitKind.objects.create(
        code=f"k{uuid4().hex[:8]}", name="Đảng bộ xã", tier=3, tier_name="Xã", committee_name="Ban", symbol="ĐU"
    )
    central = unit("Trung ương", kind=committee)
    province = unit("Tỉnh ủy Nam Trung", central, kind=committee)
    commune = unit("Đảng ủy xã Tân Sơn", province, kind=lower)
    other = unit("Đảng ủy xã Yên Phú", province, kind=lower)
    lookalike = unit("Đảng ủy xã Tân Sơn Mới", province, kind=lower, pk=commune.pk * 1000)
    world = SmallProvince(central, province, commune, other, lookalike, _cycle(province))
    _people(world)
    return world


def _cycle(province: Unit) -> Cycle:
    profile = RegulationProfile.objects.create(
        code=f"p{uuid4().hex[:8]}", name="Bộ quy định thử", legal_basis="Quy định thử", valid_from=FOUNDED
    )
    catalogue = Catalogue.objects.create(
        catalogue_version=Catalogue.objects.count() + 900,
        name="Danh mục thử",
        label="Danh mục gợi ý",
        origin=Catalogue.Origin.DERIVED,
        published_on=FOUNDED,
    )
    return Cycle.objects.create(
        name="Kiểm điểm năm 2026",
        kind=CycleKind.YEAR,
        owner=province,
        scope=province,
        plan_number="45-KH/TU",
        plan_date=date(2026, 10, 15),
        period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
        profile=profile,
        catalogue=catalogue,
        state=CycleState.OPEN,
    )


def _people(world: SmallProvince) -> None:
    head, deputy, member = cadre("Trần Đình Hưởng"), cadre("Lê Văn Khải"), cadre("Nguyễn Thị Ánh Nguyệt")
    other_head = cadre("Phạm Quốc Bảo")
    for person, position, name in (
        (head, Position.HEAD, "Bí thư Đảng ủy xã"),
        (deputy, Position.DEPUTY, "Phó Bí thư Đảng ủy xã"),
        (member, Position.MEMBER, "Ủy viên Ban Thường vụ"),
    ):
        seat(person, world.commune, position, name, managed_by=world.province)
    seat(other_head, world.other_commune, Position.HEAD, "Bí thư Đảng ủy xã", managed_by=world.province)
    users = (
        account("thuky", None, (Role.SECRETARY, world.commune), name="Vũ Thị Thảo"),
        account("bithu", head, (Role.HEAD, world.commune)),
        account("canbo", deputy),
        account("thanhvien", member),
        account("thuky_khac", None, (Role.SECRETARY, world.other_commune), name="Đỗ Thị Lành"),
        account("bithu_khac", other_head, (Role.HEAD, world.other_commune)),
        account("thuky_gan_giong", None, (Role.SECRETARY, world.lookalike), name="Mai Thị Na"),
        account("chuyenvien", None, (Role.STAFF, world.province), name="Ngô Minh Đức"),
        account("thuongtruc", None, (Role.STANDING, world.province), name="Hoàng Gia Lộc"),
        account("trunguong", None, (Role.STANDING, world.central), name="Cao Bá Thành"),
        account("kiemtra", None, (Role.INSPECTION, world.province), name="Tạ Hữu Kiên"),
        account("mattran", None, (Role.FRONT, world.province), name="Lò Thị Mận"),
        account("mattran_xa", None, (Role.FRONT, world.commune), name="Hà Văn Tới"),
        account("quantri", None, (Role.ADMIN, world.province), name="Bùi Công Tâm"),
        account("nguoi_la", None, name="Không có vai trò"),
    )
    world.users = {user.username: user for user in users}


def collective_review(world: SmallProvince, where: Unit, *, state: ReviewState = ReviewState.DRAFT) -> Review:
    return _review(world, where, None, state)


def individual_review(
    world: SmallProvince, person: Cadre, where: Unit, *, state: ReviewState = ReviewState.DRAFT
) -> Review:
    return _review(world, where, person, state)


def _review(world: SmallProvince, where: Unit, person: Cadre | None, state: ReviewState) -> Review:
    subject = Subject.INDIVIDUAL if person else Subject.COLLECTIVE
    template, _ = FormTemplate.objects.get_or_create(
        code="2B" if person else "01",
        profile=world.cycle.profile,
        defaults={"subject": subject, "name": "Mẫu thử", "title": "BẢN KIỂM ĐIỂM"},
    )
    review = Review.objects.create(
        cycle=world.cycle,
        subject=subject,
        unit=where,
        cadre=person,
        managing_unit=where.parent,
        template=template,
        state=state,
        due_on=date(2026, 12, 5),
        place_unit_ids=[where.pk],
    )
    review.places.create(unit=where, kind=PlaceKind.COLLECTIVE)
    Round.objects.create(review=review, number=1)
    return review


def limitation(review: Review, fault: str, *remedies: Mapping[str, object], order: int = 1) -> Limitation:
    """A limitation in the latest round; each remedy as a dict of the columns that matter to the test."""
    round_ = review.rounds.latest("number")
    field_of_work, _ = Field.objects.get_or_create(code="dau-tu-cong", defaults={"name": "Đầu tư công"})
    card = Limitation.objects.create(round=round_, order=order, field=field_of_work, fault=fault)
    for number, columns in enumerate(remedies, start=1):
        Remedy.objects.create(limitation=card, **_remedy(number, columns))
    return card


def explained_remedy(explanation: Explanation, **columns: object) -> Remedy:
    return Remedy.objects.create(explanation=explanation, **_remedy(1, columns))


def _remedy(number: int, columns: Mapping[str, object]) -> dict[str, object]:
    usual = {"order": number, "action": "Thu hồi tạm ứng vượt giá trị quyết toán", "due_on": date(2026, 12, 20)}
    return {**usual, **columns}


@transaction.atomic
def accept(review: Review, actor: Actor) -> RemediationPlan:
    """What the accepting action leaves behind, and the plan made by the action under test."""

    round_ = review.rounds.latest("number")
    round_.submitted_at = localtime.now()
    round_.save(update_fields=["submitted_at"])
    review.state, review.submitted_at, review.settled_at = ReviewState.ACCEPTED, localtime.now(), localtime.now()
    review.save(update_fields=["state", "submitted_at", "settled_at"])
    return create_plan(review=review, round_=round_, actor=actor)
