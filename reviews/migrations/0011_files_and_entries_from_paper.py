"""Files attached to a round, frozen with it, and rounds that were typed in from a signed paper."""

import core.fields
import core.localtime
import django.db.models.deletion
from django.db import migrations, models


FREEZE = """
CREATE TRIGGER submitted_round_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_attachment
    FOR EACH ROW EXECUTE FUNCTION reviews_round_content_is_frozen();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_stored_files'),
        ('reviews', '0010_opinions_hang_on_their_round'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('enclosure', 'Tài liệu kèm theo'), ('signed_paper', 'Bản giấy có chữ ký')], default='enclosure', max_length=12)),
                ('note', core.fields.NFCCharField(blank=True, max_length=200)),
                ('attached_at', models.DateTimeField(default=core.localtime.now)),
                ('attached_by_id', models.BigIntegerField(null=True)),
                ('attached_by_name', core.fields.NFCCharField(max_length=200)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by_name', core.fields.NFCCharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['round', 'id'],
            },
        ),
        migrations.AddField(
            model_name='review',
            name='entered_by_id',
            field=models.BigIntegerField(blank=True, help_text="the secretary who types a person's paper in (nhập thay), as in the last round", null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='entered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='entered_because',
            field=core.fields.NFCTextField(blank=True),
        ),
        migrations.AddField(
            model_name='round',
            name='entered_by_id',
            field=models.BigIntegerField(blank=True, help_text="typed in from the person's signed paper", null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='entered_by_name',
            field=core.fields.NFCCharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='round',
            name='entered_office',
            field=core.fields.NFCCharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='round',
            name='signed_on',
            field=models.DateField(blank=True, help_text='the day on the signed paper', null=True),
        ),
        migrations.AlterField(
            model_name='reviewread',
            name='part',
            field=models.CharField(choices=[('form', 'Xem bản kiểm điểm'), ('segment', 'Xem phần thời gian giữ chức vụ'), ('indicators', 'Xem phần đối chiếu biểu hiện'), ('print', 'In, tải bản in'), ('attachment', 'Tải tệp đính kèm'), ('entry', 'Mở để nhập thay theo bản giấy'), ('remediation', 'Xem kế hoạch khắc phục')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_at', None), ('entered_by_id', None), ('signed_on', None)), models.Q(('entered_at__isnull', False), ('signed_on__isnull', False), models.Q(('entered_because', ''), _negated=True)), _connector='OR'), name='entry_from_paper_has_reason_and_day'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='reviews.round'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='stored',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='core.storedfile'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('round', 'stored'), name='file_is_attached_once_to_a_round'),
        ),
        migrations.RunSQL(FREEZE, "DROP TRIGGER submitted_round_is_frozen ON reviews_attachment;"),
    ]
