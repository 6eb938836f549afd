"""On what ballots are printed; nothing of it but their number after the box is sealed."""

import django.db.models.deletion
from django.db import migrations, models

FROZEN = """
CREATE FUNCTION ballots_refuse_paper_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stage text := (SELECT poll.stage FROM ballots_poll poll
    WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.poll_id ELSE OLD.poll_id END);
BEGIN
  IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND NEW.poll_id <> OLD.poll_id
     OR stage NOT IN ('prepared', 'list_closed', 'box_sealed', 'issuing')
     OR stage NOT IN ('prepared', 'list_closed') AND (TG_OP = 'INSERT'
       OR to_jsonb(NEW) - 'copies' IS DISTINCT FROM to_jsonb(OLD) - 'copies') THEN
    RAISE EXCEPTION 'the paper of the ballots is chosen'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_paperchoice_until_the_box_is_sealed
  BEFORE INSERT OR UPDATE OR DELETE ON ballots_paperchoice
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_paper_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ballots", "0009_stations")]

    operations = [
        migrations.CreateModel(
            name="PaperChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("a4", "A4"),
                            ("a5", "A5, mỗi tờ một phiếu"),
                            ("a5_two_up", "A5, hai phiếu trên một tờ A4 rồi cắt đôi"),
                        ],
                        default="a4",
                        max_length=10,
                        verbose_name="khổ phiếu",
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("white", "trắng"),
                            ("pink", "hồng"),
                            ("blue", "xanh da trời"),
                            ("green", "xanh lá cây"),
                            ("yellow", "vàng"),
                        ],
                        default="white",
                        max_length=10,
                        verbose_name="màu phiếu",
                    ),
                ),
                (
                    "copies",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="số phiếu in"
                    ),
                ),
                (
                    "slip_lines",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="số dòng mỗi phiếu"
                    ),
                ),
                (
                    "slip_copies",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="số phiếu giới thiệu"
                    ),
                ),
                (
                    "poll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_choice",
                        to="ballots.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy in phiếu bầu",
                "verbose_name_plural": "giấy in phiếu bầu",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__in", ["a4", "a5", "a5_two_up"]),
                            (
                                "colour__in",
                                ["white", "pink", "blue", "green", "yellow"],
                            ),
                        ),
                        name="ballots_paper_known_size_and_colour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("copies__gte", 1),
                            ("copies__lte", 5000),
                            ("slip_copies__gte", 1),
                            ("slip_copies__lte", 5000),
                        ),
                        name="ballots_paper_copies_can_be_printed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("slip_lines__gte", 1), ("slip_lines__lte", 30)
                        ),
                        name="ballots_paper_slip_has_lines",
                    ),
                ],
            },
        ),
        migrations.RunSQL([FROZEN], migrations.RunSQL.noop),
    ]
