"""Addresses of plans of congresses and of the templates they are made from."""

from django.urls import path

from congress import views

urlpatterns = [
    path("dai-hoi/<slug:congress>/ke-hoach/", views.plan, name="plan"),
    path("dai-hoi/<slug:congress>/ke-hoach/lap/", views.plan_make, name="plan-make"),
    path("dai-hoi/<slug:congress>/ke-hoach/them/", views.plan_add, name="plan-add"),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/tinh-lai/",
        views.plan_recompute,
        name="plan-recompute",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/ban-in/",
        views.plan_papers,
        name="plan-papers",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/ban-in/lap/",
        views.plan_papers_make,
        name="plan-papers-make",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/ban-in/<uuid:paper>/",
        views.plan_papers_file,
        name="plan-papers-file",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/can-cu/", views.plan_bases, name="plan-bases"
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/mau/", views.plan_offers, name="plan-offers"
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/",
        views.plan_change,
        name="plan-change",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/xong/",
        views.plan_done,
        name="plan-done",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/chua-xong/",
        views.plan_take_back,
        name="plan-take-back",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/bo/",
        views.plan_remove,
        name="plan-remove",
    ),
    path("ke-hoach-mau/", views.template_list, name="templates"),
    path("ke-hoach-mau/lap/", views.template_new, name="template-new"),
    path("ke-hoach-mau/<uuid:template>/", views.template, name="template"),
    path(
        "ke-hoach-mau/<uuid:template>/sua/",
        views.template_change,
        name="template-change",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/chep/", views.template_copy, name="template-copy"
    ),
    path(
        "ke-hoach-mau/<uuid:template>/can-cu/",
        views.template_bases,
        name="template-bases",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/lap-ke-hoach/",
        views.template_plans,
        name="template-plans",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/them/",
        views.template_item_add,
        name="template-item-add",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/",
        views.template_item,
        name="template-item",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/chuyen/",
        views.template_item_move,
        name="template-item-move",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/bo/",
        views.template_item_remove,
        name="template-item-remove",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/trinh/", views.plan_submit, name="plan-submit"
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/rut/",
        views.plan_withdraw,
        name="plan-withdraw",
    ),
]
