"""A first look at results: one page for auditors and finance staff that opens from disk.

Enters: the results of earlier runs. Leaves: a self-contained page without scripts. A use of extractions: nothing is
decided about a form here, and amounts keep their digits.
"""
