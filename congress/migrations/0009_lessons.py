"""What pilots learnt, what stands in the way, and good practice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("congress", "0008_readiness")]

    operations = []
