"""`portal clocks check FILE`: a table from another department, row by row."""

import pytest

from portal.__main__ import main
from portal.clocks.conformance import OURS

HEADING = "calendar,start,target,due,pauses,reasoning\n"
GOOD = "eu,2026-11-27 17:30,1 h bound,2026-11-30 09:30,,the other half hour is on Monday\n"


@pytest.fixture
def check(tmp_path, capsys):
    def run(*rows, heading=HEADING, encoding="utf-8"):
        path = tmp_path / "theirs.csv"
        path.write_bytes((heading + "".join(rows)).encode(encoding))
        code = main(["--home", str(tmp_path), "clocks", "check", str(path)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_shipped_table_agrees(tmp_path, capsys):
    assert main(["--home", str(tmp_path), "clocks", "check", str(OURS)]) == 0
    assert " 0 deviate, 0 cannot be read." in capsys.readouterr().out


def test_a_table_that_agrees_is_0(check):
    assert check(GOOD) == (0, "1 of 1 rows agree, 0 deviate, 0 cannot be read.\n", "")


@pytest.mark.rule("CP-15.1")
def test_a_deviation_is_shown_with_its_ledger_and_is_1(check):
    code, out, _err = check(GOOD, "hq,2026-10-09 17:30,1 h bound,2026-10-12 09:30,,after the weekend\n")
    assert code == 1
    assert out.splitlines() == [
        "row 3: hq, 1 h bound from 2026-10-09 17:30:00+08:00 (Asia/Shanghai)",
        "  the table says  2026-10-12 09:30:00+08:00  after the weekend",
        "  the portal says 2026-10-10 09:30:00+08:00",
        "    2026-10-09 Fri    0:30    0:30  weekday  17:30–18:00",
        "    2026-10-10 Sat    0:30    1:00  make-up workday Make-up workday for National Day  09:00–09:30",
        "1 of 2 rows agree, 1 deviate, 0 cannot be read.",
    ]


def test_a_deviation_tells_what_was_paused_and_which_years_are_unsure(check):
    row = "hq,2026-12-31 16:00,4 wh,2027-01-04 10:00,2026-12-31 17:00/2027-01-04 10:00,\n"
    code, out, _err = check(row)
    assert code == 1
    assert "2026-12-31 Thu    1:00    1:00  weekday  16:00–17:00  paused 1:00" in out
    assert "the holidays of 2027 are not announced" in out


def test_what_stands_still_says_so(check):
    code, out, _err = check("eu,2026-11-23 10:00,24 h,2026-11-24 10:00,2026-11-23 12:00/,\n")
    assert code == 1
    assert "the portal says none: it stands still" in out


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("moon,2026-11-23 10:00,24 h,2026-11-24 10:00,,\n", "no calendar 'moon'"),
        ("eu,tomorrow,24 h,2026-11-24 10:00,,\n", "'tomorrow' is not a moment"),
        ("eu,2026-11-23,24 h,2026-11-24 10:00,,\n", "'2026-11-23' is not a moment"),
        ("eu,9999-12-31 23:00,24 h,2026-11-24 10:00,,\n", "not a moment of this century"),
        ("eu,2026-10-25 02:30,1 h,2026-10-25 04:00,,\n", "comes twice in Europe/Berlin"),
        ("eu,2026-03-29 02:30,1 h,2026-03-29 04:00,,\n", "comes never in Europe/Berlin"),
        ("eu,2026-11-23 10:00,one day,2026-11-24 10:00,,\n", "'one day' is not a time like"),
        ("eu,2026-11-23 10:00,3 days,2026-11-24 10:00,,\n", "not in 'days'"),
        ("eu,2026-11-23 10:00,0 h,2026-11-24 10:00,,\n", "0 h is not a time"),
        ("eu,2026-11-23 10:00,24 h,,,\n", "'' is not a moment"),
        ("eu,2026-11-23 10:00,24 h,2026-11-24 10:00,lunch,\n", "'lunch' is not a pause"),
        ("eu,2026-11-23 10:00,24 h,2026-11-24 10:00,2026-11-23 12:00/2026-11-23 11:00,\n", "ends before it begins"),
        ("eu,2026-11-23 10:00,24 h,2026-11-24 10:00,,,,,more\n", "more fields than the heading"),
        ("eu\n", "'' is not a moment"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_reason_and_is_2(check, row, reason):
    code, out, err = check(GOOD, row, GOOD)
    assert code == 2
    assert err.startswith("row 3: ")
    assert reason in err
    assert out == "2 of 3 rows agree, 0 deviate, 1 cannot be read.\n"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"heading": "desk,start,target,due\n"}, "The heading lacks calendar"),
        ({"heading": ""}, "The heading lacks calendar, start, target, due"),
        ({"encoding": "utf-16"}, "not text in UTF-8"),
    ],
)
def test_what_is_no_such_table_is_2(check, options, reason):
    rows = [] if options.get("heading") == "" else [GOOD]
    code, _out, err = check(*rows, **options)
    assert code == 2
    assert reason in err


def test_a_file_that_is_not_there_is_refused(tmp_path, capsys):
    assert main(["--home", str(tmp_path), "clocks", "check", str(tmp_path / "none.csv")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_spreadsheet_s_mark_at_the_beginning_does_not_matter(check):
    assert check(GOOD, encoding="utf-8-sig")[0] == 0
