"""Lists brought in from files: each step a page, each act a POST."""

from core.views.imports.lists import import_new, import_template, imports
from core.views.imports.one import import_detail, import_errors
from core.views.imports.steps import (
    import_confirm,
    import_decide,
    import_drop,
    import_keep,
    import_mapping,
    import_read_again,
    import_retry,
    import_undo,
)

__all__ = [
    "import_confirm",
    "import_decide",
    "import_detail",
    "import_drop",
    "import_errors",
    "import_keep",
    "import_mapping",
    "import_new",
    "import_read_again",
    "import_retry",
    "import_template",
    "import_undo",
    "imports",
]
