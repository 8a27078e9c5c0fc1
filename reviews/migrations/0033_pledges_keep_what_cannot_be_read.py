"""What was typed under a heading of a pledge and could not be read stays there, as in the form of a review."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0032_what_places_said_of_a_round_is_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="pledgeanswer",
            name="unread",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=2),
                blank=True,
                default=list,
                help_text="pairs of the name of a field and a text typed there that could not be read",
                size=None,
            ),
        ),
    ]
