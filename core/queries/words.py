"""Search that does not mind accents."""

from typing import TypeVar

from django.db.models import Func, Model, Q, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.lookups import Contains

from core.vietnamese import names

M = TypeVar("M", bound=Model)


def folded(field: str | Combinable) -> Func:
    """Return a field without accents and in small letters, as ``names.fold`` does."""
    return Func(field, function="core_fold", output_field=TextField())


def with_words(found: QuerySet[M], field: str | Combinable, wanted: str) -> QuerySet[M]:
    """Keep rows whose field has all these words, whatever the accents."""
    # The words are folded here: PostgreSQL would do it again for every row.
    words = names.fold(wanted).split()
    return found.filter(*(Contains(folded(field), word) for word in words))


def with_folded_words(found: QuerySet[M], wanted: str) -> QuerySet[M]:
    """Do the same where rows keep their words ``folded``: no row is folded anew."""
    return found.filter(
        *(Q(folded__contains=word) for word in names.fold(wanted).split())
    )
