"""What holds for every calendar, start, target and pause."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.clocks.ledger import explain
from portal.clocks.working_time import Target, countable, due, threshold
from tests.clocks import oracle
from tests.clocks.strategies import MOST_MINUTES, pauses, settings_of, targets

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MINUTE = timedelta(minutes=1)


@SLOW
@given(st.data(), settings_of(), st.integers(1, MOST_MINUTES))
def test_open_time_agrees_with_looking_at_the_wall_every_minute(data, setting, amount):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    seen = oracle.nth_minute(amount, start, calendar, breaks)
    assert due(start, Target(amount, "min", bound=True), calendar, breaks) == seen


@SLOW
@given(st.data(), settings_of(), st.integers(1, 4))
def test_working_days_agree_with_looking_at_the_wall_every_minute(data, setting, amount):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    first = calendar.local_date(start)
    dates = (first + timedelta(days=number) for number in range(1, 60))
    worked = islice((minutes for day in dates if (minutes := oracle.open_minutes(day, calendar))), amount)
    begin = oracle.first_minute_after(first, calendar)
    seen = oracle.nth_minute(sum(worked), begin, calendar, breaks)
    assert due(start, Target(amount, "wd"), calendar, breaks) == seen


@QUICK
@given(st.data(), settings_of(), targets)
def test_elapsed_time_is_the_amount_and_the_pauses_up_to_the_due_moment(data, setting, target):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    elapsed = replace(target, unit="min", bound=False)
    moment = due(start, elapsed, calendar, breaks)
    minutes = (moment - start) // MINUTE
    paused = sum(any(b <= start + n * MINUTE < e for b, e in breaks) for n in range(minutes))
    assert minutes == elapsed.amount + paused


@QUICK
@given(st.data(), settings_of(), targets)
def test_a_larger_amount_is_never_due_earlier(data, setting, target):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    larger = replace(target, amount=target.amount + data.draw(st.integers(1, 3)))
    assert due(start, target, calendar, breaks) <= due(start, larger, calendar, breaks)


@QUICK
@given(st.data(), settings_of(), targets)
def test_a_later_start_is_never_due_earlier(data, setting, target):
    calendar, start = setting
    later = start + data.draw(st.integers(1, 3000)) * MINUTE
    assert due(start, target, calendar) <= due(later, target, calendar)


@QUICK
@given(st.data(), settings_of(), targets)
def test_splitting_a_pause_changes_nothing(data, setting, target):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    halves = [(begin, begin + (end - begin) / 2) for begin, end in breaks]
    halves += [(begin + (end - begin) / 2, end) for begin, end in breaks]
    assert due(start, target, calendar, halves) == due(start, target, calendar, breaks)


@QUICK
@given(st.data(), settings_of(), targets)
def test_more_pause_is_never_due_earlier(data, setting, target):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    more = breaks + data.draw(pauses(start))
    assert due(start, target, calendar, breaks) <= due(start, target, calendar, more)


@QUICK
@given(st.data(), settings_of(), targets)
def test_pauses_after_the_due_moment_change_nothing(data, setting, target):
    calendar, start = setting
    moment = due(start, target, calendar)
    after = data.draw(pauses(moment + 600 * MINUTE))
    assert due(start, target, calendar, after) == moment


@QUICK
@given(st.data(), settings_of(), targets)
def test_an_unfinished_pause_hides_the_due_moment_only_before_it(data, setting, target):
    calendar, start = setting
    moment = due(start, target, calendar)
    assert due(start, target, calendar, [(moment, None)]) == moment
    assert due(start, target, calendar, [(moment - MINUTE / 2, None)]) is None


@QUICK
@given(st.data(), settings_of(), targets)
def test_the_explained_moment_is_the_due_moment(data, setting, target):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    ledger = explain(start, target, calendar, breaks)
    assert ledger.due == due(start, target, calendar, breaks)
    assert sum((entry.counted for entry in ledger.entries), timedelta()) == ledger.budget == ledger.counted
    assert ledger.entries[-1].spans[-1].end == ledger.due
    assert [entry.day for entry in ledger.entries] == sorted({entry.day for entry in ledger.entries})


@QUICK
@given(st.data(), settings_of(), targets)
def test_what_the_ledger_counts_and_what_it_leaves_out_is_all_the_open_time(data, setting, target):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    ledger = explain(start, target, calendar, breaks)
    whole = timedelta()
    for span in countable(start, target, calendar):
        if span.start >= ledger.due:
            break
        whole += min(span.end, ledger.due) - span.start
    assert ledger.counted + ledger.paused == whole


@QUICK
@given(st.data(), settings_of(), targets)
def test_thresholds_come_in_order_and_not_after_the_due_moment(data, setting, target):
    calendar, start = setting
    breaks = data.draw(pauses(start))
    share = sorted(data.draw(st.tuples(st.integers(1, 99), st.integers(1, 99))))
    earlier, later = (threshold(percent, start, target, calendar, breaks) for percent in share)
    assert start <= earlier <= later <= due(start, target, calendar, breaks)
    assert threshold(100, start, target, calendar, breaks) == due(start, target, calendar, breaks)


@QUICK
@given(settings_of(), targets)
def test_what_counts_open_time_is_due_while_the_desk_is_open(setting, target):
    calendar, start = setting
    moment = due(start, target, calendar)
    if target.in_open_time:
        spans = calendar.opened(calendar.local_date(moment - MINUTE / 60))
        assert any(span.start < moment <= span.end for span in spans)


@QUICK
@given(settings_of())
def test_the_windows_of_a_day_neither_overlap_nor_leave_it(setting):
    calendar, start = setting
    for number in range(-2, 5):
        day = calendar.local_date(start) + timedelta(days=number)
        edges = [edge for span in calendar.opened(day) for edge in span]
        assert edges == sorted(edges)
        assert all(calendar.local_date(span.start) == day for span in calendar.opened(day))
