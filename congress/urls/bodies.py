"""Addresses of sub-committees and task forces."""

from django.urls import path

from congress.views.working import listing, meetings, one, rounds, visits

_BODY = "tieu-ban/<uuid:body>"
_MEETING = f"{_BODY}/cuoc-hop/<uuid:meeting>"
_VISIT = f"{_BODY}/chuyen-di/<uuid:visit>"
_ROUND = f"{_BODY}/dot/<uuid:tour>"

urlpatterns = [
    path("tieu-ban/", listing.bodies, name="working-bodies"),
    path("tieu-ban/lap/", listing.found, name="working-found"),
    path("tieu-ban/lap-bon/", listing.customary, name="working-customary"),
    path(
        "dai-hoi/<slug:congress>/tieu-ban/",
        listing.of_congress,
        name="working-of-congress",
    ),
    path(f"{_BODY}/", one.body, name="working-body"),
    path(f"{_BODY}/sua/", one.change, name="working-change"),
    path(f"{_BODY}/ket-thuc/", one.end, name="working-end"),
    path(f"{_BODY}/thanh-vien/them/", one.member_add, name="working-member-add"),
    path(
        f"{_BODY}/thanh-vien/<uuid:member>/",
        one.member_change,
        name="working-member-change",
    ),
    path(
        f"{_BODY}/thanh-vien/<uuid:member>/thoi/",
        one.member_leave,
        name="working-member-leave",
    ),
    path(f"{_BODY}/dia-ban/", one.territory, name="working-territory"),
    path(f"{_BODY}/ke-hoach/lap/", one.plan_make, name="working-plan-make"),
    path(f"{_BODY}/cuoc-hop/them/", meetings.meeting_call, name="working-meeting-call"),
    path(f"{_MEETING}/", meetings.meeting, name="working-meeting"),
    path(f"{_MEETING}/sua/", meetings.meeting_change, name="working-meeting-change"),
    path(f"{_MEETING}/bien-ban/", meetings.minutes, name="working-minutes"),
    path(f"{_MEETING}/chot/", meetings.minutes_close, name="working-minutes-close"),
    path(f"{_MEETING}/huy/", meetings.meeting_cancel, name="working-meeting-cancel"),
    path(f"{_MEETING}/giao-viec/", meetings.conclude, name="working-conclude"),
    path(f"{_MEETING}/ban-in/lap/", meetings.paper_make, name="working-paper-make"),
    path(
        f"{_MEETING}/ban-in/<uuid:paper>/",
        meetings.paper_file,
        name="working-paper-file",
    ),
    path(f"{_BODY}/tai-lieu/them/", meetings.file_add, name="working-file-add"),
    path(f"{_BODY}/tai-lieu/<uuid:file>/", meetings.file, name="working-file"),
    path(
        f"{_BODY}/tai-lieu/<uuid:file>/bo/",
        meetings.file_remove,
        name="working-file-remove",
    ),
    path(f"{_BODY}/chuyen-di/", visits.visits, name="working-visits"),
    path(f"{_BODY}/chuyen-di/them/", visits.visit_plan, name="working-visit-plan"),
    path(f"{_VISIT}/", visits.visit, name="working-visit"),
    path(f"{_VISIT}/sua/", visits.visit_change, name="working-visit-change"),
    path(f"{_VISIT}/bao-cao/", visits.visit_report, name="working-visit-report"),
    path(f"{_VISIT}/huy/", visits.visit_cancel, name="working-visit-cancel"),
    path(f"{_BODY}/dot/lap/", rounds.round_make, name="working-round-make"),
    path(f"{_ROUND}/", rounds.visit_round, name="working-round"),
    path(f"{_ROUND}/sua/", rounds.round_change, name="working-round-change"),
    path(f"{_ROUND}/don-vi/", rounds.round_units, name="working-round-units"),
    path(f"{_ROUND}/phan-cong/", rounds.round_share, name="working-round-share"),
]
