"""Minutes print the audit chain's head; elections keep the rule set they began under."""

import hashlib
import json
from pathlib import Path
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

# The regulations as every election of the first release was run under them, written
# down once: what the code ships may change, these may not.
FIRST_EDITIONS = Path(__file__).with_name("0003_first_editions.json")

# A past election is frozen; this once it is told what it was run under.
FREEZE = "ALTER TABLE ballots_election ENABLE TRIGGER ballots_election_of_its_congress"
THAW = "ALTER TABLE ballots_election DISABLE TRIGGER ballots_election_of_its_congress"
# Keys are compared at the end of a transaction, but a table with comparisons to come
# cannot be altered.
COMPARE_KEYS = "SET CONSTRAINTS ALL IMMEDIATE"

EDITION = """
CREATE FUNCTION ballots_refuse_other_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM core_rulesetedition edition
    WHERE edition.id = NEW.rule_edition_id AND edition.rule_set_id = NEW.rule_set
  ) THEN
    RAISE EXCEPTION 'the edition is of another rule set'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_election_of_its_edition BEFORE INSERT OR UPDATE
  ON ballots_election
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_other_edition();
"""


def give_first_editions(apps: Any, _schema_editor: Any) -> None:
    """Give each election without one the first edition of its rule set."""
    elections = apps.get_model("ballots", "Election").objects.filter(
        rule_edition__isnull=True
    )
    shipped = json.loads(FIRST_EDITIONS.read_text(encoding="utf-8"))
    for code in (
        elections.order_by("rule_set").values_list("rule_set", flat=True).distinct()
    ):
        edition = _first_edition(apps, code, shipped[code])
        elections.filter(rule_set=code).update(rule_edition=edition)


def _first_edition(apps: Any, code: str, shipped: dict[str, Any]) -> Any:
    values, clauses = shipped.pop("values"), shipped.pop("clauses")
    rule_set, _new = apps.get_model("core", "RuleSet").objects.get_or_create(
        code=code, defaults=shipped
    )
    said = json.dumps(
        [values, clauses], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    edition, _new = apps.get_model("core", "RuleSetEdition").objects.get_or_create(
        rule_set=rule_set,
        number=1,
        defaults={
            "values": values,
            "clauses": clauses,
            "digest": hashlib.sha256(said.encode()).hexdigest(),
            "reason": "Bản phát hành kèm cổng",
            "made_at": timezone.now(),
        },
    )
    return edition


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0002_finished_facts"),
        ("core", "0005_chains_and_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="confirmation",
            name="link_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="link_number",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("link_digest", ""), ("link_number__isnull", True))
                | models.Q(
                    ("link_number__isnull", False),
                    models.Q(("link_digest", ""), _negated=True),
                ),
                name="ballots_confirmation_link_has_number_and_digest",
            ),
        ),
        migrations.AddField(
            model_name="election",
            name="rule_edition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.rulesetedition",
                verbose_name="bản của bộ quy định",
            ),
        ),
        migrations.RunSQL(THAW, migrations.RunSQL.noop),
        migrations.RunPython(give_first_editions, migrations.RunPython.noop),
        migrations.RunSQL(COMPARE_KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="election",
            name="rule_edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.rulesetedition",
                verbose_name="bản của bộ quy định",
            ),
        ),
        migrations.RunSQL(EDITION, migrations.RunSQL.noop),
    ]
