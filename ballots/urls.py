"""Addresses of elections, nested in their congress."""

from django.urls import path

from ballots import views

CONGRESS = "dai-hoi/<slug:congress>/bau-cu/"
POLL = CONGRESS + "<int:election>/lan-<int:number>/"
TERM = CONGRESS + "trong-nhiem-ky/"
LIST = POLL + "danh-sach/"
LOOK = POLL + "doc-lai/"
ARCHIVE = POLL + "luu-tru/"
AGREEMENT = POLL + "nhap-phieu/cac-lan-nhap/"
PRINTING = POLL + "in-phieu/"
PRACTICE = POLL + "dien-tap/"
BATCH = POLL + "nhap-phieu/tap-<int:batch>/"

app_name = "ballots"
urlpatterns = [
    path("bau-cu/", views.overview, name="overview"),
    path(CONGRESS, views.election_list, name="list"),
    path(CONGRESS + "trinh-tu/", views.election_sequence, name="election-sequence"),
    path(CONGRESS + "moc-gio/", views.election_times, name="election-times"),
    path(CONGRESS + "tai-tep/", views.upload, name="upload"),
    path(CONGRESS + "tep/<uuid:upload>/", views.upload_detail, name="upload-detail"),
    path(CONGRESS + "lap/", views.election_enter, name="election-enter"),
    path(TERM, views.mid_term, name="mid-term"),
    path(TERM + "thoi-giu-chuc/<int:elected>/", views.office_end, name="office-end"),
    path(
        TERM + "thoi-giu-chuc/<uuid:end>/rut/",
        views.office_end_take_back,
        name="office-end-take-back",
    ),
    path(POLL, views.poll_detail, name="poll"),
    path(POLL + "huy-ket-qua/", views.poll_annul, name="poll-annul"),
    path(POLL + "bau-thay/", views.poll_again, name="poll-again"),
    path(LIST, views.slate_list, name="poll-slate"),
    path(LIST + "them/", views.slate_add, name="poll-slate-add"),
    path(LIST + "dan-ten/", views.slate_paste, name="poll-slate-paste"),
    path(
        LIST + "nguoi/<uuid:nomination>/",
        views.slate_nomination,
        name="poll-slate-nomination",
    ),
    path(
        LIST + "nguoi/<uuid:nomination>/bo/",
        views.slate_remove,
        name="poll-slate-remove",
    ),
    path(LIST + "so-luong/", views.slate_number, name="poll-slate-number"),
    path(LIST + "chot/", views.slate_close, name="poll-slate-close"),
    path(LIST + "mo-lai/", views.slate_reopen, name="poll-slate-reopen"),
    path(LIST + "rut/", views.slate_withdraw, name="poll-slate-withdraw"),
    path(LIST + "in/", views.slate_paper, name="poll-slate-paper"),
    path(LIST + "trich-ngang/", views.slate_biographies, name="poll-biographies"),
    path(LIST + "xin-y-kien/", views.opinion_ballot, name="poll-opinion"),
    path(LIST + "xin-y-kien/lay/", views.opinion_apply, name="poll-opinion-apply"),
    path(LIST + "xin-y-kien/huy/", views.opinion_undo, name="poll-opinion-undo"),
    path(LIST + "xin-y-kien/in/", views.opinion_paper, name="poll-opinion-paper"),
    path(POLL + "ban-kiem-phieu/", views.poll_board, name="poll-board"),
    path(POLL + "ban-kiem-phieu/ghi/", views.poll_board_set, name="poll-board-set"),
    path(POLL + "lan-tiep/", views.poll_next, name="poll-next"),
    path(POLL + "kiem-phieu/", views.poll_count, name="poll-count"),
    path(POLL + "ket-qua/", views.poll_result, name="poll-result"),
    path(POLL + "chot/", views.poll_confirm, name="poll-confirm"),
    path(POLL + "bien-ban/", views.minutes, name="minutes"),
    path(POLL + "bien-ban/in/", views.minutes_print, name="minutes-print"),
    path(POLL + "bien-ban.pdf", views.minutes_file, name="minutes-file"),
    path(
        POLL + "bien-ban-da-thay-the/<int:revision>.pdf",
        views.minutes_superseded,
        name="minutes-superseded",
    ),
    path(
        POLL + "ket-qua-da-thay-the/<int:revision>/",
        views.result_superseded,
        name="result-superseded",
    ),
    path(POLL + "sau-khi-chot/", views.poll_after, name="poll-after"),
    path(POLL + "man-chieu/", views.poll_wall, name="poll-wall"),
    path(POLL + "cong-bo/", views.poll_announce, name="poll-announce"),
    path(POLL + "ban-giao-phieu/", views.poll_put_away, name="poll-put-away"),
    path(POLL + "mo-lai/", views.poll_reopen, name="poll-reopen"),
    path(POLL + "mo-lai/dong-y/", views.poll_consent, name="poll-consent"),
    path(POLL + "mo-lai/rut/", views.poll_unask, name="poll-unask"),
    path(POLL + "so-nguoi-moi-phieu/", views.poll_strikes, name="poll-strikes"),
    path(ARCHIVE, views.poll_archive, name="poll-archive"),
    path(ARCHIVE + "lap/", views.poll_archive_make, name="poll-archive-make"),
    path(ARCHIVE + "tep/", views.poll_archive_file, name="poll-archive-file"),
    path(ARCHIVE + "nhat-ky/in/", views.poll_journal_print, name="poll-journal-print"),
    path(
        ARCHIVE + "nhat-ky/ban-in/", views.poll_journal_paper, name="poll-journal-paper"
    ),
    path(ARCHIVE + "nhat-ky/tep/", views.poll_journal_file, name="poll-journal-file"),
    path(ARCHIVE + "phieu-nist/", views.poll_records, name="poll-records"),
    path(POLL + "bien-ban-da-ky/", views.signed_minutes, name="signed-minutes"),
    path(POLL + "bien-ban-da-ky/<uuid:scan>/", views.signed_file, name="signed-file"),
    path(POLL + "ket-qua/tep/", views.result_file, name="result-file"),
    path(POLL + "danh-sach/tep/", views.slate_file, name="slate-file"),
    path(POLL + "doi-chieu/", views.poll_compare, name="poll-compare"),
    path(PRINTING, views.poll_print, name="poll-print"),
    path(PRINTING + "phieu-bau/", views.poll_print_ballots, name="poll-print-ballots"),
    path(PRINTING + "bo-giay/", views.poll_print_pack, name="poll-print-pack"),
    path(PRINTING + "phieu-mau/", views.poll_print_sample, name="poll-print-sample"),
    path(
        PRINTING + "phieu-gioi-thieu/",
        views.poll_print_slips,
        name="poll-print-slips",
    ),
    path(
        PRINTING + "phieu-bau/tep/", views.poll_ballots_file, name="poll-ballots-file"
    ),
    path(PRINTING + "bo-giay/tep/", views.poll_pack_file, name="poll-pack-file"),
    path(PRINTING + "tat-ca/tep/", views.poll_all_file, name="poll-all-file"),
    path(PRINTING + "phieu-mau/tep/", views.poll_sample_file, name="poll-sample-file"),
    path(
        PRINTING + "phieu-gioi-thieu/tep/",
        views.poll_slips_file,
        name="poll-slips-file",
    ),
    path(CONGRESS + "dien-tap/", views.practice, name="practice"),
    path(
        CONGRESS + "dien-tap/<slug:step>/danh-dau/",
        views.practice_tick,
        name="practice-tick",
    ),
    path(PRACTICE, views.poll_practice, name="poll-practice"),
    path(
        PRACTICE + "tap-phieu/", views.poll_practice_print, name="poll-practice-print"
    ),
    path(
        PRACTICE + "tap-phieu/tep/",
        views.poll_practice_file,
        name="poll-practice-file",
    ),
    path(PRACTICE + "nhap-san/", views.poll_practice_fill, name="poll-practice-fill"),
    path(POLL + "phieu/", views.poll_papers, name="poll-papers"),
    path(POLL + "phieu/ghi-so/", views.poll_papers_note, name="poll-papers-note"),
    path(POLL + "phieu/cach-nhap/", views.poll_readings, name="poll-readings"),
    path(POLL + "phieu/niem-phong/", views.poll_papers_seal, name="poll-papers-seal"),
    path(POLL + "phieu/phat-phieu/", views.poll_papers_issue, name="poll-papers-issue"),
    path(
        POLL + "phieu/xac-nhan/",
        views.poll_papers_acknowledge,
        name="poll-papers-acknowledge",
    ),
    path(POLL + "phieu/mo-hom/", views.poll_papers_open, name="poll-papers-open"),
    path(POLL + "phieu/mau-so/", views.poll_base_again, name="poll-base-again"),
    path(POLL + "phieu/nhap-xong/", views.poll_entry_finish, name="poll-entry-finish"),
    path(POLL + "phieu-can-xem-xet/", views.poll_doubtful, name="poll-doubtful"),
    path(
        POLL + "phieu-can-xem-xet/tap-<int:batch>/<int:position>/",
        views.poll_doubtful_ballot,
        name="poll-doubtful-ballot",
    ),
    path(
        POLL + "phieu-can-xem-xet/tap-<int:batch>/<int:position>/theo-quy-che/",
        views.poll_doubtful_agree,
        name="poll-doubtful-agree",
    ),
    path(POLL + "nhap-phieu/", views.poll_entry, name="poll-entry"),
    path(POLL + "nhap-phieu/nhan-tiep/", views.batch_take_next, name="batch-take-next"),
    path(POLL + "nhap-phieu/nguoi-nhap/", views.poll_operators, name="poll-operators"),
    path(AGREEMENT, views.poll_agreement, name="poll-agreement"),
    path(AGREEMENT + "in/", views.poll_agreement_print, name="poll-agreement-print"),
    path(AGREEMENT + "ban-in/", views.poll_agreement_file, name="poll-agreement-file"),
    path(POLL + "nhap-phieu/chia-tap/", views.poll_batches, name="poll-batches"),
    path(BATCH + "nhan/", views.batch_take, name="batch-take"),
    path(BATCH + "nhap/", views.batch_entry, name="batch-entry"),
    path(BATCH + "nhap/xong/", views.batch_finish, name="batch-finish"),
    path(BATCH + "nhap/bao-so-to/", views.batch_miscounted, name="batch-miscounted"),
    path(BATCH + "do-dang/", views.batch_abandon, name="batch-abandon"),
    path(BATCH + "doi-chieu/", views.batch_check, name="batch-check"),
    path(BATCH + "quyet-dinh/", views.batch_settle, name="batch-settle"),
    path(BATCH + "go-khop/", views.batch_take_back, name="batch-take-back"),
    path(LOOK, views.poll_look, name="poll-look"),
    path(LOOK + "rut-to/", views.poll_look_order, name="poll-look-order"),
    path(LOOK + "dung/", views.poll_look_stop, name="poll-look-stop"),
    path(
        LOOK + "tap-<int:batch>/<int:position>/",
        views.poll_look_paper,
        name="poll-look-paper",
    ),
    path(
        LOOK + "tap-<int:batch>/<int:position>/quyet-dinh/",
        views.poll_look_rule,
        name="poll-look-rule",
    ),
    path(POLL + "rut/", views.poll_withdraw, name="poll-withdraw"),
    path(POLL + "xuat-tep/", views.poll_export, name="poll-export"),
]
