"""Papers of congresses: made by a worker, kept, never made twice for the same facts."""
