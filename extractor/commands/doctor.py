"""The command `jixiao doctor`: what this machine can read, and what is missing.

Enters: nothing but the machine itself. Leaves: lines for people or JSON, and an exit code.
"""

import sys

import click

from extractor.commands.help import Command
from extractor.commands.options import DONE, EXIT_CODES, FAILED, lang_option, open_console
from extractor.messages.language import Language, make_printable

EXAMPLES = """\b
Examples:
  jixiao doctor
  jixiao doctor --json | jq '.findings[] | select(.state != "ok")'"""


@click.command("doctor", cls=Command, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of lines for people.")
@lang_option
def doctor(lang: Language, *, as_json: bool) -> int:
    """Show what this machine can read, and what is missing, with the command that adds it.

    What can be tried out is: where LibreOffice is installed, it converts a small document, which takes some seconds.
    The exit code is 0 unless something is broken without which nothing works.
    """
    from rich.cells import cell_len

    from extractor import __version__
    from extractor.doctor import examine
    from extractor.messages.doctor import say_finding, say_group, say_state
    from extractor.record import dump_json

    console = open_console()
    shown: list[dict[str, str]] = []
    group = ""
    for finding in examine():
        sentence = make_printable(say_finding(finding.code, finding.state, lang, detail=finding.detail))
        shown.append(
            {
                "group": finding.group,
                "code": finding.code,
                "state": finding.state,
                "detail": finding.detail,
                "message": sentence,
                "command": finding.command,
            }
        )
        if as_json:
            continue
        if finding.group != group:
            console.print(*([""] if group else []), say_group(finding.group, lang), sep="\n")
            group = finding.group
        word = say_state(finding.state, lang)
        console.print(f"  {word}{' ' * (9 - cell_len(word))}{sentence}", soft_wrap=True)
        if finding.command:
            console.print(f"           $ {finding.command}", soft_wrap=True)
    if as_json:
        sys.stdout.write(f"{dump_json({'version': __version__, 'findings': shown}, indent=2)}\n")
    return FAILED if any(finding["state"] == "broken" for finding in shown) else DONE
