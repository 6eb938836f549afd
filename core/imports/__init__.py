"""Lists brought in from files: read, matched to fields, judged, written, taken back."""
