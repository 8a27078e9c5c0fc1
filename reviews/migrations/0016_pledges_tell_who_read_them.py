"""Who of the cell read a pledge, kept for its author."""

import core.fields
import core.localtime
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0015_what_committees_follow_is_found_without_joins'),
    ]

    operations = [
        migrations.CreateModel(
            name='PledgeRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=core.localtime.now)),
                ('reader_id', models.BigIntegerField()),
                ('reader_name', core.fields.NFCCharField(max_length=200)),
                ('reader_office', core.fields.NFCCharField(blank=True, max_length=300)),
                ('part', models.CharField(choices=[('pledge', 'Xem bản cam kết'), ('pledge_print', 'In, tải bản cam kết')], max_length=12)),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='reviews.pledge')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['pledge', '-at'], name='reads_of_pledge')],
            },
        ),
    ]
