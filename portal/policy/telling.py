"""How the journal's rows about versions of the policy are told."""

from __future__ import annotations

from functools import partial

from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import both
from portal.policy.targets import Facts, all_targets
from portal.policy.words import facts_in_words


def _facts(target: str, facts: Facts) -> str:
    """What a target demands ("within 80 hours"), and how the time is counted."""
    demanded, counted = facts_in_words(facts, target)
    return both("，", ", ").join(both(*text) for text in (demanded, counted) if text)


WORDS = enter(
    Words(
        topics={"policy": ("制度版本", "Versions of the regulations")},
        kinds={"policy": Kind("制度版本", "version", pattern=r"policy:(\d+)")},
        verbs={
            "policy.proposed": Verb("提出了{subject}", "proposed {subject}"),
            "policy.approved": Verb("批准了{subject}", "approved {subject}"),
            "policy.refused": Verb("退回了{subject}", "refused {subject}"),
            "policy.withdrawn": Verb("撤回了{subject}", "withdrew {subject}"),
            "policy.confirmed": Verb("确认已阅读{subject}", "confirmed having read {subject}"),
        },
        fields={f"policy.{target}": Field("", "", partial(_facts, target)) for target in all_targets()}
        | {"policy.effective": Field("生效日期", "in force from")},
    )
)
