"""Built form → findings: what a person should know. All checks in their order, and the running of them.

Enters: a built form and the flaws of its file. Leaves: the contract's checks. Nothing is corrected here: a
contradiction printed in the form is reported with both numbers.
"""

from collections.abc import Sequence

from extractor import checks_funding, checks_head, checks_indicators, checks_reading, checks_scan, checks_tasks
from extractor.build import Built
from extractor.checking import Case, Finder
from extractor.document import Flaw
from extractor.messages.checks import say_check
from extractor.messages.language import Language
from extractor.record import Check

REGISTRY: dict[str, Finder] = {
    **checks_head.FINDERS,
    **checks_funding.FINDERS,
    **checks_tasks.FINDERS,
    **checks_indicators.FINDERS,
    **checks_reading.FINDERS,
    **checks_scan.FINDERS,
}


def run_checks(form: Built, flaws: Sequence[Flaw], language: Language) -> list[Check]:
    """Run all checks on a form, in the order of their registration."""
    case = Case(form, flaws, language)
    results = []
    for code, finder in REGISTRY.items():
        faults = list(finder(case))
        if not faults:
            message = say_check(code, language, passed=True)
            results.append(Check(code=code, status="pass", severity="info", message=message, pointers=[]))
        for fault in faults:
            message = say_check(code, language, passed=False, **fault.names)
            pointers = list(fault.pointers)
            results.append(Check(code=code, status="fail", severity=fault.severity, message=message, pointers=pointers))
    results.append(_count_carried(case))
    results += (_say_converted(case, flaw) for flaw in flaws if flaw.code == "converted")
    return results


def _say_converted(case: Case, flaw: Flaw) -> Check:
    message = say_check("converted", case.language, passed=True, what=flaw.detail)
    return Check(code="converted", status="pass", severity="info", message=message, pointers=[])


def _count_carried(case: Case) -> Check:
    pointers = [pointer for pointer, evidence in case.form.evidence.items() if evidence.how == "carried"]
    leaves = [pointer.removesuffix("/name") for pointer in pointers if pointer.endswith("/name")]
    message = say_check("carried-levels", case.language, passed=True, count=len(leaves))
    return Check(code="carried-levels", status="pass", severity="info", message=message, pointers=leaves)
