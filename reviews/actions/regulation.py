"""Regulation profiles that travel with the code: created, corrected while unused, never changed once a cycle uses them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import transaction

from core import audit
from core.audit import ActingPerson
from core.errors import Invalid
from reviews.models import ProfileChoice, ProfileFigure, RegulationProfile


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """One number with its source."""

    key: str
    value: Decimal
    unit: str
    meaning: str
    legal_basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ChoiceDraft:
    """One entry of a list with its source."""

    list: str
    code: str
    label: str
    order: int
    legal_basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A whole profile, not yet in the database."""

    code: str
    name: str
    legal_basis: str
    valid_from: date
    valid_to: date | None
    has_degrees: bool
    figures: tuple[FigureDraft, ...]
    choices: tuple[ChoiceDraft, ...]


@transaction.atomic
def bring_profile(*, draft: ProfileDraft, actor: ActingPerson) -> bool:
    """Make the profile of this code say what the draft says; whether anything had to change.

    Refuses where a cycle already uses the profile and the draft says something else: that needs a code of its own.
    Figures that the profile does not know yet are added all the same: the code that asks for them came with them.
    """
    profile = RegulationProfile.objects.select_for_update().filter(code=draft.code).first()
    if profile is not None and _draft_of(profile) == _in_order(draft):
        return False
    if profile is not None and profile.cycles.exists():
        if fresh := _only_more_figures(_draft_of(profile), draft):
            _add_figures(profile, fresh)
            audit.record(actor=actor, verb="regulationprofile.extend", target=profile, keys=[f.key for f in fresh])
            return True
        raise Invalid(
            f"Bộ quy định {draft.code} đã dùng trong đợt kiểm điểm nên giữ nguyên. Nội dung mới cần một mã mới."
        )
    verb = "regulationprofile.create" if profile is None else "regulationprofile.change"
    profile = profile or RegulationProfile(code=draft.code)
    for name in ("name", "legal_basis", "valid_from", "valid_to", "has_degrees"):
        setattr(profile, name, getattr(draft, name))
    profile.save()
    _replace_lists(profile, draft)
    audit.record(actor=actor, verb=verb, target=profile, code=draft.code, figures=len(draft.figures))
    return True


def _only_more_figures(kept: ProfileDraft, draft: ProfileDraft) -> tuple[FigureDraft, ...]:
    """The figures that the draft brings beyond the profile, where it differs in nothing else."""
    known = {figure.key for figure in kept.figures}
    fresh = tuple(figure for figure in draft.figures if figure.key not in known)
    rest = tuple(figure for figure in draft.figures if figure.key in known)
    return fresh if _in_order(replace(draft, figures=rest)) == kept else ()


def _replace_lists(profile: RegulationProfile, draft: ProfileDraft) -> None:
    profile.figures.all().delete()
    profile.choices.all().delete()
    _add_figures(profile, draft.figures)
    ProfileChoice.objects.bulk_create(
        ProfileChoice(
            profile=profile,
            list=c.list,
            code=c.code,
            label=c.label,
            order=c.order,
            legal_basis=c.legal_basis,
            verified=c.verified,
        )
        for c in draft.choices
    )


def _add_figures(profile: RegulationProfile, figures: Iterable[FigureDraft]) -> None:
    ProfileFigure.objects.bulk_create(
        ProfileFigure(
            profile=profile,
            key=f.key,
            value=f.value,
            unit=f.unit,
            meaning=f.meaning,
            legal_basis=f.legal_basis,
            verified=f.verified,
        )
        for f in figures
    )


def _draft_of(profile: RegulationProfile) -> ProfileDraft:
    return _in_order(
        ProfileDraft(
            code=profile.code,
            name=profile.name,
            legal_basis=profile.legal_basis,
            valid_from=profile.valid_from,
            valid_to=profile.valid_to,
            has_degrees=profile.has_degrees,
            figures=tuple(
                FigureDraft(f.key, f.value, f.unit, f.meaning, f.legal_basis, f.verified) for f in profile.figures.all()
            ),
            choices=tuple(
                ChoiceDraft(c.list, c.code, c.label, c.order, c.legal_basis, c.verified) for c in profile.choices.all()
            ),
        )
    )


def _in_order(draft: ProfileDraft) -> ProfileDraft:
    return ProfileDraft(
        draft.code,
        draft.name,
        draft.legal_basis,
        draft.valid_from,
        draft.valid_to,
        draft.has_degrees,
        tuple(sorted(draft.figures, key=lambda f: f.key)),
        tuple(sorted(draft.choices, key=lambda c: (c.list, c.order))),
    )
