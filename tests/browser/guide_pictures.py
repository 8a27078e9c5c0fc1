"""The pictures of the user guide: which screen of the demo province, as whom, and what is done on it first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from cadres.models import RoleGrant, User
from core import localtime
from reviews.models import Cycle, DeepReview, RemediationItem, Review
from reviews.states import AppraisalState, CycleState, DeepReviewState, RemediationState, ReviewState, SegmentState
from units.models import Unit

Step = Callable[[Page], None]


@dataclass(frozen=True)
class Picture:
    """`username` opens `path`, `before` is done, then the window is taken."""

    name: str
    username: str
    path: str
    before: Step | None = None
    height: int = 800


def scroll_to(selector: str) -> Step:
    """Bring this part under the head of the page."""

    def scroll(page: Page) -> None:
        part = page.locator(selector).first
        part.evaluate(
            "part => window.scrollTo({top: part.getBoundingClientRect().top + scrollY - 90, behavior: 'instant'})"
        )

    return scroll


def press(words: str) -> Step:
    """Press the button with these words."""
    return lambda page: page.locator("main").get_by_role("button", name=words, exact=True).click()


def open_dialog(words: str) -> Step:
    """Open the link with these words, which shows a dialog."""

    def opened(page: Page) -> None:
        page.locator("main").get_by_role("link", name=words).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()

    return opened


def refused(page: Page) -> None:
    """Press Trình, answer the question, and be told what is missing."""
    press("Trình")(page)
    page.get_by_role("dialog").get_by_role("button", name="Trình", exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()


def printed(page: Page) -> None:
    """Ask for the paper and wait until it is there."""
    press("In báo cáo")(page)
    expect(page.locator("#lan-in")).to_contain_text("Xong", timeout=60_000)


def pictures() -> list[Picture]:
    """All of them, with the addresses of this database."""
    return [*_first_steps(), *_writing(), *_own(), *_committee(), *_deciding(), *_following(), *_administration()]


def _unit_of(username: str) -> Unit:
    return RoleGrant.objects.select_related("unit").filter(user__username=username).earliest("pk").unit


def _collective() -> Review:
    return Review.objects.filter(cycle__state=CycleState.OPEN, cadre=None, unit=_unit_of("thuky")).latest("pk")


def _own_review(username: str) -> Review:
    cadre = User.objects.get(username=username).cadre
    return Review.objects.filter(cycle__state=CycleState.OPEN, cadre=cadre).latest("pk")


def _letter(state: DeepReviewState) -> DeepReview:
    issuer = _unit_of("chuyenvien")
    return DeepReview.objects.filter(issuer=issuer, state=state, cycle__state=CycleState.OPEN).earliest("pk")


def _in_appraisal(state: AppraisalState) -> Review:
    managed = Review.objects.filter(
        managing_unit=_unit_of("thuongtruc"), rounds__appraisal__isnull=False, state="submitted"
    )
    return next(review for review in managed if review.rounds.latest("number").appraisal.state == state)


def _unannounced() -> Review:
    """A collective accepted whose notice has no number yet."""
    accepted = Review.objects.filter(
        managing_unit=_unit_of("thuongtruc"), cadre=None, state=ReviewState.ACCEPTED, cycle__state=CycleState.OPEN
    )
    return accepted.exclude(rounds__appraisal__papers__isnull=False).earliest("pk")


def _item(state: RemediationState, *, overdue: bool = False) -> RemediationItem:
    items = RemediationItem.objects.filter(state=state, plan__review__managing_unit=_unit_of("chuyenvien"))
    if overdue:
        items = items.filter(
            plan__review__unit=_unit_of("thuky"), plan__review__cadre=None, due_on__lt=localtime.today()
        )
    return items.earliest("due_on")


def _first_steps() -> list[Picture]:
    return [
        Picture("dang-nhap", "", "/dang-nhap/", height=620),
        Picture("viec-cua-toi", "thuky", "/"),
        Picture("tim-kiem", "chuyenvien", "/tim-kiem/?q=tran+dinh", height=700),
        Picture("viec-kho", "mattran", "/viec-kho/", height=620),
    ]


def _writing() -> list[Picture]:
    review, own = _collective(), _own_review("bithu")
    sheet = f"/kiem-diem/{review.pk}"
    sent = _own_review("canbo").segments.filter(unit=_unit_of("thuky2"), state=SegmentState.SENT)
    return [
        Picture("ban-kiem-diem", "thuky", f"{sheet}/sua/"),
        Picture("han-che", "thuky", f"{sheet}/sua/", scroll_to("section.card-block[id^=limitation-]"), 1000),
        Picture("giai-trinh", "thuky", f"{sheet}/sua/", scroll_to("section.card-block[id^=explanation-]")),
        Picture("cam-ket", "thuky", f"{sheet}/sua/", scroll_to("[data-rows=commitment]")),
        Picture("bieu-hien", "thuky", f"{sheet}/bieu-hien/"),
        Picture("hoi-nghi", "thuky", f"{sheet}/hoi-nghi/"),
        Picture("xac-nhan", "thuky2", f"/kiem-diem/phan/{sent.earliest('pk').pk}/"),
        Picture("con-thieu", "bithu", f"/kiem-diem/{own.pk}/sua/", refused),
        Picture("trinh", "bithu", f"{sheet}/sua/", press("Trình")),
    ]


def _own() -> list[Picture]:
    review = _own_review("canbo")
    former = review.segments.order_by("held_from")[0]
    return [
        Picture(
            "hai-chuc-vu", "canbo", f"/kiem-diem/{review.pk}/sua/", scroll_to(f"[data-row$='-{former.pk}']"), height=860
        ),
        Picture("noi-kiem-diem", "canbo", f"/kiem-diem/{review.pk}/noi-kiem-diem/"),
        Picture("ai-da-xem", "canbo", "/ai-da-xem-ban-cua-toi/", height=620),
        Picture("tiep-nhan-goi-y", "bithu", f"/goi-y/{_letter(DeepReviewState.ISSUED).pk}/"),
        Picture("dieu-chinh", "bithu", f"/goi-y/{_letter(DeepReviewState.ISSUED).pk}/", scroll_to("#dieu-chinh")),
    ]


def _committee() -> list[Picture]:
    cycle = Cycle.objects.filter(owner=_unit_of("chuyenvien"), state=CycleState.OPEN).latest("pk")
    letter = _letter(DeepReviewState.DRAFT)
    return [
        Picture("dot-moi", "chuyenvien", "/dot/moi/"),
        Picture("dot", "chuyenvien", f"/dot/{cycle.pk}/", height=900),
        Picture("tong-hop", "chuyenvien", "/tong-hop/"),
        Picture("goi-y-noi-dung", "chuyenvien", f"/goi-y/{letter.pk}/soan/", scroll_to("#cac-noi-dung")),
        Picture("goi-y-noi-nhan", "chuyenvien", f"/goi-y/{letter.pk}/doi-tuong/"),
        Picture("goi-y-kiem-tra", "chuyenvien", f"/goi-y/{letter.pk}/kiem-tra/"),
        Picture(
            "giai-trinh-den-dau",
            "chuyenvien",
            f"/goi-y/{_letter(DeepReviewState.ISSUED).pk}/",
            scroll_to("#giai-trinh"),
        ),
        Picture("can-cu", "chuyenvien", "/can-cu/"),
        Picture("tham-dinh", "chuyenvien", f"/tham-dinh/{_in_appraisal(AppraisalState.DRAFT).pk}/", height=900),
    ]


def _deciding() -> list[Picture]:
    proposed = _in_appraisal(AppraisalState.PROPOSED)
    issued = _letter(DeepReviewState.ISSUED)
    return [
        Picture("doi-han", "thuongtruc", f"/goi-y/{issued.pk}/dieu-chinh/doi-han/", height=1000),
        Picture("giao-tham-dinh", "thuongtruc", f"/tham-dinh/{proposed.pk}/", open_dialog("Giao ")),
        Picture("thong-bao", "thuongtruc", f"/tham-dinh/{_unannounced().pk}/", open_dialog("Ban hành thông báo…")),
        Picture("duyet-goi-y", "thuongtruc", f"/goi-y/{_letter(DeepReviewState.PROPOSED).pk}/kiem-tra/"),
        Picture(
            "ban-hanh", "thuongtruc", f"/goi-y/{_letter(DeepReviewState.APPROVED).pk}/", open_dialog("Ban hành và gửi…")
        ),
        Picture("quyet-dinh", "thuongtruc", f"/tham-dinh/{proposed.pk}/"),
        Picture("tra-lai", "thuongtruc", f"/tham-dinh/{proposed.pk}/", open_dialog("Trả lại, bổ sung…")),
    ]


def _following() -> list[Picture]:
    letter = _letter(DeepReviewState.ISSUED)
    overdue = _item(RemediationState.IN_PROGRESS, overdue=True)
    return [
        Picture("khac-phuc", "thuky", "/khac-phuc/"),
        Picture("bao-cao-tien-do", "thuky", f"/khac-phuc/{overdue.pk}/", height=1000),
        Picture("xac-minh", "chuyenvien", f"/khac-phuc/{_item(RemediationState.REPORTED).pk}/", height=1000),
        Picture("in-bao-cao", "chuyenvien", f"/bao-cao/in/?kind=suggestion_letter&deep_review={letter.pk}", height=560),
        Picture(
            "tai-ve", "chuyenvien", f"/bao-cao/in/?kind=suggestion_letter&deep_review={letter.pk}", printed, height=620
        ),
    ]


def _administration() -> list[Picture]:
    unit = _unit_of("thuky")
    person = User.objects.get(username="canbo").cadre_id
    account = User.objects.get(username="thuky")
    return [
        Picture("don-vi", "quantri", "/don-vi/"),
        Picture("mot-don-vi", "quantri", f"/don-vi/{unit.pk}/"),
        Picture("can-bo", "quantri", f"/can-bo/{person}/"),
        Picture("tai-khoan", "quantri", f"/tai-khoan/{account.pk}/"),
        Picture("danh-muc", "quantri", "/danh-muc/", height=620),
        Picture("mau", "quantri", "/mau/", height=620),
        Picture("nhat-ky", "quantri", "/nhat-ky/"),
    ]
