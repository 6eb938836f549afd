"""A made-up year of congresses for measuring: who holds one when, and what is done.

Written straight into the tables, like the register it stands on
(core.management.sample_register). For demos only.
"""

from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from congress.models import Congress, Milestone
from congress.rules.customary_plan import CUSTOMARY
from congress.rules.planning import Anchor
from congress.services.readiness import refresh

SPREAD: Final = 240  # days over which congresses open
BEFORE: Final = 90  # of them before today
LAST_YEARS: Final = 5  # of a term
AT_ONCE: Final = 500  # congresses whose points are written in one go

_HELD: Final = """
CREATE TEMP TABLE sample_held ON COMMIT DROP AS
SELECT unit.id AS unit, scope.path, unit.name, level.rank,
  row_number() OVER (ORDER BY level.rank, unit.sort_key, unit.id) AS k,
  gen_random_uuid() AS congress,
  %(opens)s::date + ((row_number() OVER (ORDER BY level.rank, unit.sort_key, unit.id)
    * 7919) %% %(spread)s)::int AS opens_on
FROM core_unit unit
JOIN core_scope scope ON scope.id = unit.scope_id
JOIN core_unitkind kind ON kind.code = unit.kind_id
JOIN core_level level ON level.code = kind.level_id
WHERE scope.path <@ %(root)s::ltree AND scope.path <> %(root)s::ltree
  AND unit.dissolved_on IS NULL
  AND NOT EXISTS (SELECT FROM congress_congress WHERE unit_id = unit.id)
ORDER BY k LIMIT %(lacking)s;

INSERT INTO congress_term (unit_id, first_year, last_year)
SELECT unit, %(year)s, %(year)s + %(years)s FROM sample_held;

INSERT INTO core_scope (path, home, kind, title)
SELECT path || 'c', path, 'congress', name FROM sample_held
UNION ALL
SELECT path || 'c.b', path, 'voting_body', name FROM sample_held;

INSERT INTO congress_congress
  (id, scope_id, unit_id, term_id, slug, kind, number, place, opens_on, closes_on,
   contents, designated, is_pilot, version)
SELECT congress, scope.id, unit, term.id, 'mau-' || congress, 'delegates',
  1 + k %% 30, 'Hội trường ' || k, opens_on, opens_on + (k %% 2)::int,
  ARRAY['review', 'opinions', 'committee', 'delegates'], false, false, 1
FROM sample_held
JOIN congress_term term ON term.unit_id = unit AND term.first_year = %(year)s
JOIN core_scope scope ON scope.path = sample_held.path || 'c';

INSERT INTO congress_votingbody (id, scope_id, congress_id, kind, number)
SELECT gen_random_uuid(), scope.id, congress, 'congress', 1
FROM sample_held JOIN core_scope scope ON scope.path = sample_held.path || 'c.b'
"""

# One in twelve of what is due is late; the customary things first, then others.
_PLANS: Final = """
INSERT INTO congress_milestone ({columns})
SELECT {values}
FROM (
  SELECT held.id AS congress, item.*,
    held.opens_on - item.before AS due,
    held.opens_on - item.before < %(today)s
      AND (abs(hashtext(held.id::text || item.code)) %% 12 > 0
           OR held.opens_on < %(today)s - 45) AS is_done
  FROM congress_congress held
  JOIN core_scope scope ON scope.id = held.scope_id
  CROSS JOIN unnest(%(codes)s::text[], %(phases)s::text[], %(anchors)s::text[],
    %(before)s::int[]) WITH ORDINALITY AS item (code, phase, anchor, before, place)
  WHERE scope.path <@ %(root)s::ltree
    AND NOT EXISTS (SELECT FROM congress_milestone WHERE congress_id = held.id)
) made
"""
_WRITTEN: Final = {
    "id": "gen_random_uuid()",
    "congress_id": "congress",
    "code": "code",
    "title": "'Việc ' || code",
    "phase": "phase",
    "anchor": "anchor",
    "place": "place",
    "due_on": "due",
    "done_on": "CASE WHEN is_done THEN due END",
}


def load_congresses(root: str, number: int, *, today: date) -> None:
    """Have so many units beneath a path hold congresses, the highest levels first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM congress_congress held"
            " JOIN core_scope scope ON scope.id = held.scope_id"
            " WHERE scope.path <@ %s::ltree",
            [root],
        )
        (there,) = cursor.fetchone()
        cursor.execute(
            _HELD,
            {
                "root": root,
                "lacking": max(0, number - there),
                "opens": date.fromordinal(today.toordinal() - BEFORE),
                "spread": SPREAD,
                "year": first_year(today),
                "years": LAST_YEARS,
            },
        )


def load_plans(root: str, number: int, *, today: date) -> None:
    """Give the congresses beneath a path so many milestones in all, evenly."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM congress_congress held"
            " JOIN core_scope scope ON scope.id = held.scope_id"
            " WHERE scope.path <@ %s::ltree",
            [root],
        )
        (held,) = cursor.fetchone()
        items = _items(-(-number // max(1, held)))
        written = _columns()
        statement = _PLANS.format(
            columns=", ".join(written), values=", ".join(written.values())
        )
        cursor.execute(statement, {"root": root, "today": today, **items})


def write_points(root: str, *, at: datetime) -> None:
    """Write how ready the congresses beneath a path are, as their acts would have."""
    held = Congress.objects.filter(scope__path__descendants_of=root)
    keys = sorted(held.values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        refresh(keys[first : first + AT_ONCE], at=at)


def first_year(today: date) -> int:
    """Return when the term began that a day lies in: 2020, 2025, 2030."""
    return today.year - today.year % LAST_YEARS


def tidy() -> None:
    """Do what the database's own housekeeping would do in the next minutes."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(
                "VACUUM ANALYZE core_scope, congress_term, congress_congress, "
                "congress_votingbody, congress_milestone, congress_readinesspoint"
            )


def _columns() -> dict[str, str]:
    """Return column → expression; whatever is not written here has its default."""
    found = {}
    for field in Milestone._meta.concrete_fields:
        column = str(field.column)
        default = "NULL" if field.null else _literal(field.get_default())
        found[column] = _WRITTEN.get(column, default)
    return found


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else "''"


def _items(number: int) -> dict[str, list[Any]]:
    """Return what each congress has to do, column by column."""
    rows = [
        (each.code, each.phase, each.anchor.value, _before(each.anchor, each.days))
        for each in CUSTOMARY[:number]
    ]
    rows += [
        (f"viec-{place}", "service", Anchor.OPENING.value, 1 + place * 2)
        for place in range(number - len(rows))
    ]
    codes, phases, anchors, before = map(list, zip(*rows, strict=True))
    return {"codes": codes, "phases": phases, "anchors": anchors, "before": before}


def _before(anchor: Anchor, days: int) -> int:
    """Return how long before the opening, in days of the week: good enough here."""
    return days or 30 if anchor is Anchor.OPENING else -15
