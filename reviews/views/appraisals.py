"""Appraising on screen: the queue, the submitted round beside its panel, the draft, the three decisions."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.form_page import goes_through
from core.forms import Form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, ordering, pills_of
from core.verdict import Verdict
from reviews.actions import appraisals as actions
from reviews.actions.appraisal_papers import one_more_allowed
from reviews.actions.named_since import may_be_accepted
from reviews.actions.paper_numbers import LETTER, offered_number
from reviews.actions.reads import record_read
from reviews.actions.rounds import latest_submitted_round
from reviews.forms.appraisal_decisions import DecisionForm, RereviewForm, ReturnForm, SupplementForm
from reviews.forms.appraisals import AppraisalFilter, DraftForm, mark_forms, reason_from_draft
from reviews.models import Appraisal, Review, ReviewRead, Round
from reviews.models.contents import RoundContents, contents_of
from reviews.models.options import SheetOptions
from reviews.models.standing import profile_of
from reviews.reports.appraisers import way_on
from reviews.reports.former_marks import good_before
from reviews.reports.letterheads import likely_signer, plan_words
from reviews.reports.named_since import silent_persons, unanswered
from reviews.reports.review_sections import SectionWriter
from reviews.rules import appraisal_assignments as assignments
from reviews.rules import appraisals as rules
from reviews.rules import named_since, sheets
from reviews.states import AppraisalOutcome, AppraisalState, ReviewState
from reviews.views.appraisal_assignments import given_to
from reviews.views.sheet_frame import name_opening, tone_of, visible_review
from reviews.workflow.appraisals import check_decision
from reviews.workflow.sheets import REVIEW_WORKFLOW

ORDERS = {
    "trinh": ("submitted_at", "pk"),
    "ten": ("unit__sort_key", "cadre__sort_key", "pk"),
    "han": ("due_on", "pk"),
    "han-tham-dinh": ("appraise_by", "pk"),
}


@require_safe
def list_appraisals(request: ActingRequest) -> HttpResponse:
    """The reviews that the person's committee appraises: what waits for a draft, for a decision, what came of the others."""
    if not sheets.has_to_do_with_reviews(request.actor):
        raise Http404
    filters = AppraisalFilter(request.GET, actor=request.actor)
    filters.is_valid()
    managed = filters.narrow(Review.objects.visible_to(request.actor).managed_by(request.actor))
    rows = filters.queue(managed).with_subject().with_opening().with_appraiser()
    rows = rows.order_by(*ordering(request.GET, ORDERS, "trinh"))
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    drafts = actions.drafts_of(listing.rows)
    for review in listing.rows:
        review.tone = tone_of(review)
        review.draft = drafts.get(review.pk)
        review.days_used = _days_used(review, review.draft)
    context = {
        "listing": listing,
        "filter_form": filters,
        "queue": filters.cleaned_data.get("hang", ""),
        "counts": _counts(managed, request),
    }
    return page_or_fragment(request, "reviews/appraisals/list.html", "_frame/_list.html", context)


@require_safe
def show_appraisal(request: ActingRequest, review_pk: int) -> HttpResponse:
    """The round submitted last as it reads, beside the marks, the draft and the decisions; former rounds below."""
    return appraisal_page(request, visible_review(request, review_pk))


@require_POST
def accept_review(request: ActingRequest, review_pk: int) -> HttpResponse:
    """Accept it."""
    review = visible_review(request, review_pk)
    form = DecisionForm(request.POST)
    act = partial(actions.accept_review, review_id=review.pk, actor=request.actor)
    if not succeeds(form, review, act):
        return appraisal_page(request, visible_review(request, review_pk), form)
    messages.success(request, "Đã công nhận đạt. Các biện pháp khắc phục đã thành kế hoạch khắc phục.")
    return redirect(request, "reviews:appraisal_page", review.pk)


def return_review(request: ActingRequest, review_pk: int) -> HttpResponse:
    """Return it for supplements; the reason on a page of its own, or in a dialog."""
    return _return(request, review_pk, "return", actions.return_review, "Đã trả lại, bổ sung; nơi viết thấy lý do.")


def require_rereview(request: ActingRequest, review_pk: int) -> HttpResponse:
    """Require it to be held again."""
    return _return(request, review_pk, "rereview", actions.require_rereview, "Đã yêu cầu kiểm điểm lại.")


def _return(
    request: ActingRequest, review_pk: int, verb: str, action: Callable[..., Any], sentence: str
) -> HttpResponse:
    review = visible_review(request, review_pk)
    appraisal, sent = actions.appraisal_of(review), request.method == "POST"
    verdict = _may(verb, request, review, appraisal)
    initial: dict[str, Any] = {"version": review.version}
    contents = submitted_contents(review) if verdict and appraisal is not None else None
    marks = mark_forms(contents, appraisal) if contents else []
    if contents is not None and appraisal is not None:
        initial |= {"reason": reason_from_draft(appraisal, marks), "drafted_by": appraisal.drafted_by_name}
    posted = request.POST if sent else None
    form: ReturnForm = (
        SupplementForm(posted, initial=initial, marks=marks)
        if verb == "return"
        else RereviewForm(posted, initial=initial | _order_facts(request, review))
    )

    def act(version: int, **data: Any) -> None:
        action(review_id=review.pk, version=version, actor=request.actor, **data)

    if sent and succeeds(form, review, act):
        messages.success(request, sentence)
        return redirect(request, "reviews:appraisal_page", review.pk)
    context = {
        "review": review,
        "form": form,
        "verdict": verdict,
        "transition": REVIEW_WORKFLOW.transitions[verb],
        "verb": verb,
    }
    page, fragment = "reviews/appraisals/return.html", "reviews/appraisals/_return.html"
    return page_or_fragment(request, page, fragment, context, status=422 if sent else 200)


def appraisal_page(
    request: ActingRequest,
    review: Review,
    form: Form | None = None,
    marks: list[Any] | None = None,
    lacking: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """The page of an appraisal; with a form that was refused, its sentence and 422. `lacking` are links to what is missing."""
    actor = request.actor
    context: dict[str, Any] = {
        "review": review,
        "tone": tone_of(name_opening(review)),
        "is_settled": review.state == ReviewState.ACCEPTED,
        "form": form,
        "lacking": lacking,
        "rounds": _rounds(request, review),
        "barred": sheets.may_read_content(actor, review),
        "may_read_indicators": sheets.may_read_indicators(actor, review),
    }
    context["to_announce"] = _to_announce(request, review, context["rounds"])
    contents = submitted_contents(review) if context["barred"] else None
    if contents is not None:
        record_read(review=review, actor=actor, part=ReviewRead.Part.FORM)
        choices = list(SheetOptions(review).profile.choices.all())
        writer = SectionWriter(contents, choices)
        context |= {"round": contents.round, "sections": writer.body() + writer.attachments(beside_indicators=False)}
        context |= _panel(request, review, contents, form, marks)
        context["remedied_url"] = reverse("reviews:remedied_share", args=[review.pk])
        if named_since.is_pointed_out(profile_of(review.cycle)):
            context |= {"named_since": unanswered(review), "silent_persons": silent_persons(actor, contents)}
        context["former"] = _former_turn(contents.round, context["rounds"])
    return render(request, "reviews/appraisals/page.html", context, status=200 if form is None else 422)


def _panel(
    request: ActingRequest, review: Review, contents: RoundContents, form: Form | None, marks: list[Any] | None
) -> dict[str, Any]:
    """The draft as far as the person may see it, the form to write it, and the decisions with what bars them."""
    actor, appraisal = request.actor, actions.appraisal_of(review)
    seen = appraisal if appraisal is not None and rules.may_view(actor, appraisal) else None
    may_draft = rules.may_draft_appraisal(actor, review)
    waits = review.state == ReviewState.SUBMITTED
    marks = marks or mark_forms(contents, seen, good_before=good_before(contents) if may_draft and waits else None)
    may_assign = assignments.may_assign(actor, review)
    decisions = {name: _may(name, request, review, appraisal) for name in ("accept", "return", "rereview")}
    proposed = seen.proposed_outcome if seen is not None and seen.state == AppraisalState.PROPOSED else ""
    stands_still = sheets.is_managing(actor, review) and not _goes_on(appraisal, may_draft, may_assign, decisions)
    return {
        "appraisal": seen,
        "marks": marks,
        "told_marks": [mark for mark in marks if mark.initial.get("mark")],
        "draft_form": form if isinstance(form, DraftForm) else DraftForm(initial=DraftForm.shown(seen, review.version)),
        "shows_draft_form": bool(may_draft) and waits,
        "further": [topic for topic in contents.topics if sheets.is_managing(actor, review) and not waits],
        "may_draft": may_draft,
        "given_to": given_to(review),
        "may_assign": may_assign,
        "way_on": way_on(review, appraisal) if waits and stands_still else "",
        "days_used": assignments.days_used(review),
        "decisions": decisions,
        "decides": any(decisions.values()),
        "barred_decisions": _barred(decisions),
        "proposed": proposed,
        "is_to_accept": proposed == AppraisalOutcome.ACCEPT,
        "accept_kind": "primary" if proposed == AppraisalOutcome.ACCEPT else "secondary",
    }


def _barred(decisions: dict[str, Verdict]) -> list[tuple[list[str], str]]:
    """The names of the decisions that are barred, together where one reason bars them, with that reason."""
    names: dict[str, list[str]] = {}
    for name, verdict in decisions.items():
        if not verdict:
            names.setdefault(verdict.reason, []).append(REVIEW_WORKFLOW.transitions[name].label)
    return [(together, reason) for reason, together in names.items()]


def _goes_on(draft: Appraisal | None, may_draft: Verdict, may_assign: Verdict, decisions: dict[str, Verdict]) -> bool:
    """Whether the next step is the person's, and somebody else can take the one after it without more being said."""
    if draft is not None and draft.state == AppraisalState.PROPOSED:
        return any(decisions.values())
    return bool(may_draft) and not may_assign


def _may(verb: str, request: ActingRequest, review: Review, appraisal: Appraisal | None) -> Verdict:
    """Whether the person may take this decision now; a review again also asks the profile how often, an acceptance who
    has still to answer."""
    verdict = check_decision(verb, request.actor, review, appraisal)
    if verdict and verb == "accept" and appraisal is not None:
        return may_be_accepted(review, appraisal.round)
    return one_more_allowed(review) if verdict and verb == "rereview" else verdict


def _order_facts(request: ActingRequest, review: Review) -> dict[str, Any]:
    basis = f"{review.cycle.profile.name}\n{plan_words(review.cycle)}"
    facts = {"issued_on": localtime.today(), "basis": basis, "number": offered_number(review.managing_unit, LETTER)}
    return facts | likely_signer(review.managing_unit, request.actor)


def submitted_contents(review: Review) -> RoundContents | None:
    """What was submitted last, if anything was."""
    round_ = latest_submitted_round(review)
    return contents_of(review, round_) if round_ else None


def _rounds(request: ActingRequest, review: Review) -> list[tuple[Round, Appraisal | None, Round | None]]:
    """Every submitted round with the decision on it (as far as it is seen) and the round that was opened after it."""
    if not sheets.may_read_content(request.actor, review):
        return []
    rounds = list(Round.objects.filter(review=review).order_by("number"))
    visible = Appraisal.objects.visible_to(request.actor).filter(round__review=review).select_related("round")
    decisions = {appraisal.round_id: appraisal for appraisal in visible.prefetch_related("papers")}
    following = [*rounds[1:], None]
    told = [(r, decisions.get(r.pk), after) for r, after in zip(rounds, following, strict=True) if r.submitted_at]
    return told[::-1]


def _to_announce(
    request: ActingRequest, review: Review, told: list[tuple[Round, Appraisal | None, Round | None]]
) -> set[int]:
    """The decisions whose notice the person may issue now."""
    found = set()
    for round_, decision, _ in told:
        if decision is not None:
            decision.round, round_.review = round_, review
            if rules.may_issue_notice(request.actor, decision):
                found.add(decision.pk)
    return found


def _former_turn(round_: Round, told: list[tuple[Round, Appraisal | None, Round | None]]) -> Round | None:
    """What was submitted last in the vòng before this one, to compare with; None in the first."""
    return next((one for one, _, _ in told if one.turn < round_.turn), None)


def _days_used(review: Review, draft: Appraisal | None) -> int | None:
    """Up to today while it waits, up to the decision once there is one on the latest submission."""
    if review.state == ReviewState.SUBMITTED:
        return assignments.days_used(review)
    decided_at = draft.decided_at if draft is not None else None
    return assignments.days_used(review, localtime.local_day(decided_at)) if decided_at else None


def _counts(managed: Any, request: ActingRequest) -> dict[str, int]:
    states = managed.aggregate(
        waiting=Count("pk", filter=Q(state=ReviewState.SUBMITTED)),
        returned=Count("pk", filter=Q(state=ReviewState.RETURNED)),
        accepted=Count("pk", filter=Q(state=ReviewState.ACCEPTED)),
    )
    return states | {
        "to_draft": managed.awaiting_draft(request.actor).count(),
        "to_decide": managed.awaiting_decision(request.actor).count(),
    }


def succeeds(form: Form, review: Review, act: Callable[..., Any]) -> bool:
    """Whether the form was in order and the action went through; a refusal stands in the form then."""
    return goes_through(form, act, lambda: Review.objects.values_list("version", flat=True).get(pk=review.pk))
