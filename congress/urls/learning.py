"""Addresses of lessons, difficulties, shared answers and good practices."""

from django.urls import path

from congress import views

urlpatterns = [
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
