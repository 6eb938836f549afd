"""How Vietnamese names, numbers and dates are written and ordered. Plain Python."""
