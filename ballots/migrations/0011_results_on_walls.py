"""A result is on no wall unless its poll stands confirmed, whoever writes the row."""

from django.db import migrations

RESULTS = """
-- A deck of a result, its frames, and steps to them take the confirmation of that
-- revision of the poll, and that nobody has taken its papers up again since.
CREATE FUNCTION ballots_refuse_unconfirmed_result(wanted uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM congress_deck deck
    WHERE deck.id = wanted AND deck.kind = 'result' AND NOT EXISTS (
      SELECT 1 FROM ballots_confirmation confirmation
      JOIN ballots_poll poll ON poll.id = confirmation.poll_id
      WHERE poll.id = deck.source AND confirmation.revision = deck.revision
        AND poll.revision = deck.revision
    )
  ) THEN
    RAISE EXCEPTION 'a result is shown only once it is confirmed'
      USING ERRCODE = 'restrict_violation';
  END IF;
END $$;

CREATE FUNCTION ballots_refuse_unconfirmed_frame() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ballots_refuse_unconfirmed_result(NEW.deck_id);
  RETURN NEW;
END $$;
CREATE TRIGGER congress_frame_of_a_result_is_confirmed BEFORE INSERT ON congress_frame
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_unconfirmed_frame();

CREATE FUNCTION ballots_refuse_unconfirmed_step() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.frame_id IS NOT NULL THEN
    PERFORM ballots_refuse_unconfirmed_result(
      (SELECT deck_id FROM congress_frame WHERE id = NEW.frame_id)
    );
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_step_to_a_result_is_confirmed BEFORE INSERT ON congress_step
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_unconfirmed_step();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0010_ballot_paper"),
        ("congress", "0004_walls"),
    ]

    operations = [migrations.RunSQL([RESULTS], migrations.RunSQL.noop)]
