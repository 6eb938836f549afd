from django.db import migrations

# Facts of this release. Versions are protected by the triggers that fill them.
TRIGGERS = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""
FACTS = (
    "core_auditseal",
    "core_unitchange",
    "core_unitsuccession",
    "core_personmerge",
    "core_rulesetedition",
    "core_unitversion",
    "core_personversion",
    "core_postversion",
    "core_userversion",
)

# Every line waits for the sealer from the moment its transaction commits; nobody who
# writes lines has to think of it.
WAITING = """
CREATE FUNCTION core_wait_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_unsealedevent (event_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER core_auditevent_waits AFTER INSERT ON core_auditevent
  FOR EACH ROW EXECUTE FUNCTION core_wait_for_seal();
INSERT INTO core_unsealedevent (event_id) SELECT id FROM core_auditevent;
"""

# Names are found without accents, by any of their words. People are so many that whole
# words have an index of their own: most words are two or three letters, in which
# trigrams find little. Rows that may be one person have name and birth date in common.
SEARCH = """
CREATE INDEX core_person_by_folded_name ON core_person
  USING gin (folded_name gin_trgm_ops);
CREATE INDEX core_person_by_word ON core_person
  USING gin (string_to_array(folded_name, ' ')) WHERE merged_into_id IS NULL;
CREATE INDEX core_person_doubles ON core_person (folded_name, born_on)
  WHERE merged_into_id IS NULL AND born_on IS NOT NULL;
CREATE INDEX core_person_by_theory ON core_person (theory);
CREATE INDEX core_person_by_membership ON core_person (membership);
CREATE INDEX core_unit_by_code_and_name ON core_unit
  USING gin (folded gin_trgm_ops);
CREATE INDEX core_unit_in_order_of_name ON core_unit (core_fold(name), id);
CREATE INDEX core_audit_by_folded_title ON core_auditevent
  USING gin (core_fold(subject_title) gin_trgm_ops);
CREATE INDEX core_scope_by_folded_title ON core_scope
  USING gin (core_fold(title) gin_trgm_ops);
CREATE INDEX core_user_by_folded_name ON core_user
  USING gin (core_fold(full_name) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_the_register"),
    ]

    operations = [
        *(
            migrations.RunSQL(TRIGGERS.format(table=table), migrations.RunSQL.noop)
            for table in FACTS
        ),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]
