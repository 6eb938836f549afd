from django.db import migrations

TRIGGERS = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""

# An entry has its digest when it is finished. From then on neither the entry nor its
# ballots change, and no ballot joins them.
BALLOTS = """
CREATE FUNCTION ballots_refuse_finished_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM touched JOIN ballots_entry entry ON entry.id = touched.entry_id
    WHERE entry.digest <> ''
  ) THEN
    RAISE EXCEPTION '% on %: the entry is finished', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ballots_ballot_joins_open_entry AFTER INSERT ON ballots_ballot
  REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION ballots_refuse_finished_entry();
CREATE TRIGGER ballots_ballot_changes_in_open_entry AFTER UPDATE ON ballots_ballot
  REFERENCING OLD TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION ballots_refuse_finished_entry();
CREATE TRIGGER ballots_ballot_leaves_open_entry AFTER DELETE ON ballots_ballot
  REFERENCING OLD TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION ballots_refuse_finished_entry();
CREATE TRIGGER ballots_ballot_stays BEFORE TRUNCATE ON ballots_ballot
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ballots_entry_finished BEFORE UPDATE OR DELETE ON ballots_entry
  FOR EACH ROW WHEN (OLD.digest <> '') EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ballots_entry_stays BEFORE TRUNCATE ON ballots_entry
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""

# Once the ballots are in, a poll may only move on; its slate stays as it was printed.
POLLS = """
CREATE TRIGGER ballots_poll_only_moves_on BEFORE UPDATE ON ballots_poll
  FOR EACH ROW WHEN (
    OLD.stage IN ('entered', 'counted', 'confirmed', 'announced', 'put_away')
    AND to_jsonb(NEW) - 'stage' IS DISTINCT FROM to_jsonb(OLD) - 'stage'
  ) EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ballots_poll_confirmed_stays BEFORE UPDATE ON ballots_poll
  FOR EACH ROW WHEN (
    OLD.stage IN ('confirmed', 'announced', 'put_away')
    AND NEW.stage NOT IN ('confirmed', 'announced', 'put_away')
  ) EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ballots_poll_is_kept BEFORE DELETE ON ballots_poll
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE FUNCTION ballots_refuse_closed_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT stage FROM ballots_poll WHERE id = OLD.poll_id) <> 'prepared' THEN
    RAISE EXCEPTION '% on %: the list is closed', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ballots_candidate_on_closed_list BEFORE UPDATE OR DELETE
  ON ballots_candidate
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_closed_list();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0001_start"),
        ("core", "0002_finished_facts"),
    ]

    operations = [
        *(
            migrations.RunSQL(TRIGGERS.format(table=table), migrations.RunSQL.noop)
            for table in (
                "ballots_tally",
                "ballots_tallyline",
                "ballots_tallyreason",
                "ballots_confirmation",
            )
        ),
        migrations.RunSQL(BALLOTS, migrations.RunSQL.noop),
        migrations.RunSQL(POLLS, migrations.RunSQL.noop),
    ]
