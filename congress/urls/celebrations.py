"""Addresses of celebration projects and of emulation."""

from django.urls import path

from congress.views import celebrations, emulation, plaques

urlpatterns = [
    path("cong-trinh/", celebrations.celebrations, name="celebrations"),
    path("cong-trinh/dang-ky/", celebrations.celebration_new, name="celebration-new"),
    path("cong-trinh/<uuid:task>/", celebrations.celebration, name="celebration"),
    path(
        "cong-trinh/<uuid:task>/sua/",
        celebrations.celebration_change,
        name="celebration-change",
    ),
    path(
        "cong-trinh/<uuid:task>/bien/",
        celebrations.celebration_plaque,
        name="celebration-plaque",
    ),
    path(
        "cong-trinh/<uuid:task>/bien/thu-lai/",
        celebrations.celebration_plaque_back,
        name="celebration-plaque-back",
    ),
    path(
        "cong-trinh/gan-bien/<uuid:work_list>/",
        plaques.celebration_papers,
        name="celebration-papers",
    ),
    path(
        "cong-trinh/gan-bien/<uuid:work_list>/lap/",
        plaques.celebration_papers_make,
        name="celebration-papers-make",
    ),
    path(
        "cong-trinh/gan-bien/<uuid:work_list>/<uuid:paper>/",
        plaques.celebration_papers_file,
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
