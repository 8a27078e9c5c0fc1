"""A submitted round keeps the version of its form; who has a form open; the trail of a review is found by an index."""

import core.fields
import core.localtime
import django.db.models.deletion
from django.db import migrations, models

# Rounds submitted before this column existed are on the version their review bears.
FILL_TEMPLATES = """
ALTER TABLE reviews_round DISABLE TRIGGER submitted_round_is_frozen;
UPDATE reviews_round r SET template_id = v.template_id
    FROM reviews_review v WHERE v.id = r.review_id AND r.submitted_at IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE reviews_round ENABLE TRIGGER submitted_round_is_frozen;
"""

# A note of a submitted round could be moved to another sheet: the sheet it leaves is asked too.
FREEZE_NOTES = """
CREATE OR REPLACE FUNCTION reviews_note_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE note record;
BEGIN
    IF TG_OP = 'DELETE' THEN note := OLD; ELSE note := NEW; END IF;
    PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_indicatorsheet WHERE id = note.sheet_id;
    IF TG_OP = 'UPDATE' THEN
        PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_indicatorsheet WHERE id = OLD.sheet_id;
    END IF;
    RETURN note;
END $$;
"""
FREEZE_NOTES_LESS = """
CREATE OR REPLACE FUNCTION reviews_note_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE note record;
BEGIN
    IF TG_OP = 'DELETE' THEN note := OLD; ELSE note := NEW; END IF;
    PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_indicatorsheet WHERE id = note.sheet_id;
    RETURN note;
END $$;
"""

INDEX_TRAIL = "CREATE INDEX audit_of_review ON core_auditentry ((data -> 'review'), at) WHERE data ? 'review';"


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_audit_is_read_newest_first'),
        ('reviews', '0007_hard_task_is_registered_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='round',
            name='template',
            field=models.ForeignKey(blank=True, help_text="the version it was submitted on; empty while it is open, then the review's counts", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.formtemplate'),
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('name', core.fields.NFCCharField(max_length=200)),
                ('section_id', models.BigIntegerField(null=True)),
                ('seen_at', models.DateTimeField(default=core.localtime.now)),
                ('saved_at', models.DateTimeField(null=True)),
                ('saved_section_id', models.BigIntegerField(null=True)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='reviews.review')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'user_id'), name='one_presence_per_person_and_form')],
            },
        ),
        migrations.RunSQL(FILL_TEMPLATES, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE_NOTES, FREEZE_NOTES_LESS),
        migrations.RunSQL("ALTER TABLE reviews_presence SET UNLOGGED;", migrations.RunSQL.noop),
        migrations.RunSQL(INDEX_TRAIL, "DROP INDEX audit_of_review;"),
    ]
