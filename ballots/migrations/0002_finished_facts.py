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

# The table of moves of ballots.rules.stages, held by the database as well; a test
# compares the two. Once the list is closed, nothing else of a poll changes.
POLLS = """
CREATE FUNCTION ballots_refuse_poll_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'stage' IS DISTINCT FROM to_jsonb(OLD) - 'stage'
     AND OLD.stage <> 'prepared' THEN
    RAISE EXCEPTION 'the terms of a poll are frozen'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN (
    ('prepared', 'list_closed'), ('list_closed', 'box_sealed'),
    ('box_sealed', 'issuing'), ('issuing', 'box_opened'), ('box_opened', 'entered'),
    ('entered', 'counted'), ('counted', 'entered'), ('counted', 'confirmed'),
    ('confirmed', 'announced'), ('announced', 'put_away')
  ) THEN
    RAISE EXCEPTION 'a poll does not go from % to %', OLD.stage, NEW.stage
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.stage = 'confirmed' AND NOT EXISTS (
    SELECT 1 FROM ballots_confirmation WHERE poll_id = NEW.id
  ) THEN
    RAISE EXCEPTION 'nobody has confirmed the poll'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_poll_moves_by_the_table BEFORE UPDATE ON ballots_poll
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_poll_change();
CREATE FUNCTION ballots_refuse_late_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.stage NOT IN ('prepared', 'entered') THEN
    RAISE EXCEPTION 'a poll does not begin at %', NEW.stage
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_poll_begins_at_its_beginning BEFORE INSERT ON ballots_poll
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_late_start();

-- Papers join a poll only until they are counted.
CREATE FUNCTION ballots_refuse_late_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT stage FROM ballots_poll WHERE id = NEW.poll_id)
     IN ('counted', 'confirmed', 'announced', 'put_away') THEN
    RAISE EXCEPTION 'the poll is counted' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_batch_before_the_count BEFORE INSERT ON ballots_batch
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_late_batch();
CREATE FUNCTION ballots_refuse_late_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT poll.stage FROM ballots_poll poll
      JOIN ballots_batch batch ON batch.poll_id = poll.id
      WHERE batch.id = NEW.batch_id)
     IN ('counted', 'confirmed', 'announced', 'put_away') THEN
    RAISE EXCEPTION 'the poll is counted' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_entry_before_the_count BEFORE INSERT ON ballots_entry
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_late_entry();
CREATE TRIGGER ballots_poll_is_kept BEFORE DELETE ON ballots_poll
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

CREATE FUNCTION ballots_refuse_other_congress() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM congress_votingbody body
    WHERE body.id = NEW.body_id AND body.congress_id = NEW.congress_id
  ) THEN
    RAISE EXCEPTION 'the body is of another congress'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'UPDATE'
     AND EXISTS (SELECT 1 FROM ballots_poll WHERE election_id = OLD.id) THEN
    RAISE EXCEPTION 'an election with a poll is frozen'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_election_of_its_congress BEFORE INSERT OR UPDATE
  ON ballots_election
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_other_congress();

CREATE FUNCTION ballots_refuse_closed_list() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  poll uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.poll_id ELSE OLD.poll_id END;
  is_open boolean;
BEGIN
  SELECT stage = 'prepared' INTO is_open FROM ballots_poll WHERE id = poll;
  -- A file brings its poll and its names at once, and its batch after them.
  IF NOT is_open AND (
    TG_OP <> 'INSERT' OR EXISTS (SELECT 1 FROM ballots_batch WHERE poll_id = poll)
  ) THEN
    RAISE EXCEPTION '% on %: the list is closed', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ballots_candidate_on_closed_list BEFORE INSERT OR UPDATE OR DELETE
  ON ballots_candidate
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_closed_list();
"""

# A tally is of its poll's papers and names; nothing joins it once it is confirmed.
TALLIES = """
CREATE FUNCTION ballots_refuse_foreign_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.returned <> (SELECT returned FROM ballots_poll WHERE id = NEW.poll_id) THEN
    RAISE EXCEPTION 'the tally counts other papers than were returned'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_tally_of_its_poll BEFORE INSERT ON ballots_tally
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_tally();

CREATE FUNCTION ballots_refuse_foreign_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ballots_confirmation WHERE tally_id = NEW.tally_id) THEN
    RAISE EXCEPTION 'the tally is confirmed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_TABLE_NAME = 'ballots_tallyline' AND NOT EXISTS (
    SELECT 1 FROM ballots_tally tally
    JOIN ballots_candidate candidate ON candidate.poll_id = tally.poll_id
    WHERE tally.id = NEW.tally_id
      AND candidate.id = (to_jsonb(NEW) ->> 'candidate_id')::uuid
  ) THEN
    RAISE EXCEPTION 'the candidate stands on another slate'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_TABLE_NAME = 'ballots_tallyline' AND (to_jsonb(NEW) ->> 'votes')::bigint > (
    SELECT valid FROM ballots_tally WHERE id = NEW.tally_id
  ) THEN
    RAISE EXCEPTION 'more votes than valid ballots'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_tallyline_of_its_poll BEFORE INSERT ON ballots_tallyline
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_line();
CREATE TRIGGER ballots_tallyreason_before_confirmation BEFORE INSERT
  ON ballots_tallyreason
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_line();

CREATE FUNCTION ballots_refuse_foreign_confirmation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.poll_id <> (SELECT poll_id FROM ballots_tally WHERE id = NEW.tally_id)
     OR (SELECT stage FROM ballots_poll WHERE id = NEW.poll_id) <> 'counted'
     OR EXISTS (SELECT 1 FROM ballots_withdrawal WHERE poll_id = NEW.poll_id) THEN
    RAISE EXCEPTION 'another poll''s tally, or a poll not counted or withdrawn'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_confirmation_of_its_poll BEFORE INSERT ON ballots_confirmation
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_confirmation();

CREATE FUNCTION ballots_refuse_late_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ballots_confirmation WHERE poll_id = NEW.poll_id) THEN
    RAISE EXCEPTION 'the result is confirmed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_withdrawal_before_confirmation BEFORE INSERT
  ON ballots_withdrawal
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_late_withdrawal();
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
                "ballots_withdrawal",
                "ballots_batch",
                "ballots_upload",
            )
        ),
        migrations.RunSQL(BALLOTS, migrations.RunSQL.noop),
        migrations.RunSQL(POLLS, migrations.RunSQL.noop),
        migrations.RunSQL(TALLIES, migrations.RunSQL.noop),
    ]
