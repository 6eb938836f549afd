import pytest
from django import forms
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from core.access import policy
from core.access.rights import Role
from core.errors import Refused, Unfit
from core.web import StaffRequest, explain, row_key
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@policy.for_anyone_signed_in
def refuses(request: StaffRequest) -> HttpResponse:
    raise Refused("Hòm phiếu chưa niêm phong.")


@policy.open_to_all
def breaks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(1 // 0)


handler500 = "core.views.service.server_failure"
urlpatterns = [
    path("tu-choi/", refuses),
    path("hong/", breaks),
    path("", include("config.urls")),
]
with_acts_that_fail = override_settings(ROOT_URLCONF=__name__)


@with_acts_that_fail
def test_a_refusal_is_said_on_the_page_one_came_from(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    answer = client.post("/tu-choi/", headers={"Referer": "http://testserver/dai-hoi/"})

    sentences = [str(each) for each in get_messages(answer.wsgi_request)]
    assert answer.headers["Location"] == "http://testserver/dai-hoi/"
    assert sentences == ["Hòm phiếu chưa niêm phong."]


@with_acts_that_fail
@pytest.mark.parametrize("referer", ["", "https://ngoai.example/trang/", "//x.example"])
def test_a_refusal_never_leads_out_of_the_portal(
    signed_in: SignedIn, referer: str
) -> None:
    client = signed_in(make.user())

    answer = client.post("/tu-choi/", headers={"Referer": referer})

    assert answer.headers["Location"] == reverse("core:start")


@with_acts_that_fail
def test_htmx_gets_a_refusal_as_a_piece_with_status_409(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    answer = client.post("/tu-choi/", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "Hòm phiếu chưa niêm phong." in answer.text
    assert "<html" not in answer.text


@with_acts_that_fail
def test_a_bug_is_answered_in_both_languages_and_by_name() -> None:
    client = Client(raise_request_exception=False)

    answer = client.get("/hong/")

    assert answer.status_code == 500
    assert "Cổng gặp lỗi" in answer.text
    assert "The portal has failed" in answer.text


def test_pages_of_people_signed_in_are_kept_by_no_cache(signed_in: SignedIn) -> None:
    client = signed_in(make.holder(Role.INSPECTOR, at=make.unit().scope))

    found = {
        client.get(reverse(name)).headers["Cache-Control"]
        for name in ("core:start", "core:audit", "congress:list", "ballots:overview")
    }

    assert found == {"no-store, private"}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("core:start", 200),
        ("core:password", 200),
        ("core:audit", 200),
        ("congress:list", 200),
        ("ballots:overview", 200),
        ("core:sign-in", 302),
        ("core:first-administrator", 200),
        ("core:sign-out", 405),
        ("core:health", 200),
    ],
)
def test_every_page_carries_the_strict_policy(
    signed_in: SignedIn, name: str, status: int
) -> None:
    client = signed_in(make.holder(Role.INSPECTOR, at=make.unit().scope))

    answer = client.get(reverse(name))

    assert answer.status_code == status
    policy_sent = answer.headers["Content-Security-Policy"]
    assert set(policy_sent.split("; ")) == POLICY
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_language_is_chosen_and_stays(signed_in: SignedIn) -> None:
    client = signed_in(make.user())
    before = client.get(reverse("core:start"))

    client.post(reverse("core:language"), {"language": "en", "next": "/"})
    after = client.get(reverse("core:start"))

    assert '<html lang="vi">' in before.text
    assert '<html lang="en">' in after.text


def test_the_language_switch_never_leads_out(client: Client) -> None:
    answer = client.post(
        reverse("core:language"), {"language": "en", "next": "https://x.example/"}
    )

    assert answer.headers["Location"] == "/"


def test_a_page_that_is_not_there_says_so_in_vietnamese(signed_in: SignedIn) -> None:
    answer = signed_in(make.user()).get("/khong-co/")

    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_a_form_without_its_token_is_refused(signed_in: SignedIn) -> None:
    make.user("an")
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(
        reverse("core:sign-in"), {"username": "an", "password": make.PASSWORD}
    )

    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hiệu lực" in answer.text


def test_the_top_bar_shows_what_one_may_open_and_no_more(signed_in: SignedIn) -> None:
    unit = make.unit()
    inspector = signed_in(make.holder(Role.INSPECTOR, at=unit.scope))
    delegate = signed_in(make.holder(Role.DELEGATE, at=unit.scope))
    nobody = signed_in(make.user())

    shown = [
        [str(tab["label"]) for tab in client.get("/").context["navigation"]]
        for client in (inspector, delegate, nobody)
    ]

    assert shown == [
        ["Việc của tôi", "Đại hội", "Bầu cử", "Tổng hợp", "Tổ chức", "Nhật ký"],
        ["Việc của tôi", "Đại hội"],
        ["Việc của tôi"],
    ]


def test_health_needs_no_account(client: Client) -> None:
    assert client.get("/healthz").json() == {"portal": "on"}


@override_settings(INSTANCE="demo")
def test_every_page_of_a_demo_is_marked(client: Client) -> None:
    make.user()

    assert "Bản trình diễn" in client.get(reverse("core:sign-in")).text


def test_a_portal_in_earnest_is_not_marked(client: Client) -> None:
    make.user()

    assert "Bản trình diễn" not in client.get(reverse("core:sign-in")).text


class Counted(forms.Form):
    returned = forms.IntegerField()


@pytest.mark.parametrize(
    ("refusal", "place"),
    [
        (Unfit("Nhiều hơn số đã phát.", "returned"), "returned"),
        (Unfit("Chưa niêm phong.", "seal"), "__all__"),  # the form has no such field
        (Refused("Chưa niêm phong."), "__all__"),
    ],
)
def test_a_refusal_stands_beside_the_field_it_is_about(
    refusal: Refused, place: str
) -> None:
    form = Counted({"returned": "5"})

    explain(form, refusal)

    assert form.errors == {place: [str(refusal)]}


def test_a_key_that_is_none_finds_nothing() -> None:
    unit = make.unit()

    assert row_key(str(unit.pk)) == unit.pk
    assert row_key("1; DROP TABLE") is None
