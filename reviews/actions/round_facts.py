"""Keeping with a round that is being submitted what its paper names."""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Model

from core import localtime
from reviews.models import Explanation, Limitation, RoundFacts
from reviews.models.contents import RoundContents
from reviews.models.regulation import SCORE_TOTAL
from reviews.models.round_facts import PRINTED, PRINTED_OF_THE_SUBJECT
from reviews.models.standing import profile_of
from reviews.reports.letterheads import head_signature
from units.models import Unit

Rows = dict[str, dict[str, dict[str, object]]]


def keep_facts(contents: RoundContents, submitted_by_name: str) -> None:
    """Write down what is printed of every row that the open round refers to; the caller submits it next."""
    rows: Rows = {}
    for row in _named(contents):
        _add(rows, row, PRINTED[type(row)])
    facts, review = RoundFacts(round=contents.round, rows=rows), contents.review
    if review.cadre is not None:
        _add(rows, review.cadre, PRINTED_OF_THE_SUBJECT)
    else:
        signature = head_signature(review.unit, localtime.today(), fallback_name=submitted_by_name)
        facts.signer_post, facts.signer_name = signature.post, signature.name
    facts.save()


def _add(rows: Rows, row: Model, columns: Iterable[str]) -> None:
    rows.setdefault(row._meta.db_table, {})[str(row.pk)] = {name: getattr(row, name) for name in columns}


def _named(contents: RoundContents) -> Iterable[Model]:
    """The review with its places and posts, whom the cards name, all units with those above them and their kinds, and the
    scale of the scores."""
    review = contents.review
    cards: list[Limitation | Explanation] = [*contents.limitations, *contents.explanations.values()]
    places = list(review.places.all())
    unit_ids = {review.unit_id, review.managing_unit_id, review.cycle.owner_id}
    unit_ids |= {place.unit_id for place in places} | {segment.unit_id for segment in contents.segments}
    letters = [topic.deep_review for topic in contents.topics]
    letters += [topic.origin.deep_review for topic in contents.topics if topic.origin]
    unit_ids |= {letter.issuer_id for letter in letters}
    unit_ids |= {card.responsible_unit_id for card in contents.limitations}
    units = list(Unit.objects.filter(pk__in=[pk for pk in unit_ids if pk]).select_related("kind", "parent__kind"))
    units += [unit.parent for unit in units if unit.parent]
    fields = (card.field for card in contents.limitations if card.field)
    people = chain.from_iterable(map(_people, cards))
    scale = (figure for figure in profile_of(review.cycle).figures.all() if figure.key == SCORE_TOTAL)
    return chain([review], places, contents.segments, units, (unit.kind for unit in units), fields, people, scale)


def _people(card: Limitation | Explanation) -> Iterable[Model]:
    yield from (person.cadre for person in card.persons.all())
    yield from (remedy.owner_cadre for remedy in card.remedies.all() if remedy.owner_cadre)
