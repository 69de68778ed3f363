"""Figures said in words, in both languages."""

from datetime import time

import pytest

from portal.policy import Figure, figure, rule, rules
from portal.policy.words import (
    amount_in_words,
    counting_in_words,
    figures_in_words,
    how_explained,
    how_in_words,
    label_in_words,
)


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        (figure("CS-3.1a"), "1 小时内", "within 1 hour"),
        (figure("CP-17c"), "7 个工作日内", "within 7 working days"),
        (figure("CP-22b"), "每 3 个工作日", "every 3 working days"),
        (figure("TM-3.3c"), "每周", "every week"),
        (figure("TM-4.2a"), "30 秒内", "within 30 seconds"),
        (figure("TM-4.5a"), "同一次沟通内", "in the same contact"),
        (figure("TM-4.5d"), "逐件设定", "set for each case"),
        (figure("DM-D2"), "16:30 前", "by 16:30"),
        (figure("DM-I14"), "立即", "at once"),
        (figure("DM-H2"), "提前 10 分钟", "10 minutes before"),
        (figure("DM-H5"), "不少于 1 个月", "at least 1 month"),
        (figure("CP-13b"), "不超过 10,000 元", "at most CNY 10,000"),
        (figure("CP-13c", "loss"), "超过 10,000 元", "more than CNY 10,000"),
        (figure("CR-3", "channels"), "5", "5"),
        (figure("DM-H8", "trading_morning"), "09:30–11:30", "09:30–11:30"),
    ],
)
def test_an_amount_in_words(asked, zh, en):
    assert amount_in_words(asked) == (zh, en)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        (figure("CS-3.1a"), "inside the region's service hours only"),
        (figure("CS-3.1c"), "nights and days off count"),
        (figure("CP-15.1"), "counts from the next opening"),
        (figure("CP-16"), "not the day of the start"),
        (figure("DM-K2"), "HQ's calendar"),
        (figure("CP-22b"), "Counted on the region's calendar"),
        (figure("TM-4.5a"), "with the first response"),
        (figure("TM-4.5d"), "sets the moment"),
        (figure("DM-D2"), "By the time of HQ's calendar"),
        (figure("TM-3.4a", "regular"), "Calendar days"),
    ],
)
def test_how_time_is_counted_is_said(asked, part):
    assert part in counting_in_words(asked).en


@pytest.mark.parametrize(
    "asked", [figure("CR-4.1"), figure("CP-13b"), figure("CP-36a"), figure("DM-I14"), figure("DM-H2")]
)
def test_what_goes_without_saying_is_not_said(asked):
    assert counting_in_words(asked) is None


def test_several_figures_stand_on_one_line_after_their_labels():
    assert figures_in_words(rule("CR-3").figures) == ("渠道：5；类别：4", "Channels: 5; Kinds: 4")
    assert figures_in_words(rule("CS-3.1a").figures) == ("1 小时内", "within 1 hour")
    assert figures_in_words(()) == ("", "")


def test_a_figure_without_a_label_is_called_by_its_sense():
    assert label_in_words(figure("CS-3.1a")).en == "Limit"
    assert label_in_words(figure("CP-22b")).en == "How often"
    assert label_in_words(figure("DM-H5")).en == "How long"
    assert label_in_words(figure("CS-3.3c", "urgent")).en == "Urgent"


def test_every_shipped_figure_and_treatment_has_its_words():
    for shown in rules():
        assert all(how_in_words(how).zh and how_explained(how).en for how in shown.how)
        for each in shown.figures:
            assert all(amount_in_words(each))
            counting_in_words(each)


def test_times_keep_their_leading_nought():
    assert amount_in_words(Figure("XX-1", time(9, 5), "time")).en == "by 09:05"
