"""Every address of the portal, by app. Paths speak Vietnamese, names English."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("congress.urls")),
    path("", include("ballots.urls")),
    path("quan-tri/", admin.site.urls),
]
handler500 = "core.views.service.server_failure"
