import os, pytest, time
from pathlib import Path
from playwright.sync_api import expect
from tests import make
from tests.browser.visitor import Visitor
from tests.browser.test_operations_screens import set_plan, PASSPHRASE
from django.urls import reverse
pytestmark = pytest.mark.django_db(transaction=True)
def test_shots(new_context, portal, tmp_path):
    make.unit(); v=Visitor(new_context(), portal); p=v.page
    admin=make.administrator()
    v.sign_in(admin); p.set_viewport_size({"width":1366,"height":768})
    p.screenshot(path="/tmp/s_work.png")
    v.go("/quan-tri/"); p.screenshot(path="/tmp/s_admin.png")
    v.go("/sao-luu/"); p.screenshot(path="/tmp/s_list0.png")
    v.go("/sao-luu/ke-hoach/"); p.screenshot(path="/tmp/s_plan0.png", full_page=True)
    p.get_by_role("button", name="Đặt kế hoạch sao lưu").click(); 
    p.get_by_label("Mật khẩu sao lưu", exact=False).first.fill("ngan"); 
    set_plan(v, tmp_path)
    p.get_by_role("button", name="Sao lưu ngay").click()
    expect(p.get_by_role("button", name="Tải về portal-").first).to_be_visible()
    p.screenshot(path="/tmp/s_list1.png", full_page=True)
    v.go("/tinh-trang/"); p.screenshot(path="/tmp/s_health.png", full_page=True)
    v.go("/sao-luu/mat-khau/"); p.screenshot(path="/tmp/s_pass.png", full_page=True)
    v.go("/sao-luu/mat-khau/thu/"); p.screenshot(path="/tmp/s_try.png", full_page=True)
    # two people
    v.go("/sao-luu/ke-hoach/")
    from core.services import backups; from core.models import BackupPlan; from django.utils import timezone
    plan=BackupPlan.objects.get(); backups.change_plan(folder=plan.folder, every_hours=6, keep=9, seen=plan.set_at, by=make.administrator(), at=timezone.now())
    p.get_by_label("Giữ lại bao nhiêu bản mới nhất").fill("30"); p.get_by_role("button", name="Lưu kế hoạch").click(); p.screenshot(path="/tmp/s_two.png", full_page=True)
    p.set_viewport_size({"width":390,"height":844})
    for n,a in (("m_list","/sao-luu/"),("m_health","/tinh-trang/"),("m_plan","/sao-luu/ke-hoach/"),("m_help","/tro-giup/backup/")):
        v.go(a); p.screenshot(path=f"/tmp/s_{n}.png", full_page=True)
    p.set_viewport_size({"width":1366,"height":768}); 
    p.get_by_role("button", name="EN").click(); v.go("/tinh-trang/"); p.screenshot(path="/tmp/s_en.png")
