"""Made-up programmes of a whole country, for measuring: who does what until when.

Written straight into the tables, like the register it stands on
(core.management.sample_register). For demos only.
"""

from datetime import date, datetime
from typing import Any, Final

from django.db import connection

IN_A_LIST: Final = 37  # tasks of one programme
DONE: Final = 6  # one in so many is done
BEFORE: Final = 60  # days before today on which the first are due
SPREAD: Final = 300

_PLACES: Final = """
CREATE TEMP TABLE sample_keepers ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY scope.path) - 1 AS k, unit.id AS unit,
  scope.id AS scope,
  array_agg(beneath.id ORDER BY beneath.id) AS units,
  array_agg(beneath.scope_id ORDER BY beneath.id) AS scopes
FROM core_unit unit
JOIN core_scope scope ON scope.id = unit.scope_id
JOIN core_unit beneath ON beneath.parent_id = unit.id
  AND beneath.dissolved_on IS NULL
WHERE scope.path <@ %(root)s::ltree
GROUP BY unit.id, scope.id, scope.path;

CREATE TEMP TABLE sample_lists ON COMMIT DROP AS
SELECT n, gen_random_uuid() AS list, keeper.*
FROM generate_series(0, (%(tasks)s - 1) / %(in_a_list)s) AS n
JOIN sample_keepers keeper
  ON keeper.k = n %% (SELECT count(*) FROM sample_keepers);

INSERT INTO congress_worklist
  (id, scope_id, unit_id, kind, title, number, basis, situation, aims, starts_on,
   ends_on, is_of_personnel, version)
SELECT list, scope, unit, 'programme', 'Chương trình công tác số ' || n, '', '', '', '',
  date_trunc('year', %(today)s::date),
  date_trunc('year', %(today)s::date) + interval '1 year' - interval '1 day',
  false, 1
FROM sample_lists
"""

# One in three is done by the unit itself, the others by units right beneath it.
_TASKS: Final = """
INSERT INTO congress_task
  (id, work_list_id, scope_id, unit_id, place, title, detail, product, helpers, due_on,
   needs_evidence, state, percent, done_on, evidence, is_of_personnel, is_restricted,
   made_at, version)
SELECT gen_random_uuid(), list, scope, unit, place, 'Việc ' || place || ' của chương '
  'trình ' || n, '', '', '', due, false,
  CASE WHEN is_done THEN 'done' ELSE 'open' END,
  CASE WHEN is_done THEN 100 END, CASE WHEN is_done THEN least(due, %(today)s) END,
  '', false, false, %(at)s, 1
FROM (
  SELECT list, n, place,
    CASE WHEN place %% 3 = 0 THEN unit
      ELSE units[1 + (n * 31 + place) %% cardinality(units)] END AS unit,
    CASE WHEN place %% 3 = 0 THEN scope
      ELSE scopes[1 + (n * 31 + place) %% cardinality(units)] END AS scope,
    %(today)s::date - %(before)s + ((n * 7919 + place * 104729) %% %(spread)s)::int
      AS due,
    (n + place) %% %(done)s = 0 AS is_done
  FROM sample_lists, generate_series(1, %(in_a_list)s) AS place
  WHERE n * %(in_a_list)s + place <= %(tasks)s
) made
"""

_WORK: Final = """
INSERT INTO core_workitem
  (id, scope_id, kind, subject_key, title, folded, state, tone, due_on, "right",
   seen_with, url_name, url_args, at, reminded)
SELECT gen_random_uuid(), task.scope_id, 'congress.task', task.id::text, task.title,
  task.folded, 'đang làm', 'none', task.due_on, 'work.do', 'work.read',
  'congress:task', jsonb_build_array(task.id::text), %(at)s, ''
FROM congress_task task JOIN core_scope scope ON scope.id = task.scope_id
WHERE task.state = 'open' AND scope.path <@ %(root)s::ltree
ON CONFLICT (kind, subject_key) DO NOTHING
"""


def load_tasks(root: str, number: int, *, today: date, at: datetime) -> None:
    """Give the units beneath a path so many tasks, with what waits because of them."""
    told: dict[str, Any] = {
        "root": root,
        "tasks": number,
        "in_a_list": IN_A_LIST,
        "today": today,
        "at": at,
        "before": BEFORE,
        "spread": SPREAD,
        "done": DONE,
    }
    with connection.cursor() as cursor:
        for statement in (_PLACES, _TASKS, _WORK):
            cursor.execute(statement, told)


def tidy() -> None:
    """Have the planner know what is there now; not within a transaction."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for table in ("congress_worklist", "congress_task", "core_workitem"):
            cursor.execute(f"VACUUM ANALYZE {table}")
