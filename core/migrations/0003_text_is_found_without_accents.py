"""Words are looked for without regard to accents in columns that keep no key of their own to search by."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_is_append_only")]

    operations = [UnaccentExtension()]
