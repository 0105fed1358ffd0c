"""The certificate: a plan and the verdicts on its values → one page that says what they prove, and what they do not.

Enters: results, a plan drawn from them, and verdicts. Leaves: a page to be printed, the same to the last byte from the
same input: its only times are those of the verdicts.
"""
