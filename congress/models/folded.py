"""Words kept beside a row as they are searched: no accents, small letters."""

from django.db import models
from django.db.models.functions import Concat


def folded_words(first: str, *others: str) -> models.GeneratedField:
    """Return a column with the words of these fields, which the database keeps."""
    words: list[str | models.Value] = [first]
    for each in others:
        words += [models.Value(" "), each]
    said = Concat(*words, output_field=models.TextField()) if others else first
    return models.GeneratedField(
        expression=models.Func(said, function="core_fold"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
