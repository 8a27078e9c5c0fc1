"""`manage.py load_reference`: the vocabularies, profiles, templates and the catalogue that travel with the code."""

from typing import Any

from django.core.management.base import BaseCommand

from cadres.roles import routine
from reviews.actions.reference import load_reference

ROUTINE = "Nạp dữ liệu chuẩn"


class Command(BaseCommand):
    help = (
        "Nạp loại đơn vị, chức danh, bộ quy định, mẫu bản kiểm điểm và danh mục biểu hiện đi kèm; gọi lại không đổi gì."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say in a line each what was added and what stayed as it was because it is in use."""
        outcome = load_reference(routine(ROUTINE))
        if options["verbosity"]:
            added = outcome.vocabulary
            for line in (
                f"từ vựng: thêm {added.created}, sửa {added.changed}" if added.created or added.changed else "",
                f"bộ quy định: {', '.join(outcome.profiles)}" if outcome.profiles else "",
                f"mẫu: {', '.join(outcome.templates)}" if outcome.templates else "",
                f"danh mục biểu hiện: bản {outcome.catalogues[0]}" if outcome.catalogues else "",
            ):
                if line:
                    self.stdout.write(f"Dữ liệu chuẩn, {line}.")
        for sentence in outcome.refusals:
            self.stderr.write(sentence)
