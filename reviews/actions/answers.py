"""Writing in the form: each text by compare-and-set, so that nobody's words are overwritten unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.rows import update_rows
from reviews.actions.answer_rows import FIELDS, IN_ROWS_BELOW, STAMP, Name, Row, find_rows, stamp, values_of
from reviews.actions.open_sheets import OpenSheet, open_sheet
from reviews.actions.saved_texts import Former, formers_of, keep_formers
from reviews.models import Answer, Limitation, ResponsiblePerson, Round, Segment
from reviews.models.options import SheetOptions
from reviews.models.unread import Unread
from reviews.rules import topic_shares
from reviews.rules.writing import Settlement, canonical, merge, read_token, repeats, token_after
from reviews.states import SectionKind, SegmentState

# Autosave writes every few seconds: the audit trail keeps one entry for each sitting of each person at each text.
SITTING: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Edit:
    """What a page sends for one row: its name, the token it was shown with, the fields and their new values.

    A value that could not be read comes as `Unread`: it is kept as it was typed, and is no answer. An empty token means that
    the sender has seen an empty row: it writes only into what is still empty.
    """

    kind: str
    key: str
    values: dict[str, Any]
    token: str = ""
    settled: dict[str, Settlement] = field(default_factory=dict)

    @property
    def name(self) -> Name:
        """How the row is called in pages."""
        return self.kind, self.key


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed meanwhile: both texts, who wrote the other one and when."""

    name: Name
    field: str
    mine: Any
    theirs: Any
    theirs_by: str
    theirs_at: datetime


@dataclass
class Outcome:
    """What became of a save.

    `tokens`: what pages hold from now on; `gone`: edits whose row no longer exists; `closed`: edits of a part that this
    round leaves as it was appraised; `settled`: what stands after a conflict was settled; `rows`: the rows as stored now;
    `refusals`: by the name of its control, why something sent is no answer (it is kept as it was typed); `formers`: what
    was written over; `sittings`: rows that the person had not been writing in.
    """

    at: datetime
    round_id: int
    tokens: dict[Name, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    gone: list[Edit] = field(default_factory=list)
    closed: list[Edit] = field(default_factory=list)
    settled: dict[tuple[Name, str], Any] = field(default_factory=dict)
    rows: dict[Name, Row] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    formers: list[Former] = field(default_factory=list)
    sittings: list[Row] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every text sent is now stored, and none of it merely as it was typed."""
        return not self.conflicts and not self.gone and not self.closed and not self.refusals

    @property
    def unwritten(self) -> set[str]:
        """The names of the controls whose words are not stored at all."""
        lost = {(edit.name, name) for edit in (*self.gone, *self.closed) for name in edit.values}
        return {"-".join((*name, field)) for name, field in lost | {(c.name, c.field) for c in self.conflicts}}


@transaction.atomic
def save_answers(*, review_id: int, actor: Actor, edits: Sequence[Edit]) -> Outcome:
    """Write the edits into the open round; what somebody else changed meanwhile comes back as a conflict, unwritten.

    Refuses (NotAllowed) whoever may not write and a review that was submitted. Nothing bars a text from being saved: what
    could not be read, and a choice of another list, is kept as it was typed. What a page sends back as it was shown is
    passed over, without a token in return.
    A confirmed segment whose text changes has to be confirmed again.
    """
    return write_edits(open_sheet(review_id, actor), actor, [edit for edit in edits if edit.kind != "meeting"])


def write_edits(sheet: OpenSheet, actor: Actor, edits: Sequence[Edit], *, keeps_every_former: bool = False) -> Outcome:
    """The same for rows of any kind; the caller has opened the sheet by the rule that goes for them."""
    edits = [
        edit for edit in edits if edit.settled or not repeats(read_token(edit.token, FIELDS[edit.kind]), edit.values)
    ]
    rows = find_rows(sheet, [edit.name for edit in edits])
    outcome = Outcome(localtime.now(), sheet.round.pk, rows=rows)
    changed: dict[tuple[str, frozenset[str]], list[Row]] = {}
    for edit in edits:
        row = rows.get(edit.name)
        if row is None:
            outcome.gone.append(edit)
        elif not sheet.may_write(row):
            outcome.closed += [edit] if _differs(row, edit) else []
        elif (written := _write(sheet, row, edit, actor, outcome)) is not None:
            changed.setdefault((edit.kind, written), []).append(row)
    for (_, written), alike in changed.items():
        update_rows(alike, [*written, *STAMP])
    facts = {"review": sheet.review.pk, "round": sheet.round.number}
    audit.record_each(actor=actor, acts=((_verb(row), row, facts) for row in outcome.sittings))
    keep_formers(sheet, actor, outcome.formers, all_of_them=keeps_every_former)
    if any(kind != "meeting" for kind, _ in changed) and sheet.review.started_at is None:
        sheet.review.started_at = outcome.at
        sheet.review.save(update_fields=["started_at"])
    return outcome


def _differs(row: Row, edit: Edit) -> bool:
    stored = values_of(edit.kind, row)
    return any(canonical(value) != canonical(stored[name]) for name, value in edit.values.items())


def _write(sheet: OpenSheet, row: Row, edit: Edit, actor: Actor, outcome: Outcome) -> frozenset[str] | None:
    """The columns that are other than before, to be stored with those of other rows; None where all is as it was.

    Persons have rows of their own: a tick changes no column of the card but who wrote it when, and its version.
    """
    edit = _without_moved_text(sheet, row, _without_foreign_choice(sheet, row, edit, outcome), outcome)
    stored = values_of(edit.kind, row)
    seen = read_token(edit.token, FIELDS[edit.kind])
    merged = merge(stored, row.version, seen, edit.values, edit.settled)
    others = "" if row.updated_by_id == actor.user_id else row.updated_by_name  # the row tells of its last field only
    outcome.conflicts += [
        Conflict(edit.name, name, edit.values[name], stored[name], others, row.updated_at) for name in merged.conflicts
    ]
    outcome.formers += formers_of(edit.kind, edit.key, row, stored, merged.write)
    if merged.write and (row.updated_by_id != actor.user_id or localtime.now() - row.updated_at > SITTING):
        outcome.sittings.append(row)
    columns = _store(sheet, row, merged.write, actor) if merged.write else None
    now = stored | merged.write
    outcome.tokens[edit.name] = str(token_after(row.version, now, seen, edit.values, merged.conflicts))
    outcome.settled.update({(edit.name, name): now[name] for name in edit.settled if name not in merged.conflicts})
    return columns


def _without_foreign_choice(sheet: OpenSheet, row: Row, edit: Edit, outcome: Outcome) -> Edit:
    """A degree is no rating level: the page offers each section its own list, a request may still name the other.

    Such a choice is refused alone; everything else sent with it is saved.
    """
    choice = edit.values.get("choice")
    if not isinstance(row, Answer) or not choice or isinstance(choice, Unread):
        return edit
    options = SheetOptions(sheet.review)
    if choice in (options.levels if row.section.kind == SectionKind.RATING else options.degrees):
        return edit
    outcome.refusals["-".join((*edit.name, "choice"))] = "Mức đã chọn không dùng cho mục này. Hãy chọn lại."
    return replace(edit, values=edit.values | {"choice": Unread((choice,))})


def _without_moved_text(sheet: OpenSheet, row: Row, edit: Edit, outcome: Outcome) -> Edit:
    """A page from before the first post still offers a text for the whole, which no page shows any more (whole_texts)."""
    if not (isinstance(row, Answer) and row.segment_id is None and row.section.per_segment and "text" in edit.values):
        return edit
    if not Segment.objects.filter(review=sheet.review).exists():
        return edit
    text = {"text": edit.values["text"]}
    if canonical(text["text"]) and not repeats(read_token(edit.token, FIELDS[edit.kind]), text):
        outcome.gone.append(replace(edit, values=text))
    return replace(edit, values={name: value for name, value in edit.values.items() if name != "text"})


def _verb(row: Row) -> str:
    return "round.record_meeting" if isinstance(row, Round) else f"{row._meta.model_name}.write"


def _store(sheet: OpenSheet, row: Row, values: dict[str, Any], actor: Actor) -> frozenset[str]:
    """Put the values in the row; the columns that change, persons not among them."""
    stamp(row, actor)
    columns: set[str] = set()
    for name, value in values.items():
        if row.set_unread(name, value if isinstance(value, Unread) else None):
            columns.add("unread")
        if name not in IN_ROWS_BELOW and not isinstance(value, Unread):
            setattr(row, name, value)
            columns.add(name)
    if row.pk is None:  # the others wait for `update_rows`; what hangs on a row needs its number at once
        row.save(force_insert=True)
    for name in IN_ROWS_BELOW & values.keys():
        if isinstance(values[name], frozenset):
            _name_persons(sheet, row, name, values[name])
    if isinstance(row, Answer) and row.segment_id is not None:
        ask_for_confirmation_again(row.segment_id, actor)
    return frozenset(columns)


def _name_persons(sheet: OpenSheet, card: Row, name: str, sent: frozenset[Any]) -> None:
    """Name exactly these people in a card, each with the position and post held in the collective, and the share."""
    of_card: dict[str, Any] = {"limitation" if isinstance(card, Limitation) else "explanation": card}
    shares = topic_shares.read(sent) if name == "shares" else dict.fromkeys(sent, "")
    named = ResponsiblePerson.objects.filter(**of_card)
    named.exclude(cadre_id__in=shares).delete()
    already = {person.cadre_id: person for person in named}
    members = SheetOptions(sheet.review).members
    other = [person for person in already.values() if person.share != shares[person.cadre_id]]
    for person in other:
        person.share = shares[person.cadre_id]
    ResponsiblePerson.objects.bulk_update(other, ["share"])
    ResponsiblePerson.objects.bulk_create(
        ResponsiblePerson(
            **of_card,
            cadre_id=cadre_id,
            position=members[cadre_id].position,
            post_name=members[cadre_id].post_name,
            share=shares[cadre_id],
        )
        for cadre_id in members
        if cadre_id in shares and cadre_id not in already
    )


def ask_for_confirmation_again(segment_id: int, actor: Actor) -> None:
    """A confirmed text that changes is no longer confirmed; one that is being read gets a new version."""
    segment = Segment.objects.select_for_update().get(pk=segment_id)
    if segment.state == SegmentState.WRITING:
        return
    was_confirmed = segment.state == SegmentState.CONFIRMED
    segment.version += 1
    if was_confirmed:
        segment.state, segment.confirmed_by_name = SegmentState.WRITING, ""
        segment.confirmed_at = segment.confirmed_by_id = None
    segment.save(update_fields=["state", "confirmed_at", "confirmed_by_id", "confirmed_by_name", "version"])
    if was_confirmed:
        audit.record(actor=actor, verb="segment.reopen", target=segment, review=segment.review_id)
