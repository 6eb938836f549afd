"""Work in the background: a row in the database first, a message second."""
