"""Another word for what the congress decides; no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ballots", "0003_links_and_editions")]

    operations = [
        migrations.AlterField(
            model_name="tally",
            name="next",
            field=models.CharField(
                choices=[
                    (
                        "undecided_ballots",
                        "Ban kiểm phiếu quyết định các phiếu cần xem xét",
                    ),
                    ("run_off", "Bầu lại giữa những người ngang phiếu"),
                    (
                        "congress_decides",
                        "Đại hội (hội nghị) quyết định có bầu lại / bầu thêm hay không",
                    ),
                    ("closed", "Đã bầu đủ số lượng"),
                ],
                max_length=20,
                verbose_name="bước tiếp",
            ),
        )
    ]
