"""Search that does not mind accents."""

from typing import TypeVar

from django.db.models import Func, Model, Q, QuerySet, TextField
from django.db.models.lookups import Contains

from core.vietnamese import names

M = TypeVar("M", bound=Model)


def with_folded_words(found: QuerySet[M], wanted: str) -> QuerySet[M]:
    """Do the same for rows that keep their words ``folded``: many are soon compared."""
    return found.filter(
        *(Q(folded__contains=word) for word in names.fold(wanted).split())
    )


def with_words(found: QuerySet[M], field: str, wanted: str) -> QuerySet[M]:
    """Keep rows whose field has all these words, whatever the accents."""
    # The words are folded here: PostgreSQL would do it again for every row.
    folded = Func(field, function="core_fold", output_field=TextField())
    words = names.fold(wanted).split()
    return found.filter(*(Contains(folded, word) for word in words))
