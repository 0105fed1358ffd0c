"""What a person is told: every sentence of the program, in Chinese and in English, by a stable code. A module an area.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""
