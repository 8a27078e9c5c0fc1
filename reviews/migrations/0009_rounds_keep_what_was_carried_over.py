"""Each round keeps what earlier cycles left to do, a person's own part in limitations, and hints waved away; all frozen with it."""

import core.fields
import core.localtime
import django.db.models.deletion
from django.db import migrations, models

TABLES = ("carriedover", "ownshare", "dismissedhint")
FREEZE = "".join(
    f"""
CREATE TRIGGER submitted_round_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_{table}
    FOR EACH ROW EXECUTE FUNCTION reviews_round_content_is_frozen();
"""
    for table in TABLES
)
THAW = "".join(f"DROP TRIGGER submitted_round_is_frozen ON reviews_{table};" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0008_rounds_keep_their_template_and_presence'),
    ]

    operations = [
        migrations.CreateModel(
            name='CarriedOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(default=core.localtime.now)),
                ('updated_by_id', models.BigIntegerField(null=True)),
                ('updated_by_name', core.fields.NFCCharField(blank=True, max_length=200)),
                ('origin', models.UUIDField()),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', core.fields.NFCCharField(help_text='the cycle that it comes from', max_length=250)),
                ('fault', core.fields.NFCTextField(blank=True)),
                ('action', core.fields.NFCTextField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('measure', core.fields.NFCTextField(blank=True)),
                ('measure_unit', core.fields.NFCCharField(blank=True, max_length=40)),
                ('baseline', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True)),
                ('target', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True)),
                ('reading', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True)),
                ('register_state', models.CharField(blank=True, choices=[('planned', 'Chưa thực hiện'), ('in_progress', 'Đang thực hiện'), ('reported', 'Đã báo cáo hoàn thành'), ('verified', 'Đã xác minh'), ('closed', 'Đã kết thúc')], max_length=12)),
                ('state', models.CharField(blank=True, choices=[('done', 'Đã xong'), ('in_progress', 'Đang làm'), ('not_done', 'Chưa làm')], max_length=12)),
                ('actual', models.DecimalField(blank=True, decimal_places=3, max_digits=16, null=True)),
                ('reason', core.fields.NFCTextField(blank=True)),
                ('commitment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.commitment')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.remediationitem')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carried_over', to='reviews.round')),
            ],
            options={
                'ordering': ['round', 'order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'origin'), name='carried_over_once_in_a_round'), models.CheckConstraint(condition=models.Q(('item', None), ('commitment', None), _connector='XOR'), name='carried_over_is_a_remedy_or_a_commitment')],
            },
        ),
        migrations.CreateModel(
            name='DismissedHint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=80)),
                ('hint', core.fields.NFCCharField(max_length=80)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissed_hints', to='reviews.round')),
            ],
            options={
                'ordering': ['round', 'field', 'hint'],
                'constraints': [models.UniqueConstraint(fields=('round', 'field', 'hint'), name='hint_is_dismissed_once')],
            },
        ),
        migrations.CreateModel(
            name='OwnShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField(default=core.localtime.now)),
                ('updated_by_id', models.BigIntegerField(null=True)),
                ('updated_by_name', core.fields.NFCCharField(blank=True, max_length=200)),
                ('origin', models.UUIDField(help_text="of the collective's limitation")),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('unit_name', core.fields.NFCCharField(max_length=250)),
                ('fault', core.fields.NFCTextField()),
                ('text', core.fields.NFCTextField(blank=True)),
                ('collective', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.review')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_shares', to='reviews.round')),
            ],
            options={
                'ordering': ['round', 'order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('round', 'origin'), name='own_share_is_answered_once')],
            },
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
