"""A regulation file that cannot be right stops the portal with a sentence that names the file and the rule."""

import pytest

from portal.policy.loader import load
from portal.policy.reading import Broken

HEAD = """
[regulation]
code = "XX"
order = 1
name = { zh = "制度", en = "Regulation" }
"""

RULE = """
[[rule]]
id = "XX-1"
how = ["gate"]
title = { zh = "标题", en = "Title" }
text = { zh = "正文", en = "Text" }
"""

CLOCK = RULE.replace('"gate"', '"clock"')


def shipped(folder, text, name="xx.toml"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def fault_of(folder, text):
    with pytest.raises(Broken) as caught:
        load(shipped(folder, text))
    return str(caught.value)


def test_a_good_file_is_read(tmp_path):
    (rule,) = load(shipped(tmp_path, HEAD + RULE))
    assert (rule.id, rule.how, rule.title.zh, rule.text.en, rule.figures) == ("XX-1", ("gate",), "标题", "Text", ())


def test_a_chapter_in_a_file_of_its_own_follows_its_regulation(tmp_path):
    shipped(tmp_path, HEAD + RULE)
    chapter = '[chapter]\nof = "XX"\norder = 1\nname = { zh = "分章", en = "Chapter" }\n'
    shipped(tmp_path, chapter + RULE.replace("XX-1", "XX-A1"), "a-before.toml")
    first, second = load(tmp_path)
    assert (first.id, first.chapter.name.en) == ("XX-1", "Regulation")
    assert (second.id, second.chapter.name.en, second.regulation.code) == ("XX-A1", "Chapter", "XX")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("not toml at all", "xx.toml: this is not TOML"),
        (RULE, "xx.toml: it needs either a [regulation] or a [chapter]"),
        (HEAD + "[chapter]\n", "xx.toml: it needs either a [regulation] or a [chapter]"),
        ('[chapter]\nof = "YY"\n', "xx.toml: of is 'YY', which is none of "),
        (HEAD + RULE.replace("XX-1", "YY-1"), "xx.toml: YY-1: the id of a rule here begins with XX-"),
        (HEAD + RULE + RULE, "xx.toml: XX-1: this id is used twice"),
        (HEAD + RULE.replace('["gate"]', '["magic"]'), "xx.toml: XX-1: how is 'magic', which is none of clock, "),
        (HEAD + RULE.replace('["gate"]', "[]"), "xx.toml: XX-1: how is empty"),
        (HEAD + RULE.replace('how = ["gate"]', ""), "xx.toml: XX-1: how is missing or not of the kind list"),
        (HEAD + RULE.replace('zh = "标题", ', ""), "xx.toml: XX-1: title has no zh"),
        (HEAD + RULE.replace('"Text"', '" "'), "xx.toml: XX-1: text has no en"),
        (HEAD + RULE + "figure = []", "xx.toml: XX-1: nothing is called 'figure' here"),
        (HEAD + RULE + 'see = ["XX-9"]', "xx.toml: XX-1: see is 'XX-9', which is none of XX-1"),
        (HEAD.replace('"XX"', "1") + RULE, "xx.toml: code is missing or not of the kind str"),
        (HEAD.replace("order = 1", "order = true") + RULE, "xx.toml: order is missing or not of the kind int"),
        (HEAD + CLOCK, "xx.toml: XX-1: a clock without a figure that a clock can use"),
    ],
)
def test_what_cannot_be_right_is_named(tmp_path, wrong, said):
    assert fault_of(tmp_path, wrong).startswith(said)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ('amount = 1, unit = "fortnight"', "unit is 'fortnight', which is none of CNY, "),
        ("amount = 1", "unit is None, which is none of CNY, "),
        ('unit = "h"', "None is no amount of h"),
        ('amount = -1, unit = "h"', "-1 is no amount of h"),
        ('amount = 1.5, unit = "h"', "1.5 is no amount of h"),
        ('amount = true, unit = "h"', "True is no amount of h"),
        ('amount = 1, unit = "set"', "1 is no amount of set"),
        ('amount = "16:30", unit = "time"', "'16:30' is no amount of time"),
        ('amount = [18:00:00, 09:00:00], unit = "window", label = {zh = "时", en = "x"}', "is no window"),
        ('amount = 1, unit = "wd", calendar = "moon"', "calendar is 'moon', which is none of hq, region"),
        ('amount = 1, unit = "wd", sense = "about"', "sense is 'about', which is none of above, "),
        ('amount = 1, unit = "wd", bound = true', "only s, min and h can be bound to service hours"),
        ('amount = 1, unit = "h", bound = "yes"', "bound is missing or not of the kind bool"),
        ('amount = 3, unit = "count"', "a figure with a name, and any that is no time, needs a label"),
        ('amount = 3, unit = "h", name = "soon"', "a figure with a name, and any that is no time, needs a label"),
        ('amount = 3, unit = "h", hours = "all"', "nothing is called 'hours' here"),
    ],
)
def test_a_figure_that_cannot_be_right_is_named(tmp_path, figure, said):
    fault = fault_of(tmp_path, HEAD + RULE + f"figures = [{{ {figure} }}]")
    assert fault.startswith("xx.toml: XX-1: ")
    assert said in fault


def test_a_count_is_nothing_a_clock_can_use(tmp_path):
    figures = 'figures = [{ amount = 3, unit = "count", label = { zh = "件", en = "Cases" } }]'
    assert "a clock without a figure" in fault_of(tmp_path, HEAD + CLOCK + figures)


def test_two_figures_of_one_name_are_refused(tmp_path):
    figures = 'figures = [{ amount = 3, unit = "h" }, { amount = 4, unit = "h" }]'
    assert "two figures have the same name" in fault_of(tmp_path, HEAD + RULE + figures)


def test_a_regulation_in_two_files_is_refused(tmp_path):
    shipped(tmp_path, HEAD, "a.toml")
    assert fault_of(tmp_path, HEAD) == "xx.toml: regulation XX is in another file already"


def test_an_id_in_two_files_is_refused(tmp_path):
    shipped(tmp_path, HEAD + RULE, "a.toml")
    chapter = '[chapter]\nof = "XX"\norder = 1\nname = { zh = "分章", en = "Chapter" }\n'
    assert fault_of(tmp_path, chapter + RULE) == "xx.toml: XX-1: this id is used twice"
