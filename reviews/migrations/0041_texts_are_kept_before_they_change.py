"""What a text of a form said before it was changed is kept while the review is being written."""

import django.db.models.deletion
from django.db import migrations, models

import core.fields
import core.localtime

FREEZE = """
CREATE FUNCTION reviews_saved_text_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a text that was kept is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER saved_text_is_frozen BEFORE UPDATE ON reviews_savedtext
    FOR EACH ROW EXECUTE FUNCTION reviews_saved_text_is_frozen();
"""
THAW = "DROP TRIGGER saved_text_is_frozen ON reviews_savedtext; DROP FUNCTION reviews_saved_text_is_frozen();"


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0040_letters_pass_on_a_superiors"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round_number", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=24)),
                ("text", core.fields.NFCTextField()),
                (
                    "written_by_name",
                    core.fields.NFCCharField(blank=True, help_text="who had written last in the row", max_length=200),
                ),
                ("written_at", models.DateTimeField(null=True)),
                ("replaced_by_id", models.BigIntegerField(null=True)),
                ("replaced_by_name", core.fields.NFCCharField(blank=True, max_length=200)),
                ("replaced_at", models.DateTimeField(default=core.localtime.now)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saved_texts", to="reviews.review"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["review", "round_number", "-id"], name="saved_texts_of_a_form")],
            },
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
