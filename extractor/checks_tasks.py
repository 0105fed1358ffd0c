"""Checks of the task table (年度重点工作任务)."""

from collections.abc import Iterator
from functools import partial

from extractor.checking import Case, Fault, Finder, register, walk_tasks
from extractor.values import TASK_NUMBER, are_alike, is_money

FINDERS: dict[str, Finder] = {}
check = partial(register, FINDERS)

TEXTS = ("name", "content", "expected_outcome")


@check("task-numbers")
def find_gap_in_numbers(case: Case) -> Iterator[Fault]:
    """任务1, 任务2, 任务4: one is missing. The optional tasks (`其他需完成的任务`) bear no numbers."""
    numbers = [task.number for task in case.record.tasks]
    if any(number is not None for number in numbers) and numbers != list(range(1, len(numbers) + 1)):
        text = "、".join("—" if number is None else str(number) for number in numbers)
        what = case.word("number-gap", numbers=text)
        yield Fault("warning", {"what": what}, tuple(f"/tasks/{k}/number" for k in range(len(numbers))))
    for index, task in enumerate(case.record.other_tasks):
        if task.number is not None:
            what = case.word("number-optional", number=task.number)
            yield Fault("warning", {"what": what}, (f"/other_tasks/{index}/number",))


@check("task-complete")
def find_incomplete_tasks(case: Case) -> Iterator[Fault]:
    """A task without a name, content, amount or outcome."""
    columns = [
        code for code in ("name", "content", "amount", "expected_outcome") if code in case.form.pattern.tasks.columns
    ]
    for index, task in enumerate(case.record.tasks):
        missing = [code for code in columns if getattr(task, code) is None]
        if missing:
            what = "、".join(case.word(code) for code in missing)
            pointers = tuple(f"/tasks/{index}/{code}" for code in missing)
            yield Fault("warning", {"index": index + 1, "what": what}, pointers)


@check("task-suspect")
def find_suspect_tasks(case: Case) -> Iterator[Fault]:
    """A text of a task that is only an amount (`270.26`), or the same as another text of its row."""
    pattern = case.form.pattern
    for pointer, task in walk_tasks(case.record):
        seen: dict[str, str] = {}
        for key in TEXTS:
            text = getattr(task, key)
            if text is None or pattern.is_blank(text):
                continue
            bare = TASK_NUMBER.sub("", text)
            same = next((other for other, said in seen.items() if are_alike(bare, said)), None)
            why = None
            if is_money(text, units=pattern.values.units):
                why = case.word("only-amount")
            elif same is not None:
                why = case.word("same-as", other=case.word(same))
            seen[key] = bare
            if why:
                yield Fault("warning", {"what": case.word(key), "text": text[:30], "why": why}, (f"{pointer}/{key}",))
