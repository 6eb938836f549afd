"""Search that does not mind accents."""

from typing import TypeVar

from django.db.models import Func, Model, QuerySet, TextField
from django.db.models.lookups import Contains

from core.vietnamese import names

M = TypeVar("M", bound=Model)


def with_words(found: QuerySet[M], field: str, wanted: str) -> QuerySet[M]:
    """Keep rows whose field has all these words, whatever the accents."""
    # The words are folded here: PostgreSQL would do it again for every row.
    folded = Func(field, function="core_fold", output_field=TextField())
    words = names.fold(wanted).split()
    return found.filter(*(Contains(folded, word) for word in words))
