"""Notices, what is to be done, and figures."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0009_journeys")]

    operations = []
