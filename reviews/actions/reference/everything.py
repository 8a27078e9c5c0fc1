"""Bringing the whole reference data of the code into the database, in the order in which one part needs the other."""

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from cadres.reference import load_titles
from core.audit import ActingPerson, record
from core.errors import Invalid
from core.vocabulary import Loaded, load_vocabulary
from reviews.actions.catalogues import publish_shipped_catalogue
from reviews.actions.locking import one_at_a_time
from reviews.actions.pledge_forms import publish_shipped_pledge_form
from reviews.actions.reference import files
from reviews.actions.regulation import bring_profile
from reviews.actions.templates import publish_shipped_template
from reviews.models import Field, RegulationProfile, ReminderRule
from units.reference import load_kinds_and_blocs


@dataclass
class Outcome:
    """What a load did, and what it left as it was because something uses it."""

    vocabulary: Loaded = field(default_factory=Loaded)
    profiles: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    catalogues: list[int] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


@transaction.atomic
def load_reference(actor: ActingPerson, folder: Path = files.DATA) -> Outcome:
    """Create what is missing; a changed file becomes a new version, or a refusal where there are no versions.

    Never changes a version that a cycle or a form uses. Two loads at once wait for each other.
    """
    one_at_a_time("reference")
    outcome = Outcome(vocabulary=load_kinds_and_blocs(actor) + load_titles(actor))
    outcome.vocabulary += load_vocabulary(Field, folder / "fields.csv", actor=actor, converters={"order": int})
    _load_profiles(folder, actor, outcome)
    _load_templates(folder, actor, outcome)
    _load_pledge_forms(folder, actor, outcome)
    _load_reminder_rules(folder, actor, outcome)
    for published_on, draft in files.catalogues(folder):
        catalogue = publish_shipped_catalogue(draft=draft, published_on=published_on, actor=actor)
        if catalogue is not None:
            outcome.catalogues.append(catalogue.catalogue_version)
    return outcome


def _load_profiles(folder: Path, actor: ActingPerson, outcome: Outcome) -> None:
    for draft in files.profiles(folder):
        try:
            if bring_profile(draft=draft, actor=actor):
                outcome.profiles.append(draft.code)
        except Invalid as refusal:
            outcome.refusals.append(str(refusal))


def _load_pledge_forms(folder: Path, actor: ActingPerson, outcome: Outcome) -> None:
    profiles = {profile.code: profile for profile in RegulationProfile.objects.all()}
    for profile_code, draft in files.pledge_forms(folder):
        form = publish_shipped_pledge_form(draft=draft, profile=profiles[profile_code], actor=actor)
        if form is not None:
            outcome.templates.append(f"Bản cam kết ({profile_code}) bản {form.form_version}")


def _load_reminder_rules(folder: Path, actor: ActingPerson, outcome: Outcome) -> None:
    """Only where there is none yet: from then on they are the administrators'."""
    if ReminderRule.objects.exists():
        return
    for facts in files.reminder_rules(folder):
        rule = ReminderRule.objects.create(**facts)
        record(actor=actor, verb="reminderrule.create", target=rule, after=facts)
        outcome.vocabulary += Loaded(created=1)


def _load_templates(folder: Path, actor: ActingPerson, outcome: Outcome) -> None:
    profiles = {profile.code: profile for profile in RegulationProfile.objects.all()}
    for profile_code, draft in files.templates(folder):
        template = publish_shipped_template(draft=draft, profile=profiles[profile_code], actor=actor)
        if template is not None:
            outcome.templates.append(f"{draft.code} ({profile_code}) bản {template.template_version}")
