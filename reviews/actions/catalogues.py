"""Publishing a version of the catalogue of manifestations."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from cadres.roles import Actor
from core import audit
from core.audit import ActingPerson
from core.errors import Invalid
from core.table_faults import RowFault
from reviews.actions.locking import one_at_a_time, require
from reviews.models import Catalogue, IndicatorGroup, IndicatorItem
from reviews.rules import reference as rules
from reviews.rules.catalogues import CatalogueDraft, GroupDraft, ItemDraft, faults


@transaction.atomic
def import_catalogue(*, draft: CatalogueDraft, owner_id: int, published_on: date, actor: Actor) -> Catalogue:
    """Publish a list that a committee brings, as the next version; cycles and forms that exist keep theirs.

    Refuses with every fault by row, and a list that equals an existing version.
    """
    require(rules.may_change_reference(actor))
    if found := faults(draft):
        raise Invalid("Tệp danh mục còn lỗi, chưa nhập gì.", tuple((_in_words(fault), "") for fault in found))
    one_at_a_time("catalogue")
    same = version_equal_to(draft)
    if same is not None:
        raise Invalid(f"Danh mục này giống hệt bản {same.catalogue_version} đã có, không cần nhập lại.")
    return _publish(draft, Catalogue.Origin.IMPORTED, owner_id, published_on, actor)


@transaction.atomic
def publish_shipped_catalogue(*, draft: CatalogueDraft, published_on: date, actor: ActingPerson) -> Catalogue | None:
    """Publish the list that travels with the code unless one version already says the same; None then."""
    found = faults(draft)
    if found:
        raise Invalid(found[0].sentence)
    one_at_a_time("catalogue")
    if version_equal_to(draft) is not None:
        return None
    return _publish(draft, Catalogue.Origin.DERIVED, None, published_on, actor)


def draft_of(catalogue: Catalogue) -> CatalogueDraft:
    """A version read back as a draft, to compare, to copy, or to write into a file."""
    return CatalogueDraft(
        name=catalogue.name,
        label=catalogue.label,
        groups=tuple(GroupDraft(g.part, g.number, g.text, g.status) for g in catalogue.groups.all()),
        items=tuple(
            ItemDraft(i.group.number, i.number, i.text, i.checked_against_original)
            for i in catalogue.items.select_related("group")
        ),
    )


def version_equal_to(draft: CatalogueDraft) -> Catalogue | None:
    """The version that says exactly the same, if there is one."""
    wanted = _comparable(draft)
    return next((c for c in Catalogue.objects.all() if _comparable(draft_of(c)) == wanted), None)


def _comparable(draft: CatalogueDraft) -> tuple[object, ...]:
    items = tuple((i.group, i.number, i.text, i.checked) for i in draft.ordered_items())
    return draft.name, draft.label, tuple(sorted(draft.groups, key=lambda g: g.number)), items


def _publish(
    draft: CatalogueDraft, origin: Catalogue.Origin, owner_id: int | None, published_on: date, actor: ActingPerson
) -> Catalogue:
    last = Catalogue.objects.aggregate(last=Max("catalogue_version"))["last"] or 0
    catalogue = Catalogue.objects.create(
        catalogue_version=last + 1,
        name=draft.name,
        label=draft.label,
        origin=origin,
        owner_id=owner_id,
        published_on=published_on,
    )
    groups = IndicatorGroup.objects.bulk_create(
        IndicatorGroup(catalogue=catalogue, part=g.part, number=g.number, text=g.text, status=g.status)
        for g in draft.groups
    )
    group_ids = {group.number: group.pk for group in groups}
    IndicatorItem.objects.bulk_create(
        IndicatorItem(
            catalogue=catalogue,
            group_id=group_ids[item.group],
            position=position,
            number=item.number,
            text=item.text,
            checked_against_original=item.checked,
        )
        for position, item in enumerate(draft.ordered_items())
    )
    audit.record(
        actor=actor,
        verb="catalogue.publish",
        target=catalogue,
        catalogue_version=catalogue.catalogue_version,
        items=len(draft.items),
    )
    return catalogue


def _in_words(fault: RowFault) -> str:
    return f"Dòng {fault.row}: {fault.sentence}" if fault.row else fault.sentence
