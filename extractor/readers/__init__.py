"""Readers, one module a format: `read(source: Source) -> Document`."""
