"""One column with all words an assignment is found by; what is kept is found quickly.

Words of the task lie in another table: a register of a country that looks into both for
every row is read too slowly.
"""

from django.db import migrations, models

WORDS = """
CREATE FUNCTION congress_breakthrough_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT core_fold(NEW.full_name || ' ' || NEW.decision_number) || ' ' || task.folded
  INTO NEW.folded FROM congress_task task WHERE task.id = NEW.task_id;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_breakthrough_words
  BEFORE INSERT OR UPDATE ON congress_breakthroughassignment
  FOR EACH ROW EXECUTE FUNCTION congress_breakthrough_words();
CREATE FUNCTION congress_task_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE congress_breakthroughassignment SET folded = '' WHERE task_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER congress_task_words AFTER UPDATE OF title ON congress_task
  FOR EACH ROW WHEN (NEW.title IS DISTINCT FROM OLD.title)
  EXECUTE FUNCTION congress_task_words();
UPDATE congress_breakthroughassignment SET folded = '';
"""
NO_WORDS = """
DROP TRIGGER congress_task_words ON congress_task;
DROP TRIGGER congress_breakthrough_words ON congress_breakthroughassignment;
DROP FUNCTION congress_task_words;
DROP FUNCTION congress_breakthrough_words;
"""


class Migration(migrations.Migration):
    dependencies = [("congress", "0015_conferences")]

    operations = [
        migrations.AddIndex(
            "task",
            models.Index(
                fields=["scope"],
                condition=models.Q(("is_restricted", True)),
                name="congress_task_kept",
            ),
        ),
        migrations.RemoveField("breakthroughassignment", "folded"),
        migrations.AddField(
            "breakthroughassignment",
            "folded",
            models.TextField(db_collation="C", default="", editable=False),
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
    ]
