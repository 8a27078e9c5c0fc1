"""Items repeat the cycle of their review: the list is filtered by it without joins. Both indexes of the list hold it, and
the moment of closing, by which a year's open items are told."""

import django.db.models.deletion
from django.db import migrations, models

COPY = """
UPDATE reviews_remediationitem i SET cycle_id = v.cycle_id
FROM reviews_remediationplan p JOIN reviews_review v ON v.id = p.review_id
WHERE p.id = i.plan_id;

SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
OPEN = ("state__in", ("planned", "in_progress", "reported", "verified", "suspended"))
WHOSE = ("state", "managing_unit", "unit", "cadre", "owner_cadre", "co_owner_ids")
FILTERED = ("id", "cycle", "kind", "field", "extensions", "done_on", "created_at", "closed_at")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0059_the_ledger_tells_of_extensions")]

    operations = [
        migrations.RemoveIndex(model_name="remediationitem", name="open_items"),
        migrations.RemoveIndex(model_name="remediationitem", name="ended_items"),
        migrations.AddField(
            model_name="remediationitem",
            name="cycle",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.cycle",
            ),
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="remediationitem",
            name="cycle",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.cycle"
            ),
        ),
        migrations.AddIndex(
            model_name="remediationitem",
            index=models.Index(condition=models.Q(OPEN), fields=["due_on"], include=(*WHOSE, *FILTERED), name="open_items"),
        ),
        migrations.AddIndex(
            model_name="remediationitem",
            index=models.Index(
                condition=models.Q(OPEN, _negated=True),
                fields=["due_on"],
                include=(*WHOSE, "on_time", *FILTERED),
                name="ended_items",
            ),
        ),
    ]
