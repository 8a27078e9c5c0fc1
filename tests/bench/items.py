"""The list of remediation, unfiltered and by each of its filters, and the page of its figures."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from django.db import connection

from cadres.models import Cadre
from core import localtime
from reviews.forms.item_filter import ItemFilter
from reviews.models import Cycle, DeepReviewTarget, RemediationItem
from reviews.states import CycleState
from tests.bench.pages import CountedPage, Open, Page
from tests.bench.targets import BY_FILTER
from units.models import Bloc, Unit

LIST: Final = "/khac-phuc/"
FIGURES: Final = "/khac-phuc/tinh-hinh/"


ITEMS_OF_A_PERSON: Final = 200_000 / 60_000


def write_items(items: int) -> None:
    """Make what was written so far as many and as manifold as the lists of a real province."""
    with connection.cursor() as cursor:
        cursor.execute(Path(__file__).with_name("items.sql").read_text(), {"items": items})


def item_pages(open_as: Open) -> Iterator[Page]:
    """Unfiltered as the committee's staff see it, by every filter as inspection does, to whom every item is open."""
    staff, inspection = open_as("chuyenvien"), open_as("kiemtra")
    yield Page("items", staff, LIST)
    yield Page("items of inspection", inspection, LIST)
    asked = _asked()
    if missing := set(ItemFilter.base_fields) - set(asked):
        raise SystemExit(f"Bộ lọc chưa được đo: {', '.join(sorted(missing))}.")
    for name, values in asked.items():
        yield Page(BY_FILTER.format(name), inspection, f"{LIST}?{urlencode(values)}")
    yield CountedPage("figures of items", staff, FIGURES)


def _asked() -> dict[str, dict[str, str]]:
    """A value for each filter, from what there is: one that many rows pass where there is a choice, one that few pass where
    an index has to find them."""
    commune = Unit.objects.filter(kind__tier=3).order_by("pk")[0]
    owner = RemediationItem.objects.exclude(owner_cadre=None).order_by("pk")[0].owner_cadre_id
    assert owner is not None
    day = localtime.today()
    month = {"tu": f"{day - timedelta(days=30):%d/%m/%Y}", "den": f"{day:%d/%m/%Y}"}
    return {
        "linh_vuc": {"linh_vuc": RemediationItem.objects.exclude(field=None).order_by("pk")[0].field.code},  # type: ignore[union-attr]
        "dot": {"dot": str(Cycle.objects.get(state=CycleState.OPEN).pk)},
        "loai": {"loai": "collective"},
        "khoi": {"khoi": str(Bloc.objects.order_by("pk")[0].pk)},
        "cap": {"cap": "3"},
        "nguon": {"nguon": "meeting"},
        "duoi": {"duoi": str(commune.pk)},
        "rieng": {"duoi": str(commune.pk), "rieng": "on"},
        "nguoi": {"nguoi": str(owner)},
        "trang_thai": {"trang_thai": "transferred"},
        "han": {"han": "sap"},
        "don_vi": {"don_vi": commune.name},
        "chu_tri": {"chu_tri": Cadre.objects.get(pk=owner).full_name},
        "cua_toi": {"cua_toi": "on"},
        "qua_han": {"qua_han": "on"},
        "dung_han": {"dung_han": "on"},
        "xong_cham": {"xong_cham": "on"},
        "gia_han": {"gia_han": "on"},
        "goi_y": {"goi_y": "on"},
        "goi_y_gui": {"goi_y_gui": str(DeepReviewTarget.objects.order_by("pk")[0].pk)},
        "theo": {"theo": "xong", **month},
        "tu": {"theo": "giao", "tu": month["tu"]},
        "den": {"theo": "han", "den": month["den"]},
        "so_do": {"so_do": "hộ"},
        "nam": {"nam": str(day.year - 1), "luc": "mo"},
        "luc": {"nam": str(day.year), "luc": "gia-han"},
        "chieu": {"so_do": "hộ", "chieu": "tang"},
    }
