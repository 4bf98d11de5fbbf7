"""Formats: from the bytes of a file to Markdown text that remembers where it stood."""
