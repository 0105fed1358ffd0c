"""Exports: results of earlier runs → rows of a few tables → the tools in which people already work.

Enters: an output folder and verdicts on its values. Leaves: rows, frames, files. `tables` says what the tables are,
`rows` fills them, and each other module writes them for one kind of target.
"""
