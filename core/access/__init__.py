"""Who may do what, where: a table of rights and the only code that reads it."""
