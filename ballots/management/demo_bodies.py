"""Sub-committees and task forces of the demo: Khe Vàng, Lâm Bình, the bloc.

That Lâm Bình had sub-committees and task forces (article 001), and the bloc committee
of Tuyên Quang 55 cells whose meetings were attended online (003), is the articles', as
is who is put into a task force; days, numbers of decisions, who is in which body, how
many cells were attended and what was said are made up.
"""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ballots.management.demo_celebrations import lam_binh_convened
from congress.labels.working_bodies import CUSTOMARY_DUTIES, CUSTOMARY_NAMES
from congress.models import (
    BodyField,
    BodyForm,
    BodyMember,
    BodyPart,
    Congress,
    Presence,
    Task,
    Visit,
    VisitMode,
    WorkingBody,
)
from congress.rules.customary_bodies import CUSTOMARY
from congress.rules.tasks import StepKind
from congress.services import tasks
from congress.services import working as services
from core.models import Unit, User

_HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_FOUNDED: Final = date(2020, 1, 10)
_MADE_UP: Final = "(giả định)"  # on papers of places that are real
_IN_TURN: Final = (BodyPart.HEAD, BodyPart.DEPUTY, BodyPart.SECRETARY)
# Of Lâm Bình, made up: who is in each sub-committee, in the order of its parts.
_PEOPLE: Final = {
    "documents": ("Ma Công Tuấn", "Chẩu Văn Khải", "Nguyễn Thị Lệ", "Quan Thị Vinh"),
    "personnel": ("Ma Công Tuấn", "Hoàng Văn Lục", "Nông Thị Tươi"),
    "logistics": ("Hoàng Văn Lục", "Lý Thị Ngoan", "Đặng Văn Pú"),
    "propaganda": ("Chẩu Văn Khải", "Phúc Thị Hiền", "Triệu Văn Thọ"),
}
_FORCES: Final = (
    (("Hoàng Văn Lục", "Lý Thị Ngoan", "Ma Văn Tiệp"), ("TQ-LB-KH", "TQ-LB-TL")),
    (("Chẩu Văn Khải", "Đặng Văn Pú"), ("TQ-LB-LC", "TQ-LB-HQ")),
)
# Article 001: members of the standing committee, heads of boards, sectors and unions.
_POSTS: Final = {
    "Hoàng Văn Lục": "Ủy viên Ban Thường vụ Huyện ủy, Trưởng Ban Tổ chức",
    "Lý Thị Ngoan": "Chủ tịch Hội Liên hiệp Phụ nữ huyện",
    "Ma Văn Tiệp": "Trưởng phòng Nội vụ",
    "Chẩu Văn Khải": "Ủy viên Ban Thường vụ Huyện ủy, Trưởng Ban Tuyên giáo",
    "Đặng Văn Pú": "Bí thư Huyện đoàn",
}
_CONCLUDED: Final = (
    "Hoàn thành đề cương báo cáo chính trị",
    "Rà soát các chỉ tiêu nhiệm kỳ 2015–2020",
    "Tổng hợp ý kiến góp ý của các đảng bộ trực thuộc",
    "Dự thảo chương trình hành động",
)
# Of the bloc, made up; whoever has the account comes first.
_COMMITTEE: Final = (
    *("Tạ Văn Chính", "Trần Thị Duyên", "Lê Đức Hiển", "Phan Thị Khánh"),
    *("Vi Văn Lạng", "Hà Thị Mỵ", "Đoàn Văn Ngọc", "Bùi Thị Oanh"),
    *("Ninh Văn Quyền", "Tống Thị Sen"),
)
_ATTENDED: Final = 41  # of the 55; the article says how many were assigned


def formed(
    congress: Congress,
    *,
    secretary: User,
    documents: User,
    district: User,
    bloc: User,
    member: User,
    of_a_force: User,
) -> None:
    """Found them: of the demo's congress, of Lâm Bình, of the bloc of Tuyên Quang.

    ``member`` is of the bloc's team and of nothing else, ``of_a_force`` of the first
    task force of Lâm Bình.
    """
    _of_khe_vang(congress, secretary, documents)
    _of_lam_binh(district, of_a_force)
    _of_the_bloc(bloc, member)


def _of_khe_vang(congress: Congress, by: User, documents: User) -> None:
    day = congress.opens_on - timedelta(days=150)
    made = _customary(congress.unit, congress, "08-QĐ/ĐU", day, by)
    _join(
        made["documents"],
        ("Phùng Văn Minh", "Lường Thị Én"),
        by=by,
        since=day,
    )
    services.add_member(
        made["documents"].pk,
        services.Joining(
            full_name=documents.full_name,
            part=BodyPart.SECRETARY,
            user=documents,
            from_on=day,
        ),
        by=by,
        at=_at(day),
    )
    _join(made["logistics"], ("Nguyễn Văn An", "Trần Thị Ánh"), by=by, since=day)


def _of_lam_binh(by: User, of_a_force: User) -> None:
    unit = Unit.objects.select_related("scope").get(code="TQ-LB")
    congress = lam_binh_convened(by=by)
    made = _customary(unit, congress, f"31-QĐ/HU {_MADE_UP}", _FOUNDED, by)
    for code, body in made.items():
        _join(body, _PEOPLE[code], by=by, since=_FOUNDED)
    _met(made["documents"], by)
    for number, (people, codes) in enumerate(_FORCES, start=1):
        force = services.found_body(
            unit,
            services.BodyFacts(
                form=BodyForm.TASK_FORCE,
                field=BodyField.DIRECTION,
                name=f"Tổ công tác số {number}",
                duties=(
                    "Chỉ đạo, kiểm tra, hướng dẫn đại hội các chi, đảng bộ trực thuộc "
                    "được phân công; duyệt báo cáo chính trị, cho ý kiến về phương án "
                    "nhân sự."
                ),
                congress=congress,
                decision_number=f"32-QĐ/HU {_MADE_UP}",
                decided_on=_FOUNDED,
            ),
            by=by,
            at=_at(_FOUNDED),
        )
        goes = _join(force, people, by=by, since=_FOUNDED)
        if number == 1:
            goes.insert(1, _with_account(force, of_a_force, by=by, since=_FOUNDED))
        communes = Unit.objects.filter(code__in=codes).select_related("scope")
        services.set_territory(force.pk, communes, on=_FOUNDED, by=by, at=_at(_FOUNDED))
        _went(force, list(communes.order_by("code")), goes, by)


def _met(body: WorkingBody, by: User) -> None:
    """Two meetings: one closed, with what it concluded, and one to be written."""
    day = date(2020, 1, 15)
    meeting = services.call_meeting(
        body.pk,
        services.MeetingFacts(
            starts_at=_at(day),
            place="Phòng họp Huyện ủy",
            agenda="Phân công thành viên; thống nhất đề cương báo cáo chính trị.",
        ),
        by=by,
        at=_at(day - timedelta(days=3)),
    )
    members = list(BodyMember.objects.filter(body=body).order_by("sort_key"))
    there = dict.fromkeys((each.pk for each in members), Presence.PRESENT.value)
    there[members[-1].pk] = Presence.EXCUSED.value
    written = services.write_minutes(
        meeting.pk,
        services.Written(
            minutes=(
                "Thư ký trình đề cương. Các thành viên đề nghị làm rõ kết quả ba khâu "
                "đột phá, bổ sung số liệu so với nghị quyết."
            ),
            conclusions="\n".join(f"{each}." for each in _CONCLUDED),
            presences=there,
        ),
        seen_version=meeting.version,
        by=by,
        at=_at(day),
    )
    services.close_minutes(
        meeting.pk,
        seen_version=written.version,
        by=by,
        at=_at(day + timedelta(days=1)),
    )
    made = services.conclude_tasks(
        meeting.pk,
        _CONCLUDED,
        owner=None,
        due_on=date(2020, 3, 31),
        by=by,
        at=_at(day + timedelta(days=1)),
    )
    for number, task in enumerate(made[:3]):
        _done(task, date(2020, 2, 10) + timedelta(days=12 * number), by)
    services.call_meeting(
        body.pk,
        services.MeetingFacts(
            starts_at=_at(date(2020, 3, 20)),
            place="Phòng họp Huyện ủy",
            agenda="Cho ý kiến vào dự thảo báo cáo chính trị.",
        ),
        by=by,
        at=_at(date(2020, 3, 16)),
    )


def _done(task: Task, day: date, by: User) -> None:
    tasks.act_on(
        task.pk,
        StepKind.DONE,
        tasks.Said(text="Đã gửi thành viên tiểu ban.", day=day),
        by=by,
        at=_at(day),
    )


def _with_account(
    force: WorkingBody, user: User, *, by: User, since: date
) -> BodyMember:
    return services.add_member(
        force.pk,
        services.Joining(
            person=user.person,
            full_name=user.full_name,
            post="Phó Chủ nhiệm Ủy ban Kiểm tra Huyện ủy",
            part=BodyPart.MEMBER,
            user=user,
            from_on=since,
        ),
        by=by,
        at=_at(since),
    )


def _went(
    force: WorkingBody, communes: list[Unit], goes: list[BodyMember], by: User
) -> None:
    """To the first commune the head went; to the second the next one is to go."""
    for number, (commune, who) in enumerate(zip(communes, goes, strict=False)):
        day = date(2020, 3, 4) + timedelta(days=9 * number)
        visit = services.plan_visit(
            force.pk,
            services.VisitFacts(
                unit=commune,
                member=who,
                mode=VisitMode.IN_PERSON,
                planned_on=day,
                purpose="Duyệt báo cáo chính trị, kiểm tra chuẩn bị đại hội.",
            ),
            by=by,
            at=_at(day - timedelta(days=7)),
        )
        if number == 0:
            services.report_visit(
                visit.pk,
                services.Reported(
                    held_on=day,
                    seen="Văn kiện đủ; cần gửi dự thảo đến chi bộ sớm hơn.",
                    requests="Hướng dẫn cách tổng hợp ý kiến của chi bộ.",
                ),
                seen_version=visit.version,
                by=by,
                at=_at(day),
            )


def _of_the_bloc(by: User, member: User) -> None:
    unit = Unit.objects.select_related("scope").get(code="TQ-K")
    day, first, last = date(2021, 8, 20), date(2021, 9, 1), date(2021, 9, 30)
    body = services.found_body(
        unit,
        services.BodyFacts(
            form=BodyForm.TASK_FORCE,
            field=BodyField.DIRECTION,
            name="Tổ dự sinh hoạt chi bộ",
            duties="Cấp ủy viên dự sinh hoạt chi bộ bằng hình thức trực tuyến.",
            decision_number=f"57-QĐ/ĐUK {_MADE_UP}",
            decided_on=day,
        ),
        by=by,
        at=_at(day),
    )
    own = services.add_member(
        body.pk,
        services.Joining(
            person=member.person,
            full_name=member.full_name,
            post="Ủy viên Ban Chấp hành Đảng bộ Khối",
            part=BodyPart.MEMBER,
            user=member,
            from_on=day,
        ),
        by=by,
        at=_at(day),
    )
    others = _join(body, _COMMITTEE, by=by, since=day)
    tour = services.make_round(
        body.pk,
        services.RoundFacts(
            title="Dự sinh hoạt chi bộ trực tuyến, tháng 9/2021",
            mode=VisitMode.ONLINE,
            starts_on=first,
            ends_on=last,
            asks=(
                "Nền nếp sinh hoạt; nội dung chuyên đề; số đảng viên dự; kiến nghị "
                "với Đảng ủy Khối."
            ),
        ),
        by=by,
        at=_at(day),
    )
    cells = Unit.objects.filter(
        scope__path__descendants_of=unit.scope.path, kind="cell"
    ).select_related("scope")
    services.add_units(tour.pk, list(cells), by=by, at=_at(day))
    services.share_out(tour.pk, [own, *others], anew=False, by=by, at=_at(day))
    visits = Visit.objects.filter(round=tour).order_by("unit__sort_key", "pk")
    for number, visit in enumerate(visits[:_ATTENDED]):
        invited = 12 + number % 17
        held = first + timedelta(days=number % 28)
        services.report_visit(
            visit.pk,
            services.Reported(
                held_on=held,
                invited=invited,
                present=invited - number % 3,
                seen="Sinh hoạt đúng trình tự, thảo luận chuyên đề.",
            ),
            seen_version=visit.version,
            by=member if visit.member_id == own.pk else by,
            at=_at(held),
        )


def _customary(
    unit: Unit, congress: Congress | None, number: str, day: date, by: User
) -> dict[str, WorkingBody]:
    return {
        code: services.found_body(
            unit,
            services.BodyFacts(
                form=BodyForm.SUB_COMMITTEE,
                field=code,
                name=str(CUSTOMARY_NAMES[code]),
                duties=str(CUSTOMARY_DUTIES[code]),
                congress=congress,
                decision_number=number,
                decided_on=day,
            ),
            by=by,
            at=_at(day),
        )
        for code in CUSTOMARY
    }


def _join(
    body: WorkingBody, people: tuple[str, ...], *, by: User, since: date
) -> list[BodyMember]:
    """Put people without accounts into a body; the first of them heads it."""
    parts = [*_IN_TURN, *[BodyPart.MEMBER] * len(people)]
    return [
        services.add_member(
            body.pk,
            services.Joining(
                full_name=name, post=_POSTS.get(name, ""), part=part, from_on=since
            ),
            by=by,
            at=_at(since),
        )
        for name, part in zip(people, parts, strict=False)
    ]


def _at(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), _HERE)
