"""Every verb that the code records has a sentence in both languages; what nobody knows any more is shown raw."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.audit import words
from portal.audit.models import JournalRow
from portal.audit.telling import Reader
from portal.audit.telling import tell as tell_rows
from portal.core.i18n import in_language, use
from portal.enquiries.procedure import ENQUIRY
from tests.make import TUESDAY

FOLDER = Path(__file__).resolve().parents[2] / "portal"
PROCEDURES = [ENQUIRY]
RECORDERS = {"record"}


def calls(tree: ast.AST, names: set[str]) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    """(the function it stands in, the call) of every call of one of these names."""
    for holder in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for node in ast.walk(holder):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield holder, node


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def verbs_of(tree: ast.AST, node: ast.AST, holder: ast.FunctionDef) -> set[str]:
    """The verbs that an expression can be: a text, one of two, a variable, an argument that callers give, a desk's step."""
    match node:
        case ast.Constant(value=str(verb)):
            return {verb}
        case ast.IfExp():
            return verbs_of(tree, node.body, holder) | verbs_of(tree, node.orelse, holder)
        case ast.JoinedStr():
            return steps_of(node)
        case ast.Name(id=name):
            return given_as(tree, name, holder)
    raise AssertionError(f"{ast.unparse(node)}: a verb nobody can read from the source")


def given_as(tree: ast.AST, name: str, holder: ast.FunctionDef) -> set[str]:
    assigned = [node.value for node in ast.walk(holder) if isinstance(node, ast.Assign) and _name(node.targets[0]) == name]
    if assigned:
        return set().union(*(verbs_of(tree, value, holder) for value in assigned))
    arguments = [argument.arg for argument in holder.args.args + holder.args.kwonlyargs]
    place = arguments.index(name)
    found = set()
    for caller, call in calls(tree, {holder.name}):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        found |= verbs_of(tree, given[name] if name in given else call.args[place], caller)
    assert found, f"{holder.name}: nobody in its file says what {name} is"
    return found


def steps_of(node: ast.JoinedStr) -> set[str]:
    """A desk's step, spelt out for every desk and step there is."""
    pattern = "".join(part.value if isinstance(part, ast.Constant) else f"<{ast.unparse(part.value)}>" for part in node.values)
    found = set()
    for procedure in PROCEDURES:
        for key in procedure.moves:
            found.add(pattern.replace("<procedure.key>", procedure.key).replace("<key>", key))
    assert not any("<" in verb for verb in found), f"{pattern}: what stands in the braces is not known here"
    return found


def recorded() -> dict[str, str]:
    """Verb → the file that records it."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for holder, call in calls(tree, RECORDERS):
            if not call.args and not any(keyword.arg == "what" for keyword in call.keywords):
                continue
            if path.name == "recording.py" or _records_elsewhere(tree, call):
                continue
            what = next((keyword.value for keyword in call.keywords if keyword.arg == "what"), None) or call.args[0]
            found |= dict.fromkeys(verbs_of(tree, what, holder), str(path.relative_to(FOLDER)))
    return found


def _records_elsewhere(tree: ast.AST, call: ast.Call) -> bool:
    """Whether this `record` is another one than the journal's: its file does not import that."""
    names = {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
             and (node.module or "").startswith("portal.audit") for alias in node.names}  # fmt: skip
    used = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return _name(used) not in names


VERBS = recorded()


def test_the_source_was_read():
    some = "staff.hired session.revoked calendar.defined calendar.corrected clock.missed enquiry.taken enquiry.note "
    some += "enquiries.import_reverted customer.corrected ticket.file_read journal.restored"
    assert set(some.split()) <= set(VERBS)
    assert len(VERBS) > 40


@pytest.mark.parametrize("what", sorted(VERBS))
def test_every_verb_has_a_sentence_in_both_languages(app, what):
    verb = words.VERBS.get(what)
    assert verb, f"{VERBS[what]} records {what}; say it in the telling of its area"
    assert "{subject}" in verb.zh and "{subject}" in verb.en
    assert words.topic_of(what) in words.TOPICS
    assert (any("\u4e00" <= character <= "\u9fff" for character in verb.zh) and verb.en.isascii()) or "“" in verb.en


@pytest.fixture
def tell(database, app):
    """`tell(language, what, …)`: the whole sentence, to somebody who may see everything or what `may` says."""

    def sentence(language: str, what: str, subject: str, *, may=lambda _permission: True, **facts):
        given = {"who": "agent.eu", "reason": "", "changes": None} | facts
        row = JournalRow(id=7, at=TUESDAY, origin="", what=what, subject=subject, **given)
        reader = Reader(may, {"agent.eu": "王芳", "agent.us": "孙丽"}, {5: "陈工 (tech.eu)"})
        with app.test_request_context():
            use(language=language, zone="Asia/Shanghai")
            with in_language(language):
                return tell_rows([row], reader)[0].sentence

    return sentence


SENTENCES = [
    ("enquiry.classify", "E26-00012", {"level": [2, 3]}, "客户追加投诉",
     "王芳（agent.eu）于 2026-11-24 17:00:00 重新分级了工单 E26-00012：级别由“二级·一般”改为“三级·复杂”。原因：客户追加投诉",
     ("王芳 (agent.eu) classified ticket E26-00012 anew on 2026-11-24 17:00:00: level changed from Level 2 · ordinary to "
     "Level 3 · complex. Reason: 客户追加投诉")),
    ("enquiry.transfer", "E26-00012", {"owner_id": [None, 5]}, "",
     "王芳（agent.eu）于 2026-11-24 17:00:00 转办了工单 E26-00012：负责人设为“陈工 (tech.eu)”。",
     "王芳 (agent.eu) transferred ticket E26-00012 on 2026-11-24 17:00:00: owner set to 陈工 (tech.eu)."),
    ("staff.changed", "agent.us", {"roles": [["clerk"], ["clerk", "senior"]], "clearance": [1, 2]}, "",
     ("王芳（agent.eu）于 2026-11-24 17:00:00 修改了孙丽（agent.us）的资料：角色由“客服专员”改为“客服专员、高级客服专员”；"
     "密级由“秘密”改为“机密”。"),
     ("王芳 (agent.eu) changed the account of 孙丽 (agent.us) on 2026-11-24 17:00:00: roles changed from Service clerk to "
     "Service clerk, Senior clerk; clearance changed from Secret to Confidential.")),
    ("clock.missed", "E26-00012", {"stopwatch": [None, "first-response"], "due": [None, "2026-11-24T08:30:00+00:00"]}, "TM-4.2d",
     ("王芳（agent.eu）于 2026-11-24 17:00:00 记下工单 E26-00012 逾期：时限设为“首次响应”；"
      "到期时间设为“2026-11-24 16:30”。条款：TM-4.2d"),
     None),
    ("calendar.corrected", "calendar:hq", {"2026-10-01": ["off", None]}, "",
     "王芳（agent.eu）于 2026-11-24 17:00:00 更改了日历 总部（中国内地）中的日子：取消2026-10-01（原为“休息”）。", None),
    ("enquiry.taken", "E26-00012", None, "email", "王芳（agent.eu）于 2026-11-24 17:00:00 受理了工单 E26-00012。渠道：邮件",
     "王芳 (agent.eu) took in ticket E26-00012 on 2026-11-24 17:00:00. Channel: E-mail"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "subject", "changes", "reason", "zh", "en"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_a_row_is_told_as_a_sentence(tell, what, subject, changes, reason, zh, en):
    assert tell("zh", what, subject, changes=changes, reason=reason) == zh
    if en:
        assert tell("en", what, subject, changes=changes, reason=reason) == en


def test_an_old_verb_that_nobody_knows_is_shown_as_it_is(tell):
    told = tell("en", "ship.sunk", "Titanic", changes={"iceberg": [None, {"height": 30}]}, reason="speed", who="captain")
    assert told == 'captain ship.sunk Titanic on 2026-11-24 17:00:00: iceberg set to {"height": 30}. Reason: speed'


@pytest.mark.parametrize("changes", ["oops", [1, 2], {"a": 1}, {"level": [[], {}]}, {"level": ["9", None]}, 5])
def test_changes_that_nobody_can_have_recorded_do_not_hinder_reading(tell, changes):
    assert "E26-00012" in tell("en", "enquiry.classify", "E26-00012", changes=changes)


def test_ticket_numbers_are_withheld_from_who_may_not_open_tickets(tell):
    for language in ("zh", "en"):
        facts = {"reason": "see E26-00013", "changes": {"E26-00014": [1, "E26-00015"]}}
        told = tell(language, "enquiry.note", "E26-00012", may=lambda _: False, **facts)
        assert "E26" not in told
    assert "E26" not in tell("en", "ship.sunk", "near E26-00012", may=lambda _: False)
    facts = {"numbers": [None, "E26-00001–E26-00009"]}
    assert "E26" not in tell("en", "enquiries.imported", "import:3", may=lambda _: False, changes=facts)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_verb_is_told_without_a_brace_left(tell, language):
    for what in words.VERBS:
        assert "{" not in tell(language, what, "x", reason="y", changes={"field": [1, 2]})
