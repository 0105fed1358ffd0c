"""The language of a run, chosen before anything else is parsed, so that even click's own errors are told in it.

Enters: arguments and the environment. Leaves: a language, which the context of the run carries (`obj`).
"""

import locale
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from extractor.messages.command_line import say_as_click
from extractor.messages.language import Language


def choose_language(arguments: Sequence[str]) -> Language:
    """Give the language of a run: by `--lang`, wherever it stands, else by the environment.

    It is looked for before click parses: what click says of a wrong option shall be in that language, too.
    """
    chosen: Language | None = None
    words = iter(arguments)
    for word in words:
        if word == "--":
            break
        option, equals, value = word.partition("=")
        if option == "--lang":
            given = value if equals else next(words, "")
            chosen = "zh" if given == "zh" else "en" if given == "en" else chosen
    return chosen or find_language()


def find_language() -> Language:
    """Give the language of the environment: by `JIXIAO_LANG`, else by the locale; English where it is not Chinese."""
    for variable in ("JIXIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable, "").lower():
            return "zh" if value.startswith("zh") else "en"
    name = (locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"


def tell_language() -> Language:
    """Give the language of this run."""
    context = click.get_current_context(silent=True)
    found = context.obj if context is not None else None
    return "zh" if found == "zh" else "en" if found == "en" else find_language()


@contextmanager
def speak(language: Language) -> Iterator[None]:
    """Let click speak a language.

    Click asks gettext, which finds compiled files by the environment alone; here `--lang` decides, and the sentences
    are where all others are.
    """

    def say(sentence: str) -> str:
        return say_as_click(sentence, language)

    def say_number(one: str, many: str, count: int) -> str:
        return say_as_click(one if count == 1 else many, language)

    own = {"_": say, "ngettext": say_number}
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "click"]
    kept = [(vars(module), name, vars(module)[name]) for module in modules for name in own if name in vars(module)]
    for names, name, _ in kept:
        names[name] = own[name]
    try:
        yield
    finally:
        for names, name, asked in kept:
            names[name] = asked
