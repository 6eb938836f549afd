"""A whole country in the database, by plain SQL: units, congresses, polls, trail."""

from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils import timezone

from core.services import ship_rule_sets

PROVINCES: Final = 34
COMMUNES: Final = 3_321
UNITS: Final = 52_000
CONGRESSES: Final = 3_000
NAMES: Final = 30
CENTRE: Final = "bench"
ROOT: Final = "B0"  # the code of the centre
PROVINCE: Final = "B1"

# Names with all the accents there are to search through.
_WORDS: Final = (
    "ARRAY['Sơn','Khe','Vàng','Hòa','Bình','Đông','Yên','Thượng','Mỹ','Lộc']"
)

_UNITS: Final = f"""
CREATE TEMP TABLE made AS
SELECT n,
  gen_random_uuid() AS unit,
  CASE WHEN n = 0 THEN 0
       WHEN n <= {PROVINCES} THEN 1
       WHEN n <= {PROVINCES + COMMUNES} THEN 2
       ELSE 3 END AS depth,
  CASE WHEN n <= {PROVINCES} THEN 0
       WHEN n <= {PROVINCES + COMMUNES} THEN 1 + (n * 7) % {PROVINCES}
       ELSE {PROVINCES + 1} + (n * 13) % {COMMUNES} END AS above
FROM generate_series(0, {UNITS - 1}) AS n;

CREATE TEMP TABLE placed AS
WITH RECURSIVE tree AS (
  SELECT n, unit, depth, NULL::uuid AS parent, '{CENTRE}'::text AS path
  FROM made WHERE n = 0
  UNION ALL
  SELECT made.n, made.unit, made.depth, tree.unit, tree.path || '.u' || made.n
  FROM made JOIN tree ON made.above = tree.n AND made.n <> 0
) SELECT *,
  (ARRAY['Đảng bộ Trung ương','Đảng bộ tỉnh','Đảng bộ xã','Chi bộ'])[depth + 1]
  || ' ' || ({_WORDS})[1 + n % 10] || ' ' || ({_WORDS})[1 + (n / 10) % 10]
  || ' ' || n AS name
FROM tree;

INSERT INTO core_scope (path, home, kind, title)
SELECT path::ltree, path::ltree, 'unit', name FROM placed ORDER BY depth, n;

INSERT INTO core_unit (id, scope_id, parent_id, code, name, kind_id, version)
SELECT unit, scope.id, parent, 'B' || n, name,
  (ARRAY['central','province','commune','cell'])[depth + 1], 1
FROM placed JOIN core_scope scope ON scope.path = placed.path::ltree
ORDER BY depth, n;
"""  # noqa: S608 - constants of this file

_CONGRESSES: Final = f"""
CREATE TEMP TABLE held AS
SELECT row_number() OVER (ORDER BY n) AS k, unit, path, name,
  gen_random_uuid() AS congress, gen_random_uuid() AS body
FROM placed WHERE depth = 2 ORDER BY n LIMIT {CONGRESSES};

INSERT INTO congress_term (unit_id, first_year, last_year)
SELECT unit, 2025, 2030 FROM held;

INSERT INTO core_scope (path, home, kind, title)
SELECT (path || '.c')::ltree, path::ltree, 'congress', name FROM held
UNION ALL
SELECT (path || '.c.b')::ltree, path::ltree, 'voting_body', name FROM held;

INSERT INTO congress_congress
  (id, scope_id, unit_id, term_id, slug, kind, number, place, opens_on, closes_on,
   contents, designated, is_pilot, version)
SELECT congress, scope.id, unit, term.id, 'dai-hoi-' || k, 'delegates', 1 + k % 30,
  'Hội trường ' || k, '2025-05-01'::date + (k % 90)::int,
  '2025-05-02'::date + (k % 90)::int,
  ARRAY['review', 'opinions', 'committee', 'delegates'], false, false, 1
FROM held
JOIN congress_term term ON term.unit_id = unit
JOIN core_scope scope ON scope.path = (held.path || '.c')::ltree;

INSERT INTO congress_votingbody (id, scope_id, congress_id, kind, number)
SELECT body, scope.id, congress, 'congress', 1
FROM held JOIN core_scope scope ON scope.path = (held.path || '.c.b')::ltree;
"""  # noqa: S608 - constants of this file

_POLLS: Final = f"""
CREATE TEMP TABLE polled AS
SELECT k, body, congress_id, scope_id, turn,
  gen_random_uuid() AS election, gen_random_uuid() AS file,
  gen_random_uuid() AS upload, gen_random_uuid() AS poll
FROM held JOIN congress_votingbody ON id = body, generate_series(1, 2) AS turn;

INSERT INTO core_storedfile (id, scope_id, name, size, sha256, stored_at)
SELECT file, scope_id, 'bau.json', 1, md5(file::text), now() FROM polled;
INSERT INTO ballots_upload (id, body_id, file_id, received_at)
SELECT upload, body, file, now() FROM polled;
INSERT INTO ballots_election
  (id, body_id, congress_id, number, office, rule_set, rule_edition_id, purpose,
   permitted_by)
SELECT election, body, congress_id, turn,
  CASE turn WHEN 1 THEN 'committee' ELSE 'delegates' END, '190-QD/TW', edition.id,
  'check', ''
FROM polled, core_rulesetedition edition
WHERE edition.rule_set_id = '190-QD/TW' AND edition.number = 1;
INSERT INTO ballots_poll
  (id, election_id, number, round, layout, stage, seats, alternates, max_votes,
   tally_base, present, printed, issued, returned, file_id, note, upload_id,
   revision, readings)
SELECT poll, election, 1, 'first', 'strike_out',
  CASE WHEN k % 20 = 0 THEN 'entered' ELSE 'confirmed' END,
  20, 0, 20, 200, 198, 205, 198, 198, 'bench-' || turn, '', upload, 1, 1
FROM polled;
INSERT INTO ballots_candidate (id, poll_id, place, number, name)
SELECT gen_random_uuid(), poll, place, place + 1, 'Nguyễn Văn An ' || place
FROM polled, generate_series(0, {NAMES - 1}) AS place;

CREATE TEMP TABLE closed AS
SELECT id AS poll, gen_random_uuid() AS tally FROM ballots_poll
WHERE file_id LIKE 'bench-_' AND stage = 'confirmed';
INSERT INTO ballots_tally
  (id, poll_id, digest, counted_at, threshold, returned, valid, invalid, undecided,
   open_seats, open_alternates, next, next_rule)
SELECT tally, poll, md5(poll::text), now(), 101, 198, 198, 0, 0, 0, 0, 'closed',
  'R-RS-1'
FROM closed;
INSERT INTO ballots_confirmation
  (poll_id, tally_id, revision, by_id, at, board, link_digest)
SELECT poll, tally, 1, (SELECT min(id) FROM core_user), now(), '[]', '' FROM closed;
"""  # noqa: S608 - constants of this file

_TRAIL: Final = """
INSERT INTO core_auditevent
  (at, act, actor_id, scope_id, subject_kind, subject_key, subject_title, detail,
   restricted)
SELECT now(), 'core.unit_founded', NULL, scope_id, 'core.unit', id, name, '{}', false
FROM core_unit;
INSERT INTO core_auditevent
  (at, act, actor_id, scope_id, subject_kind, subject_key, subject_title, detail,
   restricted)
SELECT now(), act, NULL, scope_id, 'ballots.poll', poll, 'Bầu Ban Chấp hành', '{}',
  false
FROM polled, unnest(ARRAY['ballots.file_received','ballots.poll_imported',
  'ballots.entry_finished','ballots.count_asked','ballots.poll_counted',
  'ballots.tally_confirmed','ballots.minutes_printed','ballots.poll_exported']) AS act;
INSERT INTO core_auditevent
  (at, act, actor_id, scope_id, subject_kind, subject_key, subject_title, detail,
   restricted)
SELECT now(), 'core.signed_in', NULL, NULL, 'core.user', n, 'Ai đó', '{}', false
FROM generate_series(1, 100000) AS n;
"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the staff who look at the pages sit."""

    centre: int
    province: int


def load() -> Places:
    """Fill an empty schema; return the scopes of the centre and of one province."""
    ship_rule_sets(at=timezone.now())
    with connection.cursor() as cursor:
        # A finished nation at once: no trigger asks how each poll came to its stage.
        cursor.execute("SET session_replication_role = replica")
        for script in (_UNITS, _CONGRESSES, _POLLS, _TRAIL):
            cursor.execute(script)
        cursor.execute("RESET session_replication_role")
        # What autovacuum does in the first minute of a real portal.
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(
            "SELECT scope_id FROM core_unit WHERE code IN ('B0', 'B1') ORDER BY code"
        )
        (centre,), (province,) = cursor.fetchall()
    return Places(centre=centre, province=province)
