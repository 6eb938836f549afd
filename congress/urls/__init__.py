"""Addresses of congresses and of all that units do for them, room by room."""

from congress.urls import (
    arrangements,
    assignments,
    bodies,
    celebrations,
    conferences,
    congresses,
    learning,
    legal,
    plans,
    progress,
    reviews,
    rolls,
    tasks,
    walls,
)

app_name = "congress"
urlpatterns = [
    *bodies.urlpatterns,
    *tasks.urlpatterns,
    *reviews.urlpatterns,
    *assignments.urlpatterns,
    *celebrations.urlpatterns,
    *conferences.urlpatterns,
    *congresses.urlpatterns,
    *plans.urlpatterns,
    *rolls.urlpatterns,
    *walls.urlpatterns,
    *arrangements.urlpatterns,
    *legal.urlpatterns,
    *progress.urlpatterns,
    *learning.urlpatterns,
]
