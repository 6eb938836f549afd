# mypy: ignore-errors
# ruff: noqa
import pytest
from tests.browser import test_wide_tables as w
from tests.browser.visitor import Visitor
pytestmark = pytest.mark.django_db(transaction=True)
def test_look(new_context, portal):
    who, waiting = w.keeper()
    v=Visitor(new_context(),portal); v.sign_in(who)
    v.page.set_viewport_size(w.PHONE)
    out=""
    for a in w.pages(waiting):
        v.said.clear(); v.go(a); out+=f"{a} loaded {len(v.said)}\n"; b=v.barriers(); out+=f"  axe {b} {len(v.said)} {v.said[:1]}\n"
        v.page.screenshot(path="/tmp/look_7f/ph-%s.png"%a.strip("/").replace("/","_").replace("?","_"),full_page=True)
    open("/tmp/look_7f/said.txt","w").write(out)
