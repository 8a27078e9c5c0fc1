"""Who may do what with a remediation item, and how far a reading stands: values only, no database."""

from decimal import Decimal

import pytest

from cadres.roles import Actor, Grant, Role
from reviews.models import RemediationItem, RemediationPlan, Review
from reviews.rules import remediation as rules
from reviews.states import Subject
from units.models import Unit

COMMUNE, PROVINCE = 5, 1
OWNER_CADRE, REPORTER = 70, 700


def item(state: str = "planned", *, reported_by: int | None = None) -> RemediationItem:
    unit = Unit(pk=COMMUNE, path="/1/5/")
    review = Review(pk=9, subject=Subject.COLLECTIVE, unit=unit, managing_unit_id=PROVINCE, place_unit_ids=[COMMUNE])
    plan = RemediationPlan(pk=8, review=review)
    return RemediationItem(pk=7, plan=plan, state=state, owner_cadre_id=OWNER_CADRE, reported_by_id=reported_by)


def actor(role: Role | None = None, at: int = 0, *, cadre: int | None = None, user: int = 1) -> Actor:
    path = {PROVINCE: "/1/", COMMUNE: "/1/5/", 0: "/"}[at]
    grants = frozenset({Grant(role, at, path)}) if role else frozenset()
    return Actor(user_id=user, cadre_id=cadre, grants=grants)


@pytest.mark.parametrize(
    ("who", "reports", "verifies", "closes"),
    [
        pytest.param(actor(cadre=OWNER_CADRE), True, False, False, id="owner"),
        pytest.param(actor(Role.SECRETARY, COMMUNE), True, False, False, id="secretary"),
        pytest.param(actor(Role.HEAD, COMMUNE), True, False, False, id="head"),
        pytest.param(actor(Role.STAFF, PROVINCE), False, True, False, id="staff-of-the-managing-committee"),
        pytest.param(actor(Role.STANDING, PROVINCE), False, True, True, id="standing-committee"),
        pytest.param(actor(Role.STANDING, 0), False, False, False, id="committee-further-up"),
        pytest.param(actor(Role.STANDING, COMMUNE), False, False, False, id="own-standing-committee"),
        pytest.param(actor(Role.INSPECTION, PROVINCE), False, False, False, id="inspection"),
        pytest.param(actor(Role.STANDING, PROVINCE, cadre=OWNER_CADRE), True, False, False, id="owner-and-standing"),
        pytest.param(actor(Role.STANDING, PROVINCE, user=REPORTER), False, False, False, id="who-reported-it"),
    ],
)
def test_owner_reports_and_the_managing_committee_answers(who, reports, verifies, closes):
    reported = item("reported", reported_by=REPORTER)

    assert bool(rules.may_report(who, reported)) is reports
    assert bool(rules.may_verify(who, reported)) is verifies
    assert bool(rules.may_close(who, reported)) is closes


def test_whoever_verified_an_item_does_not_close_it_too():
    verified = item("verified", reported_by=REPORTER)
    verified.verified_by_id = 44

    assert rules.may_close(actor(Role.STANDING, PROVINCE, user=44), verified).reason.startswith("Người đã xác minh")
    assert rules.may_close(actor(Role.STANDING, PROVINCE, user=45), verified)
    assert rules.may_verify(actor(Role.STANDING, PROVINCE, user=44), verified), "taking the verification back is open"


@pytest.mark.parametrize("rule", [rules.may_report, rules.may_verify, rules.may_close, rules.may_measure])
def test_every_no_says_why(rule):
    verdict = rule(actor(), item())

    assert not verdict
    assert verdict.reason.endswith(".")


@pytest.mark.parametrize(
    ("baseline", "target", "reading", "share"),
    [
        ("26", "6", "6.4", 98),
        ("26", "6", "26", 0),
        ("26", "6", "30", 0),
        ("26", "6", "5", 100),
        ("0", "100", "33.3", 33),
        (None, "6", "5", None),
        ("26", "6", None, None),
        ("6", "6", "6", None),
    ],
)
def test_share_done_goes_from_baseline_to_target_whichever_is_larger(baseline, target, reading, share):
    values = [None if value is None else Decimal(value) for value in (baseline, target, reading)]

    assert rules.share_done(*values) == share
