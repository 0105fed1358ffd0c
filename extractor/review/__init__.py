"""The review page: results → a folder of static files in which a person proves every value against its source.

Enters: the results of a batch and the files they came from. Leaves: a folder that opens from disk, without a server.
"""
