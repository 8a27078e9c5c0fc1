"""Reading the files of `reviews/data`: profiles and templates in TOML, the catalogue in CSV. Nothing is written here."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.text import fold_space
from reviews.actions.regulation import ChoiceDraft, FigureDraft, ProfileDraft
from reviews.models import ProfileChoice
from reviews.rules.catalogues import CatalogueDraft, GroupDraft, ItemDraft
from reviews.rules.pledges import PledgeFormDraft, PledgeSectionDraft
from reviews.rules.templates import SectionDraft, TemplateDraft

DATA = Path(__file__).parents[2] / "data"


def profiles(folder: Path = DATA) -> Iterator[ProfileDraft]:
    """Every profile, by the name of its file."""
    for file in sorted((folder / "profiles").glob("*.toml")):
        said = _toml(file)
        yield ProfileDraft(
            code=said["code"],
            name=said["name"],
            legal_basis=fold_space(said["legal_basis"]),
            valid_from=said["valid_from"],
            valid_to=said.get("valid_to"),
            has_degrees=said["has_degrees"],
            figures=tuple(_figure(entry) for entry in said["figure"]),
            choices=tuple(_choices(said)),
        )


def templates(folder: Path = DATA) -> Iterator[tuple[str, TemplateDraft]]:
    """Every form template with the code of its profile."""
    for file in sorted((folder / "templates").glob("*/*.toml")):
        said = _toml(file)
        yield (
            said["profile"],
            TemplateDraft(
                code=said["code"],
                subject=said["subject"],
                name=said["name"],
                title=said["title"],
                note=said["note"],
                published_on=said["published_on"],
                sections=tuple(SectionDraft(**entry) for entry in said["section"]),
            ),
        )


def pledge_forms(folder: Path = DATA) -> Iterator[tuple[str, PledgeFormDraft]]:
    """Every form of the yearly pledge with the code of its profile."""
    for file in sorted((folder / "pledges").glob("*.toml")):
        said = _toml(file)
        profile, entries = said.pop("profile"), said.pop("section")
        yield profile, PledgeFormDraft(**said, sections=tuple(PledgeSectionDraft(**entry) for entry in entries))


def reminder_rules(folder: Path = DATA) -> Iterator[dict[str, Any]]:
    """The columns of each reminder rule that a new copy begins with."""
    file = folder / "reminder_rules.toml"
    for said in _toml(file)["rule"] if file.is_file() else ():
        yield {
            "kind": said["kind"],
            "audience": said["audience"],
            "first_day": said["first"],
            "repeat_days": said.get("repeat", 0),
            "last_day": said.get("last", said["first"]),
        }


def catalogues(folder: Path = DATA) -> Iterator[tuple[date, CatalogueDraft]]:
    """Every catalogue with the day on which it was published."""
    for file in sorted((folder / "catalogues").glob("*/catalogue.toml")):
        said = _toml(file)
        checked = said["items_checked_against_original"]
        yield (
            said["published_on"],
            CatalogueDraft(
                name=said["name"],
                label=said["label"],
                groups=tuple(
                    GroupDraft(int(row["part"]), int(row["number"]), fold_space(row["text"]), row["status"])
                    for row in _csv(file.with_name("groups.csv"))
                ),
                items=tuple(
                    ItemDraft(int(row["group"]), int(row["number"]), fold_space(row["text"]), checked, place)
                    for place, row in enumerate(_csv(file.with_name("items.csv")), start=2)
                ),
            ),
        )


def _figure(entry: dict[str, Any]) -> FigureDraft:
    return FigureDraft(
        key=entry["key"],
        value=Decimal(str(entry["value"])).quantize(Decimal("0.001")),
        unit=entry.get("unit", ""),
        meaning=entry["meaning"],
        legal_basis=entry.get("legal_basis", ""),
        verified=entry.get("verified", False),
    )


def _choices(said: dict[str, Any]) -> Iterator[ChoiceDraft]:
    for kind in ProfileChoice.List.values:
        for place, entry in enumerate(said.get(kind, []), start=1):
            yield ChoiceDraft(
                kind,
                entry["code"],
                entry["label"],
                place,
                entry.get("legal_basis", ""),
                entry.get("verified", False),
            )


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _csv(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
