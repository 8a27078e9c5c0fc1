"""Files that people send; a row about a file is never changed."""

import core.fields
import core.localtime
from django.db import migrations, models


FREEZE = """
CREATE FUNCTION core_stored_file_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'stored file % is never changed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER stored_file_is_final BEFORE UPDATE ON core_storedfile
    FOR EACH ROW EXECUTE FUNCTION core_stored_file_is_final();
"""
THAW = "DROP TRIGGER stored_file_is_final ON core_storedfile; DROP FUNCTION core_stored_file_is_final();"


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_audit_is_read_newest_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, unique=True, upload_to='')),
                ('name', core.fields.NFCCharField(help_text='as it was called by who sent it, with the ending of its true kind', max_length=160)),
                ('kind', models.CharField(help_text='what its content is: a key of core.file_kinds.KINDS', max_length=8)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField(default=core.localtime.now)),
                ('stored_by_id', models.BigIntegerField(null=True)),
                ('stored_by_name', core.fields.NFCCharField(max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='stored_file_is_not_empty')],
            },
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
