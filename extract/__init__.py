"""Documents to sections, mentions and co-occurrences: everything that reads language."""
