"""What congress offers to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.labels.points import offer_point
from congress.models import (
    Difficulty,
    DifficultyStep,
    Holiday,
    LegalDocument,
    Lesson,
    LessonAnswer,
    LessonPush,
    LevelTerms,
    PlanBasis,
    Practice,
    PracticeComment,
    PracticeMark,
    PracticeStep,
    ProgressReport,
    Reminder,
    SharedAnswer,
    Submission,
    SubmissionStep,
    TemplateBasis,
    UpperAttendance,
    WallControl,
)
from congress.provides import (
    assignments,
    bodies,
    celebrations,
    conferences,
    reviews,
    tasks,
)
from congress.provides.notices import NOTICES_OF_LEARNING, NOTICES_OF_READINESS
from congress.provides.points import POINTS
from congress.provides.sections import SECTIONS
from congress.provides.trail import ACTS, DETAILS
from congress.rule_book import RULE_BOOK
from congress.services import plan_work
from congress.services.importing import ROLL
from congress.services.importing.tasks import TASKS
from core import registry
from core.access.rights import Right

# Rows that only grow; triggers see to it.
_FACTS = (
    *("congress_elected", "congress_frame", "congress_step"),
    *("congress_reminder", "congress_submissionstep", "congress_guestevent"),
    *("congress_lessonpush", "congress_lessonanswer"),
    *("congress_difficultystep", "congress_practicestep"),
)


def offer() -> None:
    """Fill the registry."""
    registry.offer_rule_sets(RULE_BOOK)
    registry.offer_import(ROLL)
    registry.offer_import(TASKS)
    registry.name_acts(ACTS)
    registry.name_details(DETAILS)
    registry.name_facts(*_FACTS)
    registry.name_notices(NOTICES_OF_READINESS)
    registry.name_notices(NOTICES_OF_LEARNING)
    registry.name_work(plan_work.KINDS)
    registry.name_work(
        {
            "congress.difficulty": _("Vướng mắc"),
            "congress.submission": _("Trình cấp trên duyệt"),
        }
    )
    registry.name_figures(plan_work.FIGURES)
    registry.offer_tab(
        registry.Tab(20, _("Đại hội"), "congress:list", Right.CONGRESS_READ)
    )
    for section in SECTIONS:
        registry.offer_section(section)
    for point in POINTS:
        offer_point(point)
    registry.move_with_people("congress.RollEntry", "person")
    registry.move_with_people("congress.UpperAttendance", "person")
    for part in (bodies, tasks, reviews, assignments, celebrations, conferences):
        part.offer()
    _offer_for_journeys()


def _offer_for_journeys() -> None:
    registry.take_whole(Holiday, LevelTerms)
    registry.renew_after_journey(plan_work.write_work_beneath)
    # A wall is of its machine; the others are what goes on with the level above.
    registry.stay_behind(
        WallControl, UpperAttendance, Reminder, Submission, SubmissionStep
    )
    # Kept for all plans of the portal: a hall needs none of it.
    registry.stay_behind(LegalDocument, PlanBasis, ProgressReport, TemplateBasis)
    # They lie between units; a hall asks nobody.
    registry.stay_behind(
        Lesson,
        LessonPush,
        LessonAnswer,
        Difficulty,
        DifficultyStep,
        SharedAnswer,
        Practice,
        PracticeStep,
        PracticeMark,
        PracticeComment,
    )
