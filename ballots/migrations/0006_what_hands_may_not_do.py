"""The life of a poll whose papers are typed, held by the database as well."""

from django.db import migrations

FACTS = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""

TABLES = (
    "ballots_acknowledgement",
    "ballots_announcement",
    "ballots_boardruling",
    "ballots_boxseal",
    "ballots_entrycheck",
    "ballots_frozenbase",
    "ballots_journalline",
    "ballots_outsideresult",
    "ballots_putaway",
    "ballots_signedminutes",
)

# A file's batch has one entry, which counts: it agreed with itself.
AGREED = """
DROP TRIGGER ballots_batch_rows_stay ON ballots_batch;
UPDATE ballots_batch batch SET agreed_id = (
  SELECT id FROM ballots_entry entry
  WHERE entry.batch_id = batch.id AND entry.digest <> ''
  ORDER BY number DESC LIMIT 1
);
SET CONSTRAINTS ALL IMMEDIATE;
"""

# What may change of a poll, stage by stage; the moves are those of
# ballots.rules.stages, and a test compares the two.
POLLS = """
CREATE OR REPLACE FUNCTION ballots_refuse_poll_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  free text[] := CASE OLD.stage
    WHEN 'prepared' THEN ARRAY['round', 'layout', 'seats', 'alternates', 'max_votes',
                              'surplus_percent', 'readings']
    WHEN 'list_closed' THEN ARRAY['printed', 'spoilt_in_print', 'readings']
    WHEN 'box_sealed' THEN ARRAY['printed', 'spoilt_in_print']
    WHEN 'issuing' THEN ARRAY['printed', 'spoilt_in_print', 'present', 'issued',
                              'exchanged', 'left_over']
    WHEN 'box_opened' THEN ARRAY['printed', 'spoilt_in_print', 'present', 'issued',
                                 'exchanged', 'left_over', 'returned']
    ELSE ARRAY[]::text[]
  END;
  is_missing boolean;
BEGIN
  IF NEW.stage = 'box_opened' AND OLD.stage = 'issuing' THEN
    free := free || ARRAY['tally_base'];
  ELSIF NEW.stage = 'box_opened' AND OLD.stage = 'box_opened' AND EXISTS (
    SELECT 1 FROM ballots_frozenbase base
    JOIN ballots_reopening reopening ON reopening.poll_id = base.poll_id
      AND reopening.revision = base.revision - 1
    WHERE base.poll_id = NEW.id AND base.revision = NEW.revision
      AND base.value = NEW.tally_base AND reopening.answer = 'consented'
  ) THEN
    free := free || ARRAY['tally_base'];
  ELSIF NEW.stage = 'box_opened' AND OLD.stage <> 'box_opened' THEN
    free := free || ARRAY['revision'];
  END IF;
  IF to_jsonb(NEW) - 'stage' - free IS DISTINCT FROM to_jsonb(OLD) - 'stage' - free
  THEN
    RAISE EXCEPTION 'the terms of a poll are frozen'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.stage IS NOT DISTINCT FROM NEW.stage THEN
    RETURN NEW;
  END IF;
  IF (OLD.stage, NEW.stage) NOT IN (
    ('prepared', 'list_closed'), ('list_closed', 'prepared'),
    ('list_closed', 'box_sealed'), ('box_sealed', 'issuing'),
    ('issuing', 'box_opened'), ('box_opened', 'entered'),
    ('entered', 'box_opened'), ('entered', 'counted'),
    ('counted', 'box_opened'), ('counted', 'confirmed'),
    ('confirmed', 'box_opened'), ('confirmed', 'announced'),
    ('announced', 'box_opened'), ('announced', 'put_away')
  ) THEN
    RAISE EXCEPTION 'a poll does not go from % to %', OLD.stage, NEW.stage
      USING ERRCODE = 'restrict_violation';
  END IF;
  is_missing := CASE NEW.stage
    WHEN 'list_closed' THEN
      NOT EXISTS (SELECT 1 FROM ballots_candidate WHERE poll_id = NEW.id)
    WHEN 'box_sealed' THEN
      NOT EXISTS (SELECT 1 FROM ballots_boxseal WHERE poll_id = NEW.id)
    WHEN 'entered' THEN OLD.stage = 'box_opened' AND (
      EXISTS (
        SELECT 1 FROM ballots_batch WHERE poll_id = NEW.id AND agreed_id IS NULL
      ) OR COALESCE((
        SELECT sum(papers) FROM ballots_batch WHERE poll_id = NEW.id
      ), 0) IS DISTINCT FROM NEW.returned::bigint)
    WHEN 'confirmed' THEN NOT EXISTS (
      SELECT 1 FROM ballots_confirmation
      WHERE poll_id = NEW.id AND revision = NEW.revision)
    WHEN 'announced' THEN NOT EXISTS (
      SELECT 1 FROM ballots_announcement
      WHERE poll_id = NEW.id AND revision = NEW.revision)
    WHEN 'put_away' THEN
      NOT EXISTS (SELECT 1 FROM ballots_putaway WHERE poll_id = NEW.id)
    WHEN 'box_opened' THEN CASE OLD.stage
      WHEN 'issuing' THEN NOT EXISTS (
        SELECT 1 FROM ballots_frozenbase
        WHERE poll_id = NEW.id AND value = NEW.tally_base)
      ELSE NEW.upload_id IS NOT NULL OR NEW.revision <> OLD.revision + 1
        OR NOT EXISTS (
          SELECT 1 FROM ballots_reopening
          WHERE poll_id = NEW.id AND revision = OLD.revision AND (
            answer = 'consented' OR OLD.stage = 'entered'))
      END
    ELSE false
  END;
  IF is_missing THEN
    RAISE EXCEPTION 'what the poll needs to be % is not there', NEW.stage
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.stage IN ('confirmed', 'announced', 'put_away') AND EXISTS (
    SELECT 1 FROM ballots_reopening
    WHERE poll_id = NEW.id AND revision = NEW.revision AND answer = ''
  ) THEN
    RAISE EXCEPTION 'a request to take the papers up again waits'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION ballots_refuse_late_start() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.stage, NEW.upload_id IS NULL)
     NOT IN (('prepared', true), ('entered', false)) THEN
    RAISE EXCEPTION 'a poll does not begin at %', NEW.stage
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""

PAPERS = """
-- A batch is counted off, and counted off anew, while the box is open; which entry
-- counts is said there too, or once when a file is read.
CREATE FUNCTION ballots_refuse_batch_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  poll ballots_poll%ROWTYPE;
  entry ballots_entry%ROWTYPE;
BEGIN
  SELECT * INTO poll FROM ballots_poll WHERE id = OLD.poll_id;
  IF TG_OP = 'DELETE' THEN
    IF poll.stage <> 'box_opened' THEN
      RAISE EXCEPTION 'the papers of the poll are entered'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF (NEW.id, NEW.poll_id, NEW.number) IS DISTINCT FROM (OLD.id, OLD.poll_id, OLD.number)
     OR (NEW.papers <> OLD.papers AND (
       poll.stage <> 'box_opened'
       OR OLD.agreed_id IS NOT NULL OR NEW.agreed_id IS NOT NULL))
     OR (poll.stage <> 'box_opened' AND NOT (
       poll.stage = 'entered' AND poll.upload_id IS NOT NULL
       AND OLD.agreed_id IS NULL)) THEN
    RAISE EXCEPTION 'the batch is counted off' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.agreed_id IS NOT NULL AND NEW.agreed_id IS DISTINCT FROM OLD.agreed_id THEN
    SELECT * INTO entry FROM ballots_entry WHERE id = NEW.agreed_id;
    IF entry.batch_id <> NEW.id OR entry.digest = '' OR (
      poll.upload_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM ballots_entrycheck WHERE entry_id = entry.id AND agrees)
    ) THEN
      RAISE EXCEPTION 'nobody has compared the entry with the papers'
        USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_batch_while_the_box_is_open BEFORE UPDATE OR DELETE
  ON ballots_batch
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_batch_change();

-- Papers join a poll only until they are counted; typed ones, while the box is open.
CREATE OR REPLACE FUNCTION ballots_refuse_late_batch() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_poll WHERE id = NEW.poll_id AND (
      stage = 'box_opened' OR stage = 'entered' AND upload_id IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'no papers join the poll now' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION ballots_refuse_late_entry() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_batch batch JOIN ballots_poll poll ON poll.id = batch.poll_id
    WHERE batch.id = NEW.batch_id AND batch.agreed_id IS NULL AND (
      poll.stage = 'box_opened'
      OR poll.stage = 'entered' AND poll.upload_id IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'no entry joins the batch now'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- An entry typed by hand is closed once it is finished or given up; a file being read
-- has its hour first and its digest last.
CREATE OR REPLACE FUNCTION ballots_refuse_finished_entry() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT DISTINCT entry_id FROM touched) one
    JOIN ballots_entry entry ON entry.id = one.entry_id
    JOIN ballots_batch batch ON batch.id = entry.batch_id
    JOIN ballots_poll poll ON poll.id = batch.poll_id
    WHERE entry.digest <> ''
       OR entry.finished_at IS NOT NULL AND poll.upload_id IS NULL
  ) THEN
    RAISE EXCEPTION '% on %: the entry is closed', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION ballots_refuse_given_up_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ballots_batch batch JOIN ballots_poll poll ON poll.id = batch.poll_id
    WHERE batch.id = OLD.batch_id AND poll.upload_id IS NULL
  ) THEN
    RAISE EXCEPTION 'the entry was given up' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ballots_entry_given_up BEFORE UPDATE OR DELETE ON ballots_entry
  FOR EACH ROW WHEN (OLD.digest = '' AND OLD.finished_at IS NOT NULL)
  EXECUTE FUNCTION ballots_refuse_given_up_entry();

-- The journal of an entry is its operator's, and ends when the entry is finished.
CREATE FUNCTION ballots_refuse_foreign_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_entry
    WHERE id = NEW.entry_id AND digest = '' AND finished_at IS NULL
      AND by_id = NEW.by_id
  ) THEN
    RAISE EXCEPTION 'the entry is finished or of somebody else'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_journalline_of_its_operator BEFORE INSERT ON ballots_journalline
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_journal();

-- Nobody checks his own entry.
CREATE FUNCTION ballots_refuse_own_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_entry
    WHERE id = NEW.entry_id AND digest <> '' AND by_id IS DISTINCT FROM NEW.by_id
  ) THEN
    RAISE EXCEPTION 'the entry is not finished, or the checker''s own'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_entrycheck_by_somebody_else BEFORE INSERT ON ballots_entrycheck
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_own_check();

-- The board rules on papers of finished entries, until they are counted.
CREATE FUNCTION ballots_refuse_late_ruling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_ballot ballot
    JOIN ballots_batch batch ON batch.agreed_id = ballot.entry_id
    JOIN ballots_poll poll ON poll.id = batch.poll_id
    WHERE ballot.id = NEW.ballot_id AND poll.stage = 'box_opened'
  ) THEN
    RAISE EXCEPTION 'the board does not rule on this ballot now'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_boardruling_before_the_count BEFORE INSERT
  ON ballots_boardruling
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_late_ruling();
"""

LISTS = """
CREATE FUNCTION ballots_refuse_late_nomination() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  poll uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.poll_id ELSE NEW.poll_id END;
  last text := CASE TG_TABLE_NAME WHEN 'ballots_boardseat' THEN 'list_closed'
                                  ELSE 'prepared' END;
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_poll
    WHERE id = poll AND stage IN ('prepared', last)
  ) THEN
    RAISE EXCEPTION '% on %: the congress has decided', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ballots_nomination_before_the_list_closes
  BEFORE INSERT OR UPDATE OR DELETE ON ballots_nomination
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_late_nomination();
CREATE TRIGGER ballots_opinionballot_before_the_list_closes
  BEFORE INSERT OR UPDATE OR DELETE ON ballots_opinionballot
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_late_nomination();
CREATE TRIGGER ballots_boardseat_before_the_box_is_sealed
  BEFORE INSERT OR UPDATE OR DELETE ON ballots_boardseat
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_late_nomination();

-- Nobody on the list sits on the board that counts it (R-BD-5).
CREATE FUNCTION ballots_refuse_board_on_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ballots_boardseat seat
    JOIN ballots_candidate candidate
      ON candidate.poll_id = seat.poll_id AND candidate.person_id = seat.person_id
    WHERE seat.poll_id = NEW.poll_id
  ) THEN
    RAISE EXCEPTION 'somebody on the board stands on the list'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_boxseal_with_nobody_of_the_list BEFORE INSERT ON ballots_boxseal
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_board_on_list();

-- A reopening is asked for of the papers as they stand; nothing changes of it but
-- that it is answered, once.
CREATE FUNCTION ballots_refuse_reopening_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  answered text[] := ARRAY['answer', 'answered_by_id', 'answered_at', 'answer_reason'];
BEGIN
  IF TG_OP = 'INSERT' AND (NEW.answer <> '' OR NOT EXISTS (
       SELECT 1 FROM ballots_poll
       WHERE id = NEW.poll_id AND revision = NEW.revision
         AND stage IN ('entered', 'counted', 'confirmed', 'announced')))
     OR TG_OP = 'UPDATE' AND (OLD.answer <> ''
       OR to_jsonb(NEW) - answered IS DISTINCT FROM to_jsonb(OLD) - answered) THEN
    RAISE EXCEPTION 'a reopening is asked for, and answered once'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_reopening_is_answered_once BEFORE INSERT OR UPDATE
  ON ballots_reopening
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_reopening_change();
CREATE TRIGGER ballots_reopening_rows_stay BEFORE DELETE ON ballots_reopening
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

CREATE OR REPLACE FUNCTION ballots_refuse_foreign_confirmation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.poll_id <> (SELECT poll_id FROM ballots_tally WHERE id = NEW.tally_id)
     OR NOT EXISTS (
       SELECT 1 FROM ballots_poll
       WHERE id = NEW.poll_id AND stage = 'counted' AND revision = NEW.revision)
     OR EXISTS (SELECT 1 FROM ballots_withdrawal WHERE poll_id = NEW.poll_id) THEN
    RAISE EXCEPTION 'another poll''s tally, or a poll not counted or withdrawn'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""

# A run-off's tally has lines of those who wait since earlier rounds (R-DL-3-F): with
# the votes they have in a confirmed tally there.
LINES = """
CREATE OR REPLACE FUNCTION ballots_refuse_foreign_line() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  tally ballots_tally%ROWTYPE;
BEGIN
  IF EXISTS (SELECT 1 FROM ballots_confirmation WHERE tally_id = NEW.tally_id) THEN
    RAISE EXCEPTION 'the tally is confirmed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_TABLE_NAME <> 'ballots_tallyline' THEN
    RETURN NEW;
  END IF;
  SELECT * INTO tally FROM ballots_tally WHERE id = NEW.tally_id;
  IF EXISTS (
    SELECT 1 FROM ballots_candidate
    WHERE id = NEW.candidate_id AND poll_id = tally.poll_id
  ) THEN
    IF NEW.votes > tally.valid THEN
      RAISE EXCEPTION 'more votes than valid ballots'
        USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NOT EXISTS (
    SELECT 1 FROM ballots_tallyline line
    JOIN ballots_confirmation confirmation ON confirmation.tally_id = line.tally_id
    JOIN ballots_candidate candidate ON candidate.id = line.candidate_id
    JOIN ballots_poll earlier ON earlier.id = candidate.poll_id
    JOIN ballots_poll poll ON poll.election_id = earlier.election_id
    WHERE poll.id = tally.poll_id AND earlier.number < poll.number
      AND poll.round = 'run_off' AND line.candidate_id = NEW.candidate_id
      AND line.votes = NEW.votes
  ) THEN
    RAISE EXCEPTION 'the candidate stands on another slate'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0005_papers_by_hand"),
        ("core", "0002_finished_facts"),
    ]

    # As lists: taken as they stand, not split where somebody thinks a statement ends.
    operations = [
        migrations.RunSQL([AGREED], migrations.RunSQL.noop),
        *(
            migrations.RunSQL(FACTS.format(table=table), migrations.RunSQL.noop)
            for table in TABLES
        ),
        migrations.RunSQL([POLLS], migrations.RunSQL.noop),
        migrations.RunSQL([PAPERS], migrations.RunSQL.noop),
        migrations.RunSQL([LISTS], migrations.RunSQL.noop),
        migrations.RunSQL([LINES], migrations.RunSQL.noop),
    ]
