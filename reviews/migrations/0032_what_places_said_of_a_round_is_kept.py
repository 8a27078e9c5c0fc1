"""What the places had said of a round stays on its paper when they say something else of the next one."""

import django.db.models.deletion
from django.db import migrations, models

import core.fields

# Of what was overwritten before this nothing is known any more: only what was said while the round was the last one.
KEEP = """
INSERT INTO reviews_placeremark (round_id, place_id, remark, remarked_by_id, remarked_by_name, remarked_at)
SELECT r.id, p.id, p.remark, p.remarked_by_id, p.remarked_by_name, p.remarked_at
FROM reviews_reviewplace p
JOIN reviews_round r ON r.review_id = p.review_id
JOIN reviews_round following ON following.review_id = r.review_id AND following.number = r.number + 1
WHERE p.remark <> '' AND p.remarked_at <= following.opened_at;
"""
FREEZE = """
CREATE FUNCTION reviews_place_remark_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT 1 FROM reviews_round r WHERE r.id = NEW.round_id AND r.submitted_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM reviews_round f WHERE f.review_id = r.review_id AND f.number > r.number)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what places said of a round is frozen' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER what_places_said_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_placeremark
    FOR EACH ROW EXECUTE FUNCTION reviews_place_remark_is_frozen();
"""
THAW = """
DROP TRIGGER what_places_said_is_frozen ON reviews_placeremark;
DROP FUNCTION reviews_place_remark_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0031_nothing_moves_into_what_is_frozen")]
    operations = [
        migrations.CreateModel(
            name="PlaceRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remark", core.fields.NFCTextField()),
                ("remarked_by_id", models.BigIntegerField(null=True)),
                ("remarked_by_name", core.fields.NFCCharField(blank=True, max_length=200)),
                ("remarked_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_remarks",
                        to="reviews.reviewplace",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="place_remarks", to="reviews.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "place"), name="place_has_one_remark_on_a_round")
                ],
            },
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE, THAW),
    ]
