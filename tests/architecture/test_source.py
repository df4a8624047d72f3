"""Small files, small functions, and one place that writes."""

import ast

import pytest

from tests.architecture.source import Module, is_action, modules, references, writes

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
# Raw SQL that only reads, kept under a name.
READS_BY_NAME = ("selectors", "health")
AUDIT = "referrals.kit.audit._event"
# Where something that looks like a write is none of a row, each with the reason.
NO_WRITES = {
    "observatory.figures.counting": "a SELECT that is put together from parts",
    "referrals.models.organisation.organisations": "the user manager's own method, which an action calls",
    "socialrx.tools.example.stories": "keys in a set of its own",
    "socialrx.tools.bench.writers": "the peers that the product is measured beside, in the benchmark's own database",
    "socialrx.tools.servers.postgres": "creates and drops whole databases for the demo and the tests",
}
# Actions that leave no audit row, each with the reason.
UNAUDITED = {
    "devices.actions.days.rebuild": "works out what the readings already say",
    "devices.actions.ingest.store": "the message's own row says it; a scan that follows is audited itself",
    "devices.actions.ingest.set_aside": "the rejected message's own row says it",
    "devices.actions.partitions.ensure": "changes no row",
    "devices.actions.retention.forget": "removal by age, for which the tallies stand",
    "devices.actions.statuses.keep": "the message's own row says it",
    "devices.actions.watch.wearables": "puts and finishes tasks, whose rows say when",
    "observatory.actions.refresh.replace": "figures worked out from the record; the benchmark calls it by itself",
    "observatory.actions.releases.release_ended": "a release is never changed and says when it was made",
    "observatory.actions.weeks.rebuild_changed": "figures worked out from the record",
    "referrals.actions.access.sealing.seal": "links of the audit itself; a row for each run would never let it end",
    "referrals.actions.access.sign_ins.begin": "the sign-in is the row, and its owner sees it",
    "referrals.actions.access.sign_ins.end": "its time was over, or its owner signed out; the row says when",
    "referrals.actions.access.sign_ins.end_of_user": "its account's password was changed; the rows say when",
    "referrals.actions.access.sign_ins.forget": "removal by age of what opens nothing any more",
    "referrals.actions.access.sign_ins.note_second_factor": "the action that looked at the code leaves the row",
    "referrals.actions.access.sign_ins.note_seen": "when there was the last click",
    "referrals.actions.access.unsent_forms.forget": "what its owner sent, or threw away",
    "referrals.actions.access.unsent_forms.forget_old": "removal by age of what nobody sent",
    "referrals.actions.access.unsent_forms.keep": "nothing was done; what was typed is its owner's alone",
    "referrals.actions.organisation.clients.use_assertion": "the token that follows, or the refusal, has a row",
    "referrals.actions.organisation.clients.forget_assertions": "removal by age of what would be refused anyhow",
    "referrals.actions.organisation.clients.note_use": "when a program last called; what it did has rows of its own",
    "referrals.actions.work.answers.once": "what it answers is an action that leaves its own row",
    "referrals.actions.work.known.store_after_migrate": "names that come with the software",
    "referrals.actions.work.answers.forget": "removal by age of answers that speak for themselves",
    "referrals.actions.access.asked.ask_to_sign_in": "an address that anybody typed; the mail that follows has a row",
    "referrals.actions.access.asked.ask_for_password": "as above",
    "referrals.actions.access.tries.count": "a number of tries; what came of a try has a row of its own",
    "referrals.actions.access.tries.forgive": "a number of tries, again",
    "referrals.actions.access.tries.forget": "removal by age of numbers of tries",
}


def writes_here(module: Module) -> list[int]:
    return [call.lineno for call in writes(module.tree)]


def is_read_only_sql(module: Module) -> bool:
    return any(part in READS_BY_NAME for part in module.name.split("."))


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_no_file_and_no_function_is_long(module: Module) -> None:
    assert len(module.path.read_text().splitlines()) <= LONGEST_FILE
    long = [node.name for node in module.functions if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]
    assert long == []


def test_only_actions_write() -> None:
    elsewhere = {
        module.name: lines
        for module in modules()
        if not is_action(module.name) and not is_read_only_sql(module) and (lines := writes_here(module))
    }
    assert elsewhere.keys() - NO_WRITES.keys() == set()
    assert NO_WRITES.keys() - elsewhere.keys() == set()


@pytest.mark.parametrize(
    ("text", "is_write"),
    [
        ("Person.objects.create(name='x')", True),
        ("Person.objects.filter(pk=1).update(name='x')", True),
        ("person.save()", True),
        ("selectors.visible(by).update(name='x')", True),
        ("row.delete()", True),
        ("plan.needs.create(code='debt')", True),
        ("user.groups.set([group])", True),
        ("plan.goals.add(goal)", True),
        ("plan.goals.clear()", True),
        ("self._stopping.set()", False),
        ("known.add(row.pk)", False),
        ("cursor.execute('DELETE FROM person')", True),
        ("cursor.execute('SELECT 1')", False),
        ("found.update({'a': 1})", False),
    ],
)
def test_a_write_is_told_from_other_calls(text: str, *, is_write: bool) -> None:
    assert bool(list(writes(ast.parse(text)))) is is_write


def test_each_action_that_is_called_from_outside_leaves_an_audit_row() -> None:
    graph = {
        f"{module.name}.{node.name}": (references(module, node), bool(list(writes(node))))
        for module in modules()
        if is_action(module.name)
        for node in module.functions
    }
    called = {
        name
        for module in modules()
        if not is_action(module.name)
        for name in references(module, module.tree)
        if name in graph
    }
    silent = {name for name in called if _reaches(graph, name, write=True) and not _reaches(graph, name, write=False)}
    assert called
    assert silent - UNAUDITED.keys() == set()
    assert UNAUDITED.keys() - silent == set(), "these leave an audit row, or are gone"


def _reaches(graph: dict[str, tuple[set[str], bool]], name: str, *, write: bool) -> bool:
    """Whether the action, or what it calls, writes a row; or else whether it writes the audit."""
    seen, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        if current in seen or current not in graph:
            continue
        seen.add(current)
        called, writes_itself = graph[current]
        if (writes_itself and current != AUDIT) if write else current == AUDIT:
            return True
        waiting.extend(called)
    return False


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_an_exception_is_made_where_it_is_raised(module: Module) -> None:
    assert raised_again(module.tree) == []


def raised_again(tree: ast.Module) -> list[str]:
    """What is raised and lives longer than the raise: it would keep the frames of each, and the records in them."""
    found = []
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]:
        raised = function.exc
        while (
            isinstance(raised, ast.Call)
            and isinstance(raised.func, ast.Attribute)
            and raised.func.attr == "with_traceback"
        ):
            raised = raised.func.value
        if isinstance(raised, ast.Subscript) or (
            isinstance(raised, ast.Name | ast.Attribute) and not _is_class(raised)
        ):
            found.append(ast.unparse(raised))
    return [name for name in found if name not in _caught(tree)]


def _is_class(raised: ast.Name | ast.Attribute) -> bool:
    """By the language's custom; a class makes a new exception with each raise."""
    name = raised.attr if isinstance(raised, ast.Attribute) else raised.id
    return name[0].isupper() and not name.isupper()


def _caught(tree: ast.Module) -> set[str]:
    """Names of exceptions that were caught, and of what a function itself has made."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    made = {
        target.id
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return made | {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("raise BEATEN", True),
        ("raise moves.BEATEN from None", True),
        ("raise REFUSALS['beaten']", True),
        ("raise BEATEN.with_traceback(None)", True),
        ("raise beaten", True),
        ("raise self.refusal", True),
        ("raise Refusal('beaten', 'Too late.')", False),
        ("raise changed_meanwhile()", False),
        ("raise Http404", False),
        ("def act():\n    try: pass\n    except Refusal as refusal:\n        raise refusal", False),
        ("def act():\n    error = Refusal('a', 'b')\n    raise error", False),
    ],
)
def test_an_exception_that_is_kept_is_told_from_others(text: str, *, is_kept: bool) -> None:
    assert bool(raised_again(ast.parse(text))) is is_kept
