"""What the regulations say of congresses and of those who vote, as plain Python.

Nothing below this package knows of Django, the clock, chance, files or translation.
Every decision names the rule that made it; ``rulesets`` says where the rule is written.
"""
