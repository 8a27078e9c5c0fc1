"""Reviews to write in: a small province with a generated cycle, and a review filled through the application's own actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from cadres.models import Cadre, User
from cadres.roles import Actor, Position, Role
from core import localtime
from reviews.actions.answer_rows import add_commitment, add_limitation, add_remedy
from reviews.actions.answers import Edit, save_answers
from reviews.actions.deep_reviews_drafting import TopicText
from reviews.actions.indicators import answer_group
from reviews.actions.meetings import MeetingFacts, record_meeting
from reviews.actions.row_removals import WordsWouldGo, remove_row
from reviews.actions.sheets import submit_review
from reviews.models import (
    Cycle,
    DeepReview,
    DeepReviewTopic,
    IndicatorGroup,
    Limitation,
    Remedy,
    Review,
    Round,
)
from reviews.models.contents import RoundContents, contents_of
from reviews.models.options import SheetOptions
from reviews.rules.completeness import TEXT_KINDS, asked_segments
from reviews.states import CarriedState, Ground, SectionKind, Share, Stance
from tests.factories import organisation as make
from tests.factories.deep_reviews import issued
from tests.factories.remembered import remembered
from tests.factories.reviews import opened_cycle, review_of
from units.models import Unit

FAULT = "Giải ngân vốn đầu tư công 9 tháng mới đạt 41 % kế hoạch, thấp hơn cùng kỳ 12 điểm phần trăm."
CAUSE = "Lãnh đạo xã chưa quyết liệt trong giải phóng mặt bằng, giao việc chưa rõ người, rõ thời hạn."

SHARE = "Được phân công phụ trách nhưng chậm báo cáo khi tiến độ đã chậm; nhận trách nhiệm trực tiếp."


@dataclass
class Province:
    """Units, people, accounts by username, the cycle with its reviews. `actor(name)` is who acts."""

    province: Unit
    commune: Unit
    cell: Unit
    other_commune: Unit
    trap: Unit
    cycle: Cycle
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Cadre] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        return make.acting(self.users[username])

    @property
    def collective(self) -> Review:
        return review_of(self.cycle, unit=self.commune)

    def own(self, username: str) -> Review:
        return review_of(self.cycle, cadre_id=self.people[username].pk)


@remembered
def province() -> Province:
    """A committee above two communes; `canbo` came from the other commune in the middle of the period."""
    tree = make.make_tree()
    today = localtime.today()
    moved_on = today - timedelta(days=30)
    people = {
        "bithu": make.make_cadre("Trần Đình Hưởng", tree.cell),
        "canbo": make.make_cadre("Lê Văn Khải", tree.cell),
        "thanhvien": make.make_cadre("Nguyễn Thị Ánh Nguyệt", tree.cell),
        "bithu_khac": make.make_cadre("Phạm Quốc Bảo", tree.other_cell),
        "thuongtruc": make.make_cadre("Hoàng Gia Lộc"),
    }
    make.hold(make.make_post(tree.commune, Position.HEAD, "Bí thư Đảng ủy xã"), people["bithu"])
    make.hold(make.make_post(tree.commune, Position.DEPUTY, "Phó Bí thư Đảng ủy xã"), people["canbo"], moved_on)
    make.hold(make.make_post(tree.commune, Position.MEMBER, "Ủy viên Ban Thường vụ"), people["thanhvien"])
    make.hold(make.make_post(tree.other_commune, Position.HEAD, "Bí thư Đảng ủy xã"), people["bithu_khac"])
    former = make.make_post(tree.other_commune, Position.DEPUTY, "Phó Bí thư Đảng ủy xã Vĩnh Hòa")
    make.hold(former, people["canbo"], until=moved_on - timedelta(days=1))
    users = {
        "thuky": make.make_account("thuky", (Role.SECRETARY, tree.commune), name="Vũ Thị Thảo"),
        "thuky2": make.make_account("thuky2", (Role.SECRETARY, tree.commune), name="Đoàn Văn Tiến"),
        "bithu": make.make_account("bithu", (Role.HEAD, tree.commune), cadre=people["bithu"]),
        "bithu2": make.make_account("bithu2", (Role.HEAD, tree.commune), name="Lý Thị Quyền"),
        "canbo": make.make_account("canbo", cadre=people["canbo"]),
        "thanhvien": make.make_account("thanhvien", cadre=people["thanhvien"]),
        "thuky_chibo": make.make_account("thuky_chibo", (Role.SECRETARY, tree.cell), name="Bế Văn Đàn"),
        "thuky_khac": make.make_account("thuky_khac", (Role.SECRETARY, tree.other_commune), name="Đỗ Thị Lành"),
        "bithu_khac": make.make_account("bithu_khac", (Role.HEAD, tree.other_commune), cadre=people["bithu_khac"]),
        "thuky_bay": make.make_account("thuky_bay", (Role.SECRETARY, tree.trap), name="Mai Thị Na"),
        "chuyenvien": make.make_account("chuyenvien", (Role.STAFF, tree.province), name="Ngô Minh Đức"),
        "thuongtruc": make.make_account(
            "thuongtruc", (Role.STANDING, tree.province), cadre=people["thuongtruc"], name="Hoàng Gia Lộc"
        ),
        "kiemtra": make.make_account("kiemtra", (Role.INSPECTION, tree.province), name="Tạ Hữu Kiên"),
        "mattran": make.make_account("mattran", (Role.FRONT, tree.province), name="Lò Thị Mận"),
        "quantri": make.make_account("quantri", (Role.ADMIN, tree.province), name="Bùi Công Tâm"),
        "nguoi_la": make.make_account("nguoi_la", name="Không có vai trò"),
    }
    cycle = opened_cycle(tree.province, make.acting(users["chuyenvien"]))
    return Province(
        tree.province, tree.commune, tree.cell, tree.other_commune, tree.trap, cycle, users=users, people=people
    )


def suggest(world: Province, *reviews: Review, topics: int = 1) -> DeepReview:
    """An issued suggestion for deep review with topics that these reviews have to answer."""
    asked = [
        TopicText(
            f"Giải ngân vốn đầu tư công, dự án số {n}", None, Ground.LATE_REMEDY, "Trách nhiệm của người đứng đầu."
        )
        for n in range(1, topics + 1)
    ]
    due_on = localtime.today() + timedelta(days=20)
    number = f"{DeepReview.objects.count() + 1}-CV/TU"
    return issued(world, reviews, number=number, topics=asked, due_on=due_on)  # type: ignore[arg-type] # it asks no more than this province has


def take_out(review: Review, actor: Actor, name: tuple[str, str]) -> None:
    """Take a row out of the form as a person does who is asked, sees what would go, and says yes."""
    try:
        remove_row(review_id=review.pk, actor=actor, name=name)
    except WordsWouldGo as asked:
        remove_row(review_id=review.pk, actor=actor, name=name, seen=asked.seen)


def open_round(review: Review) -> Round:
    return Round.objects.get(review=review, submitted_at=None)


def complete_review(review: Review, actor: Actor) -> Review:
    """Fill everything that is asked through the application's actions, so that the review can be submitted."""
    review = Review.objects.with_subject().get(pk=review.pk)
    contents, options = contents_of(review, open_round(review)), SheetOptions(review)
    edits = [edit for section in contents.sections for edit in _texts(section, contents, options)]
    for topic in contents.topics:
        edits.append(_explanation(topic, options))
    edits += [Edit("carried", row.origin.hex, {"state": CarriedState.DONE}) for row in contents.carried_over]
    edits += [Edit("share", row.origin.hex, {"text": SHARE}) for row in contents.own_shares]
    save_answers(review_id=review.pk, actor=actor, edits=edits)
    if not contents.limitations:
        fill_limitation(add_limitation(review_id=review.pk, actor=actor), actor)
    for topic in contents.topics:
        remedy = add_remedy(review_id=review.pk, actor=actor, card=("explanation", str(topic.pk)))
        save_answers(review_id=review.pk, actor=actor, edits=[_remedy(remedy, options)])
    if not contents.commitments:
        _commit(review, actor, options)
    for number in IndicatorGroup.objects.filter(catalogue=review.cycle.catalogue_id).values_list("number", flat=True):
        answer_group(review_id=review.pk, actor=actor, group_number=number)
    _meet(review, actor)
    return Review.objects.with_subject().get(pk=review.pk)


def submitted_review(review: Review, actor: Actor, *, by: Actor | None = None) -> Review:
    """A complete review, submitted by `by` (the writer where not given)."""
    review = complete_review(review, actor)
    return submit_review(review_id=review.pk, version=review.version, actor=by or actor)


def fill_limitation(limitation: Limitation, actor: Actor, fault: str = FAULT) -> Limitation:
    """Answer the four questions of an empty limitation."""
    review = Review.objects.with_subject().get(pk=limitation.round.review_id)
    options = SheetOptions(review)
    values: dict[str, Any] = {
        "fault": fault,
        "responsible_text": "Ban Thường vụ chịu trách nhiệm chung trong lãnh đạo, chỉ đạo.",
        "persons": frozenset(list(options.members)[:2]),
        "objective_cause": "Giá vật liệu tăng, mưa lũ kéo dài.",
        "subjective_cause": CAUSE,
    }
    edits = [Edit("limitation", str(limitation.pk), values)]
    edits += [_remedy(remedy, options) for remedy in Remedy.objects.filter(limitation=limitation)]
    save_answers(review_id=review.pk, actor=actor, edits=edits)
    limitation.refresh_from_db()
    return limitation


def _texts(section: Any, contents: RoundContents, options: SheetOptions) -> list[Edit]:
    if section.kind not in TEXT_KINDS:
        return []
    whole: dict[str, Any] = {}
    if section.kind == SectionKind.RATING:
        whole["choice"] = next(iter(options.levels))
    elif section.kind == SectionKind.GRADED_TEXT:
        whole |= {"choice": next(iter(options.degrees))} if options.profile.has_degrees else {"score": Decimal("8.5")}
    edits = []
    for segment in asked_segments(section, contents):
        text = (
            {} if section.kind == SectionKind.RATING else {"text": f"Đã thực hiện đầy đủ: {section.heading.lower()}."}
        )
        if segment is None:
            whole |= text
        else:
            edits.append(Edit("answer", f"{section.pk}-{segment.pk}", text))
    return [*edits, Edit("answer", f"{section.pk}-0", whole)] if whole else edits


def _explanation(topic: DeepReviewTopic, options: SheetOptions) -> Edit:
    values = {
        "stance": Stance.ADMITTED,
        "fault": FAULT,
        "responsible_text": "Trách nhiệm của người đứng đầu và cấp phó phụ trách.",
        "shares": frozenset(one for one in shares(options.members) if one in options.share_choices),
        "subjective_cause": CAUSE,
    }
    return Edit("explanation", str(topic.pk), values)


def shares(members: Iterable[int]) -> frozenset[str]:
    """The first of these people answers directly, the others are not in charge."""
    first, *others = members
    return frozenset({f"{first}:{Share.DIRECT}", *(f"{pk}:{Share.NONE}" for pk in others)})


def _remedy(remedy: Remedy, options: SheetOptions) -> Edit:
    values = {
        "action": "Hoàn thành giải phóng mặt bằng ba dự án trọng điểm.",
        "owner_cadre_id": next(iter(options.members)),
        "due_on": localtime.today() + timedelta(days=60),
        "measure": "Giải ngân đạt 95 % kế hoạch vốn giao.",
    }
    return Edit("remedy", str(remedy.pk), values)


def _commit(review: Review, actor: Actor, options: SheetOptions) -> None:
    for code, label in options.commitment_kinds.items():
        commitment = add_commitment(review_id=review.pk, actor=actor, kind=code)
        values = {
            "text": f"{label}: hoàn thành ba nhóm việc đã đăng ký.",
            "due_on": localtime.today() + timedelta(days=120),
            "measure": "Ba việc hoàn thành, có biên bản nghiệm thu.",
        }
        save_answers(review_id=review.pk, actor=actor, edits=[Edit("commitment", str(commitment.pk), values)])


def _meet(review: Review, actor: Actor) -> None:
    round_ = open_round(review)
    facts = MeetingFacts(
        held_on=localtime.today(),
        held_at="Hội trường Đảng ủy",
        chair="Trần Đình Hưởng",
        secretary="Vũ Thị Thảo",
        present=9,
        total=9,
        conclusion="Hội nghị thống nhất nội dung bản kiểm điểm.",
    )
    record_meeting(round_id=round_.pk, version=round_.version, actor=actor, facts=facts)
