"""Server time of queues, bodies, conferences and assignments of a whole country."""

import time
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from core.models import User
from tests.bench import nation, pages
from tests.bench.table import Line

PAGES: Final = {
    "start page": "/",
    "start page, waiting for others": "/?xem=khac",
    "review queue": "/cho-duyet/",
    "review queue, last page": "/cho-duyet/?trang=last",
    "review queue, all states": "/cho-duyet/?tinh-trang=tat-ca",
    "review queue search 'xa 41'": "/cho-duyet/?tim=xa+41",
    "review queue, to decide": "/cho-duyet/?cho=duyet",
    "what was submitted": "/trinh/",
    "bodies": "/tieu-ban/",
    "bodies, last page": "/tieu-ban/?trang=last",
    "bodies search 'van kien'": "/tieu-ban/?tim=van+kien",
    "conferences": "/hoi-nghi/",
    "conferences search 'so 41'": "/hoi-nghi/?tim=so+41",
    "assignments": "/giao-viec/",
    "assignments, last page": "/giao-viec/?trang=last",
    "assignments search 'viec 41'": "/giao-viec/?tim=viec+41",
    "works": "/cong-trinh/",
    "calendar of this month": "/lich-dai-hoi/",
}

# What each unit submits to the one above: two in three wait, the others are decided.
_SUBMITTED: Final = """
INSERT INTO congress_submission
  (id, scope_id, unit_id, superior_id, kind, title, state, note, revision, digest,
   submitted_by_id, submitted_at, decided_by_id, decided_at, decision_note)
SELECT gen_random_uuid(), scope_id, id, parent_id, 'documents',
  'Báo cáo chính trị của ' || name,
  CASE WHEN n %% 3 < 2 THEN 'submitted' WHEN n %% 2 = 0 THEN 'cleared'
    ELSE 'sent_back' END,
  'Lời trình số ' || n, 1, 'x', %(one)s,
  %(at)s - make_interval(hours => (n * 7919 %% 700)::int),
  CASE WHEN n %% 3 = 2 THEN %(other)s END, CASE WHEN n %% 3 = 2 THEN %(at)s END,
  CASE WHEN n %% 3 = 2 THEN 'Đã xem.' ELSE '' END
FROM (SELECT unit.*, row_number() OVER (ORDER BY code) AS n
      FROM core_unit unit JOIN core_scope scope ON scope.id = unit.scope_id
      WHERE scope.path <@ %(root)s::ltree AND unit.parent_id IS NOT NULL) units
"""

# Four sub-committees in each commune.
_BODIES: Final = """
WITH made AS (
  INSERT INTO core_scope (path, home, kind, title)
  SELECT scope.path || ('tb' || n)::ltree, scope.path, 'working_body', called
  FROM core_unit unit JOIN core_scope scope ON scope.id = unit.scope_id,
    (VALUES (1, 'Tiểu ban Văn kiện'), (2, 'Tiểu ban Nhân sự'),
      (3, 'Tiểu ban Tổ chức, phục vụ'), (4, 'Tiểu ban Tuyên truyền')) names (n, called)
  WHERE scope.path <@ %(root)s::ltree AND unit.kind_id = 'commune'
  RETURNING id, home, title
)
INSERT INTO congress_workingbody
  (id, scope_id, unit_id, form, field, name, duties, decision_number, decided_on,
   version)
SELECT gen_random_uuid(), made.id, unit.id, 'sub_committee',
  CASE WHEN made.title = 'Tiểu ban Nhân sự' THEN 'personnel' ELSE 'documents' END,
  made.title, '', '', %(at)s::date - 90, 1
FROM made JOIN core_scope scope ON scope.path = made.home
JOIN core_unit unit ON unit.scope_id = scope.id
"""

# A conference of each unit that has others beneath it, with a point at each of them.
_CONFERENCES: Final = """
WITH hosts AS (
  SELECT unit.id, row_number() OVER (ORDER BY code) AS n
  FROM core_unit unit JOIN core_scope scope ON scope.id = unit.scope_id
  WHERE scope.path <@ %(root)s::ltree
    AND EXISTS (SELECT FROM core_unit each WHERE each.parent_id = unit.id)
), held AS (
  INSERT INTO congress_conference
    (id, unit_id, title, starts_at, chaired_by, agenda, conclusions, version)
  SELECT gen_random_uuid(), id, 'Hội nghị số ' || n,
    %(at)s + make_interval(days => (n * 31 %% 60)::int - 30), '', '', '', 1
  FROM hosts RETURNING id, unit_id
)
INSERT INTO congress_conferencepoint
  (id, conference_id, number, unit_id, name, place, contact, is_main, expected, note,
   version)
SELECT gen_random_uuid(), held.id, row_number() OVER (PARTITION BY held.id), each.id,
  each.name || ' ' || each.code, '', '', false, 30, '', 1
FROM held JOIN core_unit each ON each.parent_id = held.unit_id
"""

# Three assignments of each such unit to those beneath, by a list of the centre; one in
# ten is not public.
_ASSIGNED: Final = """
WITH listed AS (
  INSERT INTO congress_postlist
    (id, unit_id, title, number, decided_on, in_force_from, version)
  SELECT gen_random_uuid(), unit.id, 'Danh mục đo', '1-QĐ', date '2020-01-01',
    date '2020-01-01', 1
  FROM core_unit unit JOIN core_scope scope ON scope.id = unit.scope_id
  WHERE scope.path = %(root)s::ltree RETURNING id
)
INSERT INTO congress_listedpost (id, post_list_id, place, title, assigned_by)
SELECT gen_random_uuid(), id, 1, 'Bí thư', 'delegated' FROM listed;

INSERT INTO congress_worklist
  (id, scope_id, unit_id, kind, title, number, basis, situation, aims, starts_on,
   ends_on, is_of_personnel, version)
SELECT gen_random_uuid(), unit.scope_id, unit.id, 'assignments', 'Giao việc', '', '',
  '', '', date_trunc('year', %(at)s::date),
  date_trunc('year', %(at)s::date) + interval '1 year' - interval '1 day', false, 1
FROM core_unit unit JOIN core_scope scope ON scope.id = unit.scope_id
WHERE scope.path <@ %(root)s::ltree AND scope.path <> %(root)s::ltree
  AND EXISTS (SELECT FROM core_unit each WHERE each.parent_id = unit.id);

WITH given AS (
  INSERT INTO congress_task
    (id, work_list_id, scope_id, unit_id, place, title, detail, product, helpers,
     due_on, needs_evidence, state, evidence, is_of_personnel, is_restricted, made_at,
     version)
  SELECT gen_random_uuid(), held.id, each.scope_id, each.id, each.place,
    'Việc ' || each.place || ' của ' || each.name, '', '', '', held.ends_on, true,
    'open', '', false, hashtext(each.code) %% 10 = 0, %(at)s, 1
  FROM congress_worklist held CROSS JOIN LATERAL (
    SELECT *, row_number() OVER (ORDER BY code) AS place FROM core_unit
    WHERE parent_id = held.unit_id ORDER BY code LIMIT 3
  ) each
  WHERE held.kind = 'assignments' RETURNING id, scope_id, place, is_restricted
)
INSERT INTO congress_breakthroughassignment
  (task_id, scope_id, post_id, full_name, sort_key, decision_number, decided_on,
   period, problem, why, is_public)
SELECT given.id, given.scope_id, post.id, 'Nguyễn Văn ' || given.place, 'x', '2-QĐ',
  %(at)s::date - (given.place * 7)::int, 'year', 'hard', 'Việc khó',
  NOT given.is_restricted
FROM given, congress_listedpost post
"""

_TABLES: Final = (
    *("core_scope", "congress_submission", "congress_workingbody"),
    *("congress_conference", "congress_conferencepoint", "congress_worklist"),
    *("congress_task", "congress_breakthroughassignment"),
)


def measured() -> Iterator[Line]:
    """Fill the country, then open each page for staff of a province and the centre."""
    began = time.perf_counter()
    _fill()
    yield Line("fill all that", time.perf_counter() - began, "s", 120)
    for where in ("province", "centre"):
        client = Client()
        user = User.objects.get(username=f"bench-{where}")
        client.force_login(user, backend=pages.BACKEND)
        for what, address in PAGES.items():
            yield pages.page(client, f"{what}, {where}", address)


def _fill() -> None:
    one, other = User.objects.order_by("pk")[:2]
    told: dict[str, Any] = {
        "root": nation.CENTRE,
        "at": timezone.now(),
        "one": one.pk,
        "other": other.pk,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (_SUBMITTED, _BODIES, _CONFERENCES, _ASSIGNED):
            cursor.execute(statement, told)
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
