"""Addresses of celebration projects and of emulation."""

from django.urls import path

from congress.views import celebrations

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
]
