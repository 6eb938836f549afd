"""Communication, logistics, guests and press; legal documents."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("congress", "0009_lessons")]

    operations = []
