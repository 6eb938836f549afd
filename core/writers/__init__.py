"""Files people take away: lists as XLSX. Papers are PDFs, in ``core.prints``."""
