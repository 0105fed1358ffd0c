"""Batches: folders of files in, one outcome for each file out, whatever the files or the machine do.

Enters: paths. Leaves: a folder with the JSON of every file, a manifest with a line for every file, and a summary.
`run_batch` in `run` is the way in; the other rooms are its parts.
"""
