"""What the election regulation says of lists, ballots and results, as plain Python.

Nothing below this package knows of Django, the clock, chance, files or translation.
Every decision names the rule that made it; ``congress.rules`` says where it is written.
"""
