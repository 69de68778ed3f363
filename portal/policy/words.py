"""Figures and ways of treatment said in words, in both languages at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from portal.policy.book import rule
from portal.policy.regulation import DURATIONS, ELAPSED, Figure, Text
from portal.policy.targets import Facts, figure_with, rivals, rules_of, shipped_figure

# The unit after a number in Chinese; one of it and several of it in English.
UNITS = {
    "s": ("秒", "second", "seconds"),
    "min": ("分钟", "minute", "minutes"),
    "h": ("小时", "hour", "hours"),
    "wh": ("个工作小时", "working hour", "working hours"),
    "wd": ("个工作日", "working day", "working days"),
    "d": ("天", "day", "days"),
    "weeks": ("周", "week", "weeks"),
    "months": ("个月", "month", "months"),
    "years": ("年", "year", "years"),
}
EACH = {"d": "每天", "wd": "每个工作日", "weeks": "每周", "months": "每月", "years": "每年"}

SENSES = {
    "within": Text("{}内", "within {}"),
    "every": Text("每 {}", "every {}"),
    "before": Text("提前 {}", "{} before"),
    "at_least": Text("不少于 {}", "at least {}"),
    "at_most": Text("不超过 {}", "at most {}"),
    "above": Text("超过 {}", "more than {}"),
    "exactly": Text("{}", "{}"),
}

# What a figure without a label of its own is called, by its sense.
LABELS = {"every": Text("频次", "How often"), "at_least": Text("期限", "How long")}
LIMIT = Text("时限", "Limit")

# Units that no number stands before.
OTHER_UNITS = {
    "count": Text("个", "number"),
    "CNY": Text("人民币元", "CNY"),
    "time": Text("时刻", "time of day"),
    "window": Text("时段", "from – to"),
    "contact": Text("同一次沟通内", "in the same contact"),
    "set": Text("逐件设定", "set for each case"),
}
STRICTER = Text("适用较严的一条", "the stricter applies")

AT_ONCE = Text("立即", "at once")
SAME_CONTACT = Text("同一次沟通内", "in the same contact")
SET_EACH_TIME = Text("逐件设定", "set for each case")

COUNTING = {
    "elapsed": Text("按实际时间连续计算，夜间和休息日照常计时。", "Elapsed time: nights and days off count as well."),
    "bound": Text("只在地区服务时间内计时，服务时间以外暂停。", "It runs inside the region's service hours only."),
    "wh": Text(
        "按{}的工作小时计算；服务时间外收到的，自下次开始服务起计时。",
        "Open hours of {} count; what comes outside them counts from the next opening.",
    ),
    "every": Text("按{}计算。", "Counted on {}."),
    "wd": Text(
        "按{}的工作日计算，当日不计，到期为最后一日服务时间结束时。",
        "Working days of {} count, not the day of the start; due when service closes on the last of them.",
    ),
    "calendar": Text("按日历日计算，含休息日。", "Calendar days, days off included."),
    "contact": Text("与首次响应同时到期。", "Due together with the first response."),
    "set": Text("没有固定数值，由负责人逐件确定到期时刻。", "No fixed number: the person in charge sets the moment."),
    "local": Text("以{}的时间为准。", "By the time of {}."),
}
CALENDARS = {"region": Text("地区日历", "the region's calendar"), "hq": Text("总部日历", "HQ's calendar")}

HOWS = {
    "clock": (
        Text("时限", "Deadline"),
        Text(
            "系统计算到期时刻，提前提醒，逾期上报并记录。",
            "The portal works out when it is due, warns ahead, tells the next person up and records a miss.",
        ),
    ),
    "gate": (
        Text("控制点", "Gate"),
        Text(
            "未满足要求的，系统不予放行，并说明原因。",
            "The portal refuses to go on until this is met, and says what is missing.",
        ),
    ),
    "job": (
        Text("自动任务", "Job"),
        Text("系统到时自动办理，无需人工提醒。", "The portal does or asks for this by itself when the time comes."),
    ),
    "register": (
        Text("登记", "Register"),
        Text(
            "系统逐条登记，可以查询，并保留修改历史。",
            "The portal keeps a record of each, with a list and its history.",
        ),
    ),
    "figure": (
        Text("指标", "Figure"),
        Text("系统计算并显示该数据。", "The portal computes this and shows it."),
    ),
    "norm": (
        Text("规范", "Norm"),
        Text("供员工随时查阅，系统不作计算。", "It is here for staff to read; the portal computes nothing from it."),
    ),
}


def label_in_words(figure: Figure) -> Text:
    """What the figure is a figure of."""
    return figure.label or LABELS.get(figure.sense, LIMIT)


def amount_in_words(figure: Figure) -> Text:
    """What the figure demands: "within 3 working days", "16:30 前"."""
    if figure.unit == "contact":
        return SAME_CONTACT
    if figure.unit == "set":
        return SET_EACH_TIME
    if figure.unit == "time":
        return Text(f"{figure.amount:%H:%M} 前", f"by {figure.amount:%H:%M}")
    if figure.unit == "window":
        opens, closes = figure.amount
        return Text(*[f"{opens:%H:%M}–{closes:%H:%M}"] * 2)
    return _number_in_words(figure)


def figures_in_words(figures: Iterable[Figure]) -> Text:
    """All figures of a rule on one line, each after its own label if it has one: "Steps: 4; Kinds: 2"."""
    said = [(figure.label, amount_in_words(figure)) for figure in figures]
    zh = "；".join(f"{label.zh}：{amount.zh}" if label else amount.zh for label, amount in said)
    en = "; ".join(f"{label.en}: {amount.en}" if label else amount.en for label, amount in said)
    return Text(zh, en)


def _number_in_words(figure: Figure) -> Text:
    if figure.unit in DURATIONS and figure.amount == 0:
        return AT_ONCE
    if figure.sense == "every" and figure.amount == 1:
        return Text(EACH[figure.unit], f"every {UNITS[figure.unit][1]}")
    number = _quantity(figure)
    return Text(*(pattern.format(said) for pattern, said in zip(SENSES[figure.sense], number, strict=True)))


def _quantity(figure: Figure) -> Text:
    number = f"{figure.amount:,}"
    if figure.unit == "count":
        return Text(number, number)
    if figure.unit == "CNY":
        return Text(f"{number} 元", f"CNY {number}")
    zh, one, several = UNITS[figure.unit]
    return Text(f"{number} {zh}", f"{number} {one if figure.amount == 1 else several}")


def counting_in_words(figure: Figure) -> Text | None:
    """How time is counted towards the figure; None where that goes without saying."""
    if figure.bound:
        return COUNTING["bound"]
    if figure.calendar is None:
        return _without_calendar(figure)
    pattern = COUNTING["every"] if figure.sense == "every" else COUNTING.get(figure.unit, COUNTING["local"])
    return Text(*(each.format(name) for each, name in zip(pattern, CALENDARS[figure.calendar], strict=True)))


def _without_calendar(figure: Figure) -> Text | None:
    if figure.unit in COUNTING:
        return COUNTING[figure.unit]
    if not figure.amount or figure.sense == "every":
        return None
    if figure.unit == "d":
        return COUNTING["calendar"]
    return COUNTING["elapsed"] if figure.unit in ELAPSED and figure.sense == "within" else None


def how_in_words(how: str) -> Text:
    """The name of a way of treatment."""
    return HOWS[how][0]


def how_explained(how: str) -> Text:
    """One sentence: what the portal does with a rule treated so."""
    return HOWS[how][1]


def unit_in_words(unit: str) -> Text:
    """The name of a unit, for a choice."""
    if unit in OTHER_UNITS:
        return OTHER_UNITS[unit]
    zh, _one, several = UNITS[unit]
    return Text(zh.removeprefix("个"), several)


def amount_as_typed(amount: object) -> str:
    """A plain amount as somebody would type it into a form."""
    if isinstance(amount, list):
        return "–".join(amount)
    return "" if amount is None else str(amount)


def target_in_words(target: str) -> Text:
    """What a version changes: the ids of the rules, and the figure's own label where it has one."""
    ids = " / ".join(rules_of(target))
    label = None if rivals(target) else shipped_figure(target).label
    return Text(f"{ids} {label.zh}", f"{ids} {label.en}") if label else Text(ids, ids)


def target_with_titles(target: str) -> Text:
    """The same with what each rule is about, for somebody who chooses."""
    titles, label = titles_in_words(target), None if rivals(target) else shipped_figure(target).label
    ids = " / ".join(rules_of(target))
    return Text(*(f"{ids} {title}" + (f" · {label[place]}" if label else "") for place, title in enumerate(titles)))


def titles_in_words(target: str) -> Text:
    """What the rules of a target are about."""
    titles = [rule(each).title for each in rules_of(target)]
    return Text(*(" / ".join(dict.fromkeys(title[place] for title in titles)) for place in range(2)))


def facts_in_words(facts: Facts, target: str) -> tuple[Text, Text | None]:
    """What the facts of a target demand, and how time is counted towards it."""
    if rivals(target) or "applies" in facts:
        chosen = facts["applies"]
        return (Text(f"适用 {chosen}", f"{chosen} applies") if chosen else STRICTER), None
    figure = figure_with(shipped_figure(target), facts, 1)
    return amount_in_words(figure), counting_in_words(figure)
