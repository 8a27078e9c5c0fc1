"""Both indexes of the list of items hold the same: what is open and what is over is counted in them alone."""

from django.db import migrations, models

OPEN = ("state__in", ("planned", "in_progress", "reported", "verified", "suspended"))
INCLUDED = (
    *("state", "managing_unit", "unit", "cadre", "owner_cadre", "co_owner_ids"),
    *("on_time", "id", "cycle", "kind", "field", "extensions", "done_on", "created_at", "closed_at"),
)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0063_what_is_taken_out_of_a_form_is_kept")]

    operations = [
        migrations.RemoveIndex(model_name="remediationitem", name="open_items"),
        migrations.AddIndex(
            model_name="remediationitem",
            index=models.Index(condition=models.Q(OPEN), fields=["due_on"], include=INCLUDED, name="open_items"),
        ),
    ]
