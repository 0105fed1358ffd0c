"""The command `jixiao certify`: makes the page that says what the verdicts on a plan's values prove.

Enters: arguments and files. Leaves: the certificate, its result in one line, and an exit code.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import click

from extractor.commands.files import name_target, save
from extractor.commands.help import Command
from extractor.commands.options import DONE, EXIT_CODES, FAILED, RESULTS, REVIEW, lang_option, show_waiting, tell
from extractor.commands.verdicts import FILE, read_verdict_files, tell_damage, verdicts_option
from extractor.messages.certificate import say_on_certificate
from extractor.messages.language import Language
from extractor.messages.lines import say_line
from extractor.messages.sampling import say_of_sampling

EXAMPLES = """\b
Examples:
  jixiao certify out/ --plan plan.json -o certificate.html
  jixiao certify out/ --plan plan.json --verdicts li.jsonl -o certificate.html"""


@click.command("certify", cls=Command, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@click.argument("out", type=RESULTS)
@click.option("--plan", "plan_path", required=True, type=FILE, metavar="FILE", help="The plan, as sample wrote it.")
@verdicts_option
@click.option("-o", "--output", required=True, metavar="FILE", help="Write the page to this file; - is stdout.")
@lang_option
def certify(out: Path, plan_path: Path, files: Sequence[Path], output: str, lang: Language) -> int:
    """Say on one page what the verdicts on a plan's values prove, and what they do not.

    The plan is drawn again from OUT; where it is another one, since the results changed, there is no certificate.
    Values on which there is no verdict count as wrong, and the page says that it is incomplete. The exit code is 0
    only where the bound of the plan is proved. The page can be printed, and is made again byte for byte from the same
    results, plan and verdicts.
    """
    from extractor.certificate.judging import OtherResultsError, judge
    from extractor.certificate.page import Origin, make_page
    from extractor.plans import Plan
    from extractor.results import NoResultsError, find_home
    from extractor.verdicts import VERDICTS, write_verdicts

    paths = files or [find_home(out) / VERDICTS]
    found = read_verdict_files(out, files, lang)
    if found is None:
        return FAILED
    tell_damage(found.damaged, lang)
    try:
        plan = Plan.from_json(plan_path.read_bytes())
    except ValueError:
        tell(say_of_sampling("no-plan", lang, path=plan_path))
        return FAILED
    try:
        with show_waiting(say_line("reading-results", lang)):
            judgement = judge(out, plan, found.verdicts)
    except (OtherResultsError, NoResultsError) as error:
        other = isinstance(error, OtherResultsError)
        tell(
            say_of_sampling("other-results", lang, path=plan_path, out=out)
            if other
            else say_line("no-results", lang, path=out)
        )
        return FAILED
    if len(paths) > 1:
        name = say_on_certificate("merged-files", lang, count=len(paths))
        verdicts = name, hashlib.sha256(write_verdicts(found.verdicts)).hexdigest()
    else:
        verdicts = _name_file(paths[0])
    origin = Origin(out.resolve().name, _name_file(plan_path), verdicts)
    if not save(output, make_page(judgement, origin, lang), lang):
        return FAILED
    tell(f"{name_target(output, lang)}: {say_on_certificate(f'result-{judgement.result}', lang)}")
    return DONE if judgement.result == "proved" and not found.damaged else REVIEW


def _name_file(path: Path) -> tuple[str, str]:
    return path.name, hashlib.sha256(path.read_bytes()).hexdigest()
