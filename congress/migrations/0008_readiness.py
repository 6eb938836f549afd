"""What each congress still lacks, and what it submits to the level above."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("congress", "0007_who_attends_and_calendar_links"), ("core", "0010_notices")]

    operations = []
