"""Addresses of congresses and their rolls."""

from django.urls import path

from congress import views
from congress.urls import (
    assignments,
    bodies,
    celebrations,
    conferences,
    reviews,
    tasks,
)

app_name = "congress"
urlpatterns = [
    *bodies.urlpatterns,
    *tasks.urlpatterns,
    *reviews.urlpatterns,
    *assignments.urlpatterns,
    *celebrations.urlpatterns,
    *conferences.urlpatterns,
    path("dai-hoi/", views.congress_list, name="list"),
    path("dai-hoi/lap/", views.congress_convene, name="convene"),
    path("dai-hoi/<slug:congress>/", views.congress_detail, name="detail"),
    path("dai-hoi/<slug:congress>/sua/", views.congress_change, name="change"),
    path("dai-hoi/<slug:congress>/ke-hoach/", views.plan, name="plan"),
    path("dai-hoi/<slug:congress>/ke-hoach/lap/", views.plan_make, name="plan-make"),
    path("dai-hoi/<slug:congress>/ke-hoach/them/", views.plan_add, name="plan-add"),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/tinh-lai/",
        views.plan_recompute,
        name="plan-recompute",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/ban-in/",
        views.plan_papers,
        name="plan-papers",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/ban-in/lap/",
        views.plan_papers_make,
        name="plan-papers-make",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/ban-in/<uuid:paper>/",
        views.plan_papers_file,
        name="plan-papers-file",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/can-cu/", views.plan_bases, name="plan-bases"
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/mau/", views.plan_offers, name="plan-offers"
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/",
        views.plan_change,
        name="plan-change",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/xong/",
        views.plan_done,
        name="plan-done",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/chua-xong/",
        views.plan_take_back,
        name="plan-take-back",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/bo/",
        views.plan_remove,
        name="plan-remove",
    ),
    path("ke-hoach-mau/", views.template_list, name="templates"),
    path("ke-hoach-mau/lap/", views.template_new, name="template-new"),
    path("ke-hoach-mau/<uuid:template>/", views.template, name="template"),
    path(
        "ke-hoach-mau/<uuid:template>/sua/",
        views.template_change,
        name="template-change",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/chep/", views.template_copy, name="template-copy"
    ),
    path(
        "ke-hoach-mau/<uuid:template>/can-cu/",
        views.template_bases,
        name="template-bases",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/lap-ke-hoach/",
        views.template_plans,
        name="template-plans",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/them/",
        views.template_item_add,
        name="template-item-add",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/",
        views.template_item,
        name="template-item",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/chuyen/",
        views.template_item_move,
        name="template-item-move",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/bo/",
        views.template_item_remove,
        name="template-item-remove",
    ),
    path("dai-hoi/<slug:congress>/lap-hoi-nghi/", views.form_body, name="form-body"),
    path("dai-hoi/<slug:congress>/danh-sach/", views.rolls, name="rolls"),
    path("dai-hoi/<slug:congress>/danh-sach/<slug:body>/", views.roll, name="roll"),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/them/",
        views.roll_add,
        name="roll-add",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/toan-the/",
        views.roll_all,
        name="roll-all",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/trung-cu/",
        views.roll_elected,
        name="roll-elected",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/<uuid:row>/",
        views.roll_change,
        name="roll-change",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/<uuid:row>/bo/",
        views.roll_remove,
        name="roll-remove",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/<uuid:row>/thay/",
        views.roll_replace,
        name="roll-replace",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/<uuid:row>/bo-thay/",
        views.roll_give_back,
        name="roll-give-back",
    ),
    path(
        "dai-hoi/<slug:congress>/diem-danh/<slug:body>/",
        views.attendance,
        name="attendance",
    ),
    path(
        "dai-hoi/<slug:congress>/diem-danh/<slug:body>/con-lai/",
        views.attendance_rest,
        name="attendance-rest",
    ),
    path(
        "dai-hoi/<slug:congress>/diem-danh/<slug:body>/<uuid:row>/",
        views.attendance_mark,
        name="attendance-mark",
    ),
    path("dai-hoi/<slug:congress>/mau-so/<slug:body>/", views.base, name="base"),
    path("dai-hoi/<slug:congress>/man-chieu/", views.wall_console, name="wall-console"),
    path(
        "dai-hoi/<slug:congress>/man-chieu/doc/",
        views.wall_reader,
        name="wall-reader",
    ),
    path(
        "dai-hoi/<slug:congress>/man-chieu/hien-tai/", views.wall_now, name="wall-now"
    ),
    path("dai-hoi/<slug:congress>/man-chieu/chieu/", views.wall_step, name="wall-step"),
    path(
        "dai-hoi/<slug:congress>/man-chieu/dieu-khien/",
        views.wall_control,
        name="wall-control",
    ),
    path(
        "dai-hoi/<slug:congress>/man-chieu/thong-bao/",
        views.wall_message,
        name="wall-message",
    ),
    path(
        "dai-hoi/<slug:congress>/man-chieu/man-hinh/",
        views.wall_screens,
        name="wall-screens",
    ),
    path(
        "dai-hoi/<slug:congress>/man-chieu/man-hinh/<uuid:wall>/thu-hoi/",
        views.wall_revoke,
        name="wall-revoke",
    ),
    path("dai-hoi/<slug:congress>/mang-di/", views.journey, name="journey"),
    path(
        "dai-hoi/<slug:congress>/mang-di/lap-tep/",
        views.journey_pack,
        name="journey-pack",
    ),
    path(
        "dai-hoi/<slug:congress>/mang-di/tep/<uuid:parcel>/",
        views.journey_fetch,
        name="journey-fetch",
    ),
    path(
        "dai-hoi/<slug:congress>/mang-di/bo/",
        views.journey_give_up,
        name="journey-give-up",
    ),
    path(
        "dai-hoi/<slug:congress>/tuyen-truyen/",
        views.communication,
        name="communication",
    ),
    path("dai-hoi/<slug:congress>/phuc-vu/", views.logistics, name="logistics"),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/<slug:checklist>/them/",
        views.arrangement_add,
        name="arrangement-add",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/<slug:checklist>/thuong-co/",
        views.arrangement_usual,
        name="arrangement-usual",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/<slug:checklist>/chep/",
        views.arrangement_copy,
        name="arrangement-copy",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/viec/<uuid:row>/",
        views.arrangement_change,
        name="arrangement-change",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/viec/<uuid:row>/xong/",
        views.arrangement_done,
        name="arrangement-done",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/viec/<uuid:row>/bo/",
        views.arrangement_remove,
        name="arrangement-remove",
    ),
    path("dai-hoi/<slug:congress>/khach-moi/", views.guests, name="guests"),
    path("dai-hoi/<slug:congress>/khach-moi/them/", views.guest_add, name="guest-add"),
    path(
        "dai-hoi/<slug:congress>/khach-moi/the/",
        views.guest_passes,
        name="guest-passes",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/the/lap/",
        views.guest_passes_make,
        name="guest-passes-make",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/the/<uuid:paper>/",
        views.guest_passes_file,
        name="guest-passes-file",
    ),
    path("dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/", views.guest, name="guest"),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/bo/",
        views.guest_remove,
        name="guest-remove",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/cap-the/",
        views.guest_accredit,
        name="guest-accredit",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/thu-the/",
        views.guest_take_back,
        name="guest-take-back",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/khong-cap/",
        views.guest_refuse,
        name="guest-refuse",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/xet-lai/",
        views.guest_reconsider,
        name="guest-reconsider",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/den/",
        views.guest_arrived,
        name="guest-arrived",
    ),
    path("van-ban/", views.legal, name="legal"),
    path("van-ban/them/", views.legal_add, name="legal-add"),
    path("van-ban/<uuid:document>/", views.legal_document, name="legal-document"),
    path("van-ban/<uuid:document>/sua/", views.legal_change, name="legal-change"),
    path("van-ban/<uuid:document>/tep/", views.legal_file, name="legal-file"),
    path(
        "van-ban/<uuid:document>/thay-the/", views.legal_replace, name="legal-replace"
    ),
    path(
        "van-ban/<uuid:document>/con-hieu-luc/",
        views.legal_restore,
        name="legal-restore",
    ),
    path("van-ban/<uuid:document>/bo/", views.legal_remove, name="legal-remove"),
    path("dai-hoi/<slug:congress>/cap-tren-du/", views.upper, name="upper"),
    path(
        "dai-hoi/<slug:congress>/cap-tren-du/cu/", views.upper_send, name="upper-send"
    ),
    path(
        "dai-hoi/<slug:congress>/cap-tren-du/<uuid:row>/bo/",
        views.upper_remove,
        name="upper-remove",
    ),
    path("tien-do/", views.board, name="progress"),
    path("tien-do/san-sang/", views.readiness_board, name="readiness-board"),
    path(
        "tien-do/san-sang/nhac/",
        views.readiness_remind_all,
        name="readiness-remind-all",
    ),
    path(
        "dai-hoi/<slug:congress>/san-sang/", views.congress_readiness, name="readiness"
    ),
    path(
        "dai-hoi/<slug:congress>/san-sang/<slug:code>/nhac/",
        views.readiness_remind,
        name="readiness-remind",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/trinh/", views.plan_submit, name="plan-submit"
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/rut/",
        views.plan_withdraw,
        name="plan-withdraw",
    ),
    path(
        "tien-do/<str:unit>/bao-cao/<int:year>/",
        views.progress_papers,
        name="progress-papers",
    ),
    path(
        "tien-do/<str:unit>/bao-cao/<int:year>/lap/",
        views.progress_papers_make,
        name="progress-papers-make",
    ),
    path(
        "tien-do/<str:unit>/bao-cao/<int:year>/<uuid:paper>/",
        views.progress_papers_file,
        name="progress-papers-file",
    ),
    path("lich-dai-hoi/", views.month, name="month"),
    path("lich-dai-hoi/ca-nam/", views.year, name="year"),
    path("lich-dai-hoi/lien-ket/", views.calendar_links, name="calendar-links"),
    path(
        "lich-dai-hoi/lien-ket/<uuid:link>/thu-hoi/",
        views.calendar_link_revoke,
        name="calendar-link-revoke",
    ),
    path("lich-dai-hoi/<slug:token>.ics", views.calendar_feed, name="calendar-feed"),
    path("man-chieu/<slug:token>/", views.wall, name="wall"),
    path(
        "man-chieu/<slug:token>/sau/<int:number>/", views.wall_after, name="wall-after"
    ),
    path("dai-hoi/<slug:congress>/bai-hoc/", views.lessons, name="lessons"),
    path("dai-hoi/<slug:congress>/bai-hoc/them/", views.lesson_add, name="lesson-add"),
    path(
        "dai-hoi/<slug:congress>/bai-hoc/<uuid:lesson>/sua/",
        views.lesson_change,
        name="lesson-change",
    ),
    path(
        "dai-hoi/<slug:congress>/bai-hoc/<uuid:lesson>/bo/",
        views.lesson_remove,
        name="lesson-remove",
    ),
    path(
        "dai-hoi/<slug:congress>/bai-hoc/<uuid:lesson>/thay/",
        views.lesson_correct,
        name="lesson-correct",
    ),
    path(
        "dai-hoi/<slug:congress>/bai-hoc/<uuid:lesson>/tra-loi/",
        views.lesson_answer,
        name="lesson-answer",
    ),
    path("bai-hoc/", views.lesson_matrix, name="lesson-matrix"),
    path("bai-hoc/<uuid:lesson>/", views.lesson, name="lesson"),
    path("bai-hoc/<uuid:lesson>/trien-khai/", views.lesson_push, name="lesson-push"),
    path(
        "dai-hoi/<slug:congress>/vuong-mac/",
        views.congress_difficulties,
        name="congress-difficulties",
    ),
    path("vuong-mac/", views.difficulties, name="difficulties"),
    path("vuong-mac/neu/", views.difficulty_raise, name="difficulty-raise"),
    path("vuong-mac/<uuid:difficulty>/", views.difficulty, name="difficulty"),
    path(
        "vuong-mac/<uuid:difficulty>/cong-bo/",
        views.difficulty_share,
        name="difficulty-share",
    ),
    path(
        "vuong-mac/<uuid:difficulty>/<slug:act>/",
        views.difficulty_act,
        name="difficulty-act",
    ),
    path("hoi-dap/", views.shared_answers, name="shared-answers"),
    path(
        "hoi-dap/<uuid:answer>/rut/",
        views.shared_answer_withdraw,
        name="shared-answer-withdraw",
    ),
    path("cach-lam-hay/", views.practices, name="practices"),
    path("cach-lam-hay/de-xuat/", views.practice_propose, name="practice-propose"),
    path("cach-lam-hay/<uuid:practice>/", views.practice, name="practice"),
    path(
        "cach-lam-hay/<uuid:practice>/sua/",
        views.practice_change,
        name="practice-change",
    ),
    path(
        "cach-lam-hay/<uuid:practice>/pho-bien/",
        views.practice_publish,
        name="practice-publish",
    ),
    path(
        "cach-lam-hay/<uuid:practice>/tra-lai/",
        views.practice_send_back,
        name="practice-send-back",
    ),
    path(
        "cach-lam-hay/<uuid:practice>/co-ich/",
        views.practice_mark,
        name="practice-mark",
    ),
    path(
        "cach-lam-hay/<uuid:practice>/gop-y/",
        views.practice_comment,
        name="practice-comment",
    ),
    path(
        "cach-lam-hay/<uuid:practice>/gop-y/<uuid:comment>/rut/",
        views.practice_comment_withdraw,
        name="practice-comment-withdraw",
    ),
]
