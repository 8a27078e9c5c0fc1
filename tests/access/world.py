"""A small province in which every kind of object exists once, with one logged-in browser for each account.

The objects belong to the commune Tân Sơn; `thuky_khac`, `bithu_khac` and `thuky_gan_giong` work in other communes (the
last in one whose path begins like Tân Sơn's), `trunguong` and `quantri_tren` for the committee above the province.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.test import Client

from cadres.middleware import SEEN, STARTED
from cadres.models import CellMembership, Post, RoleGrant, Tenure
from cadres.roles import Actor, Position, Role, routine
from core import audit, localtime
from core.models import Job, JobState, StoredFile
from reviews.actions.appraisal_papers import PaperText
from reviews.actions.hard_task_remarks import remark_on_hard_task
from reviews.actions.issued_papers import PaperFacts, freeze
from reviews.actions.paper_numbers import enter_number
from reviews.actions.plans import approve_plan
from reviews.actions.reads import record_read
from reviews.actions.reports import request_report
from reviews.actions.templates import copy_template
from reviews.actions.working_groups import GroupFacts, add_member, create_group, give_units
from reviews.models import (
    Appraisal,
    Attachment,
    Cycle,
    EvidenceFile,
    FormTemplate,
    GroundFile,
    HardTask,
    MeetingTask,
    PaperNumber,
    Pledge,
    PledgeForm,
    ProgressReport,
    RemediationItem,
    Review,
    ReviewRead,
    SavedText,
    Segment,
    SituationReport,
)
from reviews.states import AppraisalOutcome, GroupDuty, PledgeState, SegmentState
from tests.factories import appraisals, deep_reviews, grounds, opinions, outbox, reminders, situation_reports
from tests.factories import small_province as make
from tests.factories.small_province import SmallProvince

RUN_FILE = "jobs/bang-tong-hop.pdf"
UPLOAD_FOLDER = "uploads/00"
TESTING_SECONDS = 3600
"""The tests with one world are over within this time."""


@dataclass(frozen=True)
class World:
    """The province, one object of each kind by name, and a browser for each account."""

    province: SmallProvince
    objects: dict[str, Any]
    browsers: dict[str, Client]

    def pk(self, name: str) -> Any:
        """What names the object in an address."""
        found = self.objects[name]
        return found.pk if isinstance(found, models.Model) else found


def build_world() -> World:
    """Build it by actions where a factory has them; everything is rolled back with the test module."""
    province = make.small_province()
    objects: dict[str, Any] = {"commune": province.commune, "cycle": province.cycle}
    top = make.account("quantri_tren", None, (Role.ADMIN, province.central), name="Trần Thị Trên")
    province.users[top.username] = top
    objects |= _accepted_last_year(province) | _this_year(province) | _organisation(province) | _reference(province)
    objects["task"] = HardTask.objects.create(
        cycle=province.cycle, unit=province.commune, text="Di dời tàu thuyền khỏi lòng hồ", due_on=date(2027, 11, 30)
    )
    objects["plan_document"] = approve_plan(
        plan_id=objects["accepted"].plan.pk,
        version=1,
        actor=province.actor("thuongtruc"),
        text=PaperText("21-KH/TU", localtime.today(), "Phó Bí thư", "Hoàng Gia Lộc"),
    )
    objects["remark"] = remark_on_hard_task(
        task_id=objects["task"].pk, version=1, actor=province.actor("mattran"), text="Đề nghị công khai tiến độ"
    )
    objects["meeting_task"] = MeetingTask.objects.create(
        round=objects["personal"].rounds.get(), order=1, action="Đi cơ sở mỗi tháng", due_on=date(2027, 6, 30)
    )
    objects |= _grounds(province) | _working_group(province)
    objects |= _pledges(province) | {"signed_round": objects["collective"].rounds.get()}
    objects["situation"] = situation_reports.issued(province)
    run = request_report(kind="cycle_summary", about=province.cycle.pk, actor=province.actor("chuyenvien"))
    Job.objects.filter(pk=run.pk).update(
        state=JobState.DONE, file=RUN_FILE, file_name="bang-tong-hop.pdf", file_type="application/pdf"
    )
    objects["run"] = run.public_id
    objects |= _issued(province, objects["situation"])
    told: dict[str, Any] = {"round_number": 1, "kind": "limitation", "key": "1", "field": "fault", "text": "Lời cũ."}
    objects |= _reminders(province, objects["accepted_item"])
    for item in ("accepted_item", "accepted_personal_item"):
        objects[f"evidence_of_{item}"] = _evidence(objects[item])
    objects["saved_text"] = SavedText.objects.create(review=objects["collective"], **told)
    there = {"row": {"id": objects["meeting_task"].pk, "origin": objects["meeting_task"].origin}}
    told |= {"kind": "task", "field": "", "contents": there}
    objects["removed_task"] = SavedText.objects.create(review=objects["personal"], **told)
    audit.record(actor=routine("Dữ liệu kiểm thử"), verb="account.correct", target=province.users["canbo"])
    return World(province, objects, {name: _browser(user) for name, user in province.users.items()})


def _evidence(item: RemediationItem) -> EvidenceFile:
    """A file of a report on the item, as its row alone."""
    stored = StoredFile.objects.create(
        file=f"{UPLOAD_FOLDER}/minh-chung-{item.pk}", name="Biên bản.pdf", kind="pdf", size=8, sha256="1" * 64
    )
    report = ProgressReport.objects.create(item=item, step="progress", text="Đã làm.", by_name="Người làm")
    return EvidenceFile.objects.create(report=report, stored=stored)


def _reminders(province: SmallProvince, item: RemediationItem) -> dict[str, Any]:
    """A rule, and a message to the secretary of the commune that names an item of its plan."""
    rule = reminders.rule()
    entry = {"kind": "remediation", "id": item.pk, "words": f"Khắc phục: {item.action}", "unit": item.unit.name}
    entry |= {"due": item.due_on.isoformat(), "path": f"/khac-phuc/{item.pk}/"}
    return {"reminder_rule": rule, "message": outbox.message(province.users["thuky"], entries=[entry])}


def _issued(province: SmallProvince, report: SituationReport) -> dict[str, Any]:
    """A number of the committee with its frozen paper, and one that the commune entered for a paper made elsewhere."""
    number = PaperNumber.objects.get(issuer=province.province, number=report.number)
    facts = PaperFacts(
        code="3467ACDEFGHJ", kind="situation_report", about=report.pk, title="Báo cáo", symbol="BC/TU",
        data_version="", layout="",
    )  # fmt: skip
    paper = freeze(entry=number, facts=facts, content=b"%PDF-1.7", actor=province.actor("thuongtruc"))
    words, today = "Giấy mời họp", localtime.today()
    entered = enter_number(
        unit_id=province.commune.pk, actor=province.actor("thuky"), number="3-GM/ĐU", issued_on=today, used_for=words
    )
    return {"number": number, "number_of_commune": entered, "issued_paper": paper, "code": paper.code}


def _accepted_last_year(province: SmallProvince) -> dict[str, Any]:
    """A collective's and a person's review of the year before, accepted, each with an item of its plan."""
    last_year = Cycle.objects.get(pk=province.cycle.pk)
    last_year.pk, last_year.name = None, "Kiểm điểm năm 2025"
    last_year.period_from, last_year.period_to = date(2025, 7, 1), date(2025, 12, 31)
    last_year.save()
    then = replace(province, cycle=last_year)
    found: dict[str, Any] = {"last_year": last_year}
    collective = make.collective_review(then, province.commune)
    personal = make.individual_review(then, province.cadre("canbo"), province.commune)
    for name, review in (("accepted", collective), ("accepted_personal", personal)):
        make.limitation(review, f"Chậm giải ngân ({name})", {"owner_text": "Văn phòng", "action": f"Đôn đốc {name}"})
        found[f"{name}_item"] = make.accept(review, province.actor("thuongtruc")).items.get()
        found[name] = review
    items = RemediationItem.objects.filter(plan__review__in=[collective, personal])
    items.update(first_due_on=localtime.today() - timedelta(days=400))  # they drag on
    found["decision"] = Appraisal.objects.create(
        round=collective.rounds.get(), outcome=AppraisalOutcome.ACCEPT, decided_at=localtime.now()
    )
    return found


def _this_year(province: SmallProvince) -> dict[str, Any]:
    """The collective's review submitted, a person's review being written with two segments, one submitted; letters."""
    collective = make.collective_review(province, province.commune)
    personal = make.individual_review(province, province.cadre("canbo"), province.commune)
    submitted = make.individual_review(province, province.cadre("bithu"), province.commune)
    opinion = opinions.registered(collective, province.actor("thuky"), "Làm rõ tiến độ di dời tàu thuyền")[0]
    personal_opinion = opinions.registered(personal, province.actor("canbo"), "Sâu sát cơ sở hơn")[0]
    files_of = {"file_of_collective": (collective, "bithu"), "file_of_deputy": (personal, "canbo")}
    files_of["file_of_head"] = (submitted, "bithu")
    found = {name: _file(review, province.actor(writer)) for name, (review, writer) in files_of.items()}
    letter = deep_reviews.issued(province, [collective, personal], title="Gợi ý đã gửi xã Tân Sơn")
    amendment = deep_reviews.rescheduled(province, letter)
    draft = deep_reviews.drafted(province, title="Gợi ý đang soạn của tỉnh")
    collective = deep_reviews.submitted(collective, by=province.users["bithu"])
    appraisals.drafted(province, collective)
    return found | {
        "collective": collective,
        "personal": personal,
        "submitted": _read_by_staff(province, deep_reviews.submitted(submitted)),
        "opinion": opinion,
        "personal_opinion": personal_opinion,
        "letter": letter,
        "target": letter.targets.get(review=collective),
        "draft_letter": draft,
        "amendment": amendment,
        "change": "doi-han",
        "draft_topic": draft.topics.first(),
        "topic": letter.topics.first(),
        "place": personal.places.get(),
        "segment": _segment(personal, province.commune, SegmentState.WRITING, 1),
        "sent_segment": _segment(personal, province.other_commune, SegmentState.SENT, 2),
    }


def _working_group(province: SmallProvince) -> dict[str, Any]:
    """A group of the province that was given Tân Sơn, with one who has no other office."""
    person, staff, today = make.cadre("Đinh Thế Vinh"), province.actor("chuyenvien"), localtime.today()
    make.seat(person, province.province, Position.MEMBER, "Ủy viên Ban Chấp hành", managed_by=province.central)
    province.users["giup_viec"] = make.account("giup_viec", person)
    facts = GroupFacts("Tổ công tác số 1", "512-QĐ/TU", today, today, today + timedelta(days=30))
    group = create_group(cycle_id=province.cycle.pk, owner_id=province.province.pk, actor=staff, facts=facts)
    group = add_member(group_id=group.pk, version=1, actor=staff, cadre_id=person.pk, duty=GroupDuty.MEMBER)
    group = give_units(group_id=group.pk, version=2, actor=staff, unit_ids=[province.commune.pk])
    return {"group": group, "visit": group.visits.get()}


def _file(review: Review, actor: Actor) -> Attachment:
    """An attached file; on disk each test lays its own, for each has a storage folder of its own."""
    name = f"Tài liệu {review.pk}.pdf"
    stored = StoredFile.objects.create(
        file=f"{UPLOAD_FOLDER}/{review.pk}", name=name, kind="pdf", size=8, sha256=f"{review.pk:064}"
    )
    return Attachment.objects.create(
        round=review.rounds.get(), stored=stored, attached_by_id=actor.user_id, attached_by_name=actor.name
    )


def _grounds(province: SmallProvince) -> dict[str, Any]:
    """A ground in the register of the province about the commune and its deputy, with its document."""
    ground = grounds.registered(province, units=[province.commune], cadres=[province.cadre("canbo")])
    stored = StoredFile.objects.create(
        file=f"{UPLOAD_FOLDER}/can-cu", name="Kết luận.pdf", kind="pdf", size=8, sha256="0" * 64
    )
    return {"ground": ground, "ground_file": GroundFile.objects.create(ground=ground, stored=stored)}


def _pledges(province: SmallProvince) -> dict[str, Any]:
    """The commune is the deputy's and the member's cell: the one has handed in a pledge, the other is asked for one."""
    calling = Cycle.objects.get(pk=province.cycle.pk)
    calling.pk, calling.name, calling.pledge_due_on = None, "Cam kết năm 2026", date(2026, 12, 31)
    calling.save()
    for username in ("canbo", "thanhvien"):
        CellMembership.objects.create(cadre=province.cadre(username), unit=province.commune, started_on=make.FOUNDED)
    form = PledgeForm.objects.create(
        profile=calling.profile, form_version=1, title="BẢN CAM KẾT", published_on=make.FOUNDED
    )
    pledge = Pledge.objects.create(
        cycle=calling,
        year=2026,
        cadre=province.cadre("canbo"),
        unit=province.commune,
        form=form,
        state=PledgeState.HANDED_IN,
        handed_in_at=localtime.now(),
    )
    return {"calling": calling, "handed_pledge": pledge, "member": province.cadre("thanhvien")}


def _read_by_staff(province: SmallProvince, review: Review) -> Review:
    record_read(review=review, actor=province.actor("chuyenvien"), part=ReviewRead.Part.FORM)
    return review


def _segment(review: Review, unit: Any, state: SegmentState, order: int) -> Segment:
    tenure = Tenure.objects.get(cadre=review.cadre) if order == 1 else _former_tenure(review, unit)
    return Segment.objects.create(
        review=review,
        tenure=tenure,
        unit=unit,
        post_name=f"Phó Chủ tịch UBND ({order})",
        position="deputy",
        held_from=date(2026, 1, 1),
        held_to=date(2026, 5, 31),
        order=order,
        state=state,
        sent_at=localtime.now(),
    )


def _former_tenure(review: Review, unit: Any) -> Tenure:
    post = Post.objects.filter(unit=unit).first()
    assert post is not None
    assert review.cadre is not None
    former = Post.objects.create(
        unit=unit, title=post.title, name="Phó Chủ tịch UBND xã", position="deputy", managed_by=post.managed_by
    )
    ended = localtime.today() - timedelta(days=100)
    return Tenure.objects.create(
        cadre=review.cadre, post=former, started_on=ended - timedelta(days=200), ended_on=ended
    )


def _organisation(province: SmallProvince) -> dict[str, Any]:
    tenure = Tenure.objects.get(cadre=province.cadre("thanhvien"))
    return {
        "cadre": province.cadre("canbo"),
        "post": tenure.post,
        "tenure": tenure,
        "account": province.users["canbo"],
        "grant": RoleGrant.objects.get(user=province.users["thuky"]),
    }


def _reference(province: SmallProvince) -> dict[str, Any]:
    """What every committee shares; the administrator at the top of the tree began a new version of a form."""
    FormTemplate.objects.filter(published_on=None).update(published_on=make.FOUNDED)
    template = FormTemplate.objects.get(code="2B")
    draft = copy_template(template_id=template.pk, actor=province.actor("quantri_tren"))
    found = {"template": template, "draft_template": draft}
    return found | {"catalogue": province.cycle.catalogue, "profile": province.cycle.profile}


def _browser(user: Any) -> Client:
    """Logged in and seen just now, so that no request of the tests has to note it again in the session."""
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    session = browser.session
    now = int(localtime.now().timestamp())
    session.update({STARTED: now, SEEN: now + TESTING_SECONDS})
    session.save()
    return browser
