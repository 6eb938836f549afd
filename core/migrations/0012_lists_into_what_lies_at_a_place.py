"""Of a list it is kept into which of what lies at its place it goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0011_bodies_and_their_members"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="into",
            field=models.CharField(default="", editable=False, max_length=80),
        ),
    ]
