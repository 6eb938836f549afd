"""Addresses of lists of work and tasks."""

from django.urls import path

from congress.views import task_lists, tasks, work_lists, work_papers

urlpatterns = [
    path("cong-viec/", work_lists.work_lists, name="work-lists"),
    path("cong-viec/lap/", work_lists.work_list_make, name="work-list-make"),
    path("cong-viec/viec/", task_lists.tasks, name="tasks"),
    path("cong-viec/<uuid:work_list>/", work_lists.work_list, name="work-list"),
    path(
        "cong-viec/<uuid:work_list>/sua/",
        work_lists.work_list_change,
        name="work-list-change",
    ),
    path(
        "cong-viec/<uuid:work_list>/nhom/",
        work_lists.work_list_groups,
        name="work-list-groups",
    ),
    path(
        "cong-viec/<uuid:work_list>/ket-thuc/",
        work_lists.work_list_end,
        name="work-list-end",
    ),
    path(
        "cong-viec/<uuid:work_list>/mo-lai/",
        work_lists.work_list_take_up,
        name="work-list-take-up",
    ),
    path("cong-viec/<uuid:work_list>/viec/them/", tasks.task_new, name="task-new"),
    path(
        "cong-viec/<uuid:work_list>/viec/nhap/",
        task_lists.task_lines,
        name="task-lines",
    ),
    path(
        "cong-viec/<uuid:work_list>/ban-in/<slug:day>/",
        work_papers.work_list_papers,
        name="work-list-papers",
    ),
    path(
        "cong-viec/<uuid:work_list>/ban-in/<slug:day>/lap/",
        work_papers.work_list_papers_make,
        name="work-list-papers-make",
    ),
    path(
        "cong-viec/<uuid:work_list>/ban-in/<slug:day>/<uuid:paper>/",
        work_papers.work_list_papers_file,
        name="work-list-papers-file",
    ),
    path("viec/tep/<uuid:file>/", tasks.task_file, name="task-file"),
    path("viec/<uuid:task>/", tasks.task, name="task"),
    path("viec/<uuid:task>/sua/", tasks.task_change, name="task-change"),
    path("viec/<uuid:task>/nguoi-lam/", tasks.task_hand, name="task-hand"),
    path("viec/<uuid:task>/giao-xuong/", tasks.task_part, name="task-part"),
    path("viec/<uuid:task>/len/", tasks.task_up, name="task-up"),
    path("viec/<uuid:task>/xuong/", tasks.task_down, name="task-down"),
    path("viec/<uuid:task>/<slug:act>/", tasks.task_act, name="task-act"),
]
