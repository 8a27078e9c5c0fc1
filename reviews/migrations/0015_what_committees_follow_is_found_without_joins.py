"""Items repeat whose review they grew from, and reviews whether their appraisal was handed up: lists need no joins."""

import django.db.models.deletion
from django.db import migrations, models

COPY = """
UPDATE reviews_remediationitem i
SET unit_id = v.unit_id, managing_unit_id = v.managing_unit_id, cadre_id = v.cadre_id
FROM reviews_remediationplan p JOIN reviews_review v ON v.id = p.review_id
WHERE p.id = i.plan_id;

UPDATE reviews_review v
SET handed_up_at = a.proposed_at, handed_up_by_id = a.drafted_by_id
FROM reviews_round r JOIN reviews_appraisal a ON a.round_id = r.id
WHERE r.review_id = v.id AND v.state = 'submitted' AND a.proposed_at IS NOT NULL AND a.decided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM reviews_round later WHERE later.review_id = v.id AND later.number > r.number);

SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0002_accounts_are_found_by_words"),
        ("reviews", "0014_signers_stand_on_their_rounds"),
        ("units", "0003_units_name_those_they_took_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="remediationitem",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
        ),
        migrations.AddField(
            model_name="remediationitem",
            name="managing_unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
        ),
        migrations.AddField(
            model_name="remediationitem",
            name="cadre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cadres.cadre",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="handed_up_at",
            field=models.DateTimeField(
                blank=True,
                help_text="while submitted: the draft of its appraisal lies with the standing committee",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="handed_up_by_id",
            field=models.BigIntegerField(blank=True, help_text="whose draft it is", null=True),
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="remediationitem",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
        ),
        migrations.AddIndex(
            model_name="remediationitem",
            index=models.Index(fields=["managing_unit", "state"], name="items_managed"),
        ),
        migrations.AddIndex(
            model_name="remediationitem",
            index=models.Index(fields=["verified_by_id", "state"], name="items_verified"),
        ),
        migrations.AddIndex(
            model_name="remediationitem",
            index=models.Index(
                condition=models.Q(("state__in", ["planned", "in_progress", "reported", "verified"])),
                fields=["due_on"],
                include=["state", "managing_unit", "unit", "cadre", "owner_cadre"],
                name="open_items",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("handed_up_at__isnull", False)),
                fields=["handed_up_by_id"],
                name="reviews_handed_up",
            ),
        ),
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(fields=["drafted_by_id", "decided_at"], name="appraisals_drafted"),
        ),
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(fields=["decided_by_id", "decided_at"], name="appraisals_decided"),
        ),
    ]
