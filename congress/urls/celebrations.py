"""Addresses of celebration projects and of emulation."""

from django.urls import path

from congress.views import emulation
from congress.views.celebrations import listing, one, papers, plaques

urlpatterns = [
    path("cong-trinh/", listing.celebrations, name="celebrations"),
    path("cong-trinh/dang-ky/", one.celebration_new, name="celebration-new"),
    path("cong-trinh/<uuid:task>/", one.celebration, name="celebration"),
    path(
        "cong-trinh/<uuid:task>/sua/",
        one.celebration_change,
        name="celebration-change",
    ),
    path(
        "cong-trinh/<uuid:task>/bien/",
        plaques.celebration_plaque,
        name="celebration-plaque",
    ),
    path(
        "cong-trinh/<uuid:task>/bien/thu-lai/",
        plaques.celebration_plaque_back,
        name="celebration-plaque-back",
    ),
    path(
        "cong-trinh/gan-bien/<uuid:work_list>/",
        papers.celebration_papers,
        name="celebration-papers",
    ),
    path(
        "cong-trinh/gan-bien/<uuid:work_list>/lap/",
        papers.celebration_papers_make,
        name="celebration-papers-make",
    ),
    path(
        "cong-trinh/gan-bien/<uuid:work_list>/<uuid:paper>/",
        papers.celebration_papers_file,
        name="celebration-papers-file",
    ),
    path("thi-dua/", emulation.emulations, name="emulations"),
    path(
        "thi-dua/phat-dong/<str:unit>/", emulation.emulation_new, name="emulation-new"
    ),
    path("thi-dua/<uuid:emulation>/", emulation.emulation, name="emulation"),
    path(
        "thi-dua/<uuid:emulation>/sua/",
        emulation.emulation_change,
        name="emulation-change",
    ),
    path(
        "thi-dua/<uuid:emulation>/tong-ket/",
        emulation.emulation_conclude,
        name="emulation-conclude",
    ),
    path(
        "thi-dua/<uuid:emulation>/mo-lai/",
        emulation.emulation_take_up,
        name="emulation-take-up",
    ),
    path(
        "thi-dua/<uuid:emulation>/bao-cao/<uuid:called>/",
        emulation.emulation_report,
        name="emulation-report",
    ),
]
