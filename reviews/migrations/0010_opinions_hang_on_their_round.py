"""Opinions on a review hang on its round, and are frozen with it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.fields
import core.localtime

FREEZE = """
CREATE TRIGGER submitted_round_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_opinion
    FOR EACH ROW EXECUTE FUNCTION reviews_round_content_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0009_rounds_keep_what_was_carried_over")]

    operations = [
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.UUIDField(default=uuid.uuid4)),
                ("number", models.PositiveIntegerField()),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("superior", "Cấp trên"),
                            ("agency", "Cơ quan"),
                            ("organisation", "Tổ chức, đoàn thể"),
                            ("person", "Cá nhân"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source_name", core.fields.NFCCharField(max_length=250)),
                ("received_on", models.DateField()),
                ("text", core.fields.NFCTextField()),
                (
                    "group",
                    core.fields.NFCCharField(
                        blank=True, help_text="nhóm nội dung, in the words of whoever sorts them", max_length=150
                    ),
                ),
                (
                    "section_key",
                    models.SlugField(blank=True, db_index=False, help_text="section it speaks of", max_length=60),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("unanswered", "Chưa trả lời"),
                            ("accepted", "Tiếp thu"),
                            ("explained", "Giải trình"),
                        ],
                        default="unanswered",
                        max_length=10,
                    ),
                ),
                ("reply", core.fields.NFCTextField(blank=True)),
                (
                    "changed_section_key",
                    models.SlugField(
                        blank=True, db_index=False, help_text="section changed because of it", max_length=60
                    ),
                ),
                ("registered_at", models.DateTimeField(default=core.localtime.now)),
                ("registered_by_id", models.BigIntegerField(null=True)),
                ("registered_by_name", core.fields.NFCCharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by_id", models.BigIntegerField(null=True)),
                ("answered_by_name", core.fields.NFCCharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opinions", to="reviews.round"
                    ),
                ),
            ],
            options={
                "ordering": ["round", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "origin"), name="opinion_is_once_in_a_round"),
                    models.UniqueConstraint(fields=("round", "number"), name="opinion_number_is_unique_in_its_round"),
                    models.CheckConstraint(
                        condition=~models.Q(outcome="explained") | ~models.Q(reply=""),
                        name="explained_opinion_has_a_reply",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(outcome="accepted")
                        | ~models.Q(reply="")
                        | ~models.Q(changed_section_key=""),
                        name="accepted_opinion_says_what_changed",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FREEZE, "DROP TRIGGER submitted_round_is_frozen ON reviews_opinion;"),
    ]
