"""Imports: what is read, what is wrong with it, what comes in, and back again."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from portal.archive.cards import card_of
from portal.archive.models import Customer
from portal.audit import queries as journal
from portal.audit.models import JournalRow
from portal.clocks.models import Miss, Stopwatch
from portal.core import time
from portal.core.errors import Refused
from portal.core.i18n import in_language
from portal.enquiries import actions as enquiries
from portal.enquiries import commands
from portal.enquiries.imports import actions, checking, mapping, reading
from portal.enquiries.imports.moments import moment
from portal.enquiries.imports.staging import Brought
from portal.enquiries.models import Import, ImportedRow
from portal.messages.models import Notice
from portal.schedule import DESK
from portal.tickets.models import NEVER, Counter, Entry, Ticket
from portal.tickets.queries import finding, lists
from tests import make
from tests.enquiries import sheets
from tests.make import TUESDAY


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


def checked(data: bytes, by, name="file.csv", options=()):
    sheet = reading.read(name, data)
    plan = mapping.guessed(sheet)
    plan = mapping.changed(plan, mapping.asked_for(options, sheet))
    assert plan.missing == []
    return checking.check(sheet, plan, by=by, now=time.now())


def brought_in(data: bytes, by, name="file.csv", **more) -> Import:
    return actions.bring_in(checked(data, by, name), Brought(name, data), by=by, **more)


def faults(data: bytes, by, **more) -> dict[int, list[str]]:
    return {bad.number: [str(fault) for fault in bad.faults] for bad in checked(data, by, **more).bad}


# what is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_however_an_office_saved_it(encoding, delimiter):
    sheet = reading.read("客户.csv", sheets.csv_bytes(encoding=encoding, delimiter=delimiter))
    assert sheet.headers == sheets.ZH
    assert [row.cells for row in sheet.rows] == [sheets.ROW]


def test_a_workbook_is_read_and_whole_numbers_lose_their_fraction():
    sheet = reading.read(
        "file.xlsx", sheets.workbook(["客户", "编号", "数"], ["Nordwind", 2397100.0, 1.5], ["", "", ""], ["Süd", 7.0, ""])
    )
    assert sheet.headers == ("客户", "编号", "数")
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ("Nordwind", "2397100", "1.5")), (4, ("Süd", "7", ""))]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    sheet = reading.read("a.csv", b'name,text\n\nA,"two\nlines"\n,\nB,x\n')
    assert [(row.number, row.cells) for row in sheet.rows] == [(3, ("A", "two\nlines")), (5, ("B", "x"))]


def test_columns_of_one_name_and_without_a_name_stay_apart():
    assert reading.read("a.csv", b"a,a,,b\n1,2,3,4\n").headers == ("a", "a (2)", "#3", "b")


FAR_CELL = (
    f'<worksheet xmlns="{sheets.MAIN}"><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("blank.csv", b" \n\n"),
        ("headers.csv", b"a,b,c\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("lies.xlsx", b"a,b\n1,2\n"),
        ("lies.csv", sheets.workbook(["a"], ["b"])),
        ("zip.xlsx", sheets.workbook(["a"], ["b"])[:200]),
        ("table.ods", b"PK"),
        ("noname", b"a,b\n1,2\n"),
        ("quote.csv", b'a,b\n"1,2\n'),
        ("cell.csv", b"a,b\n" + b"x" * 200_000 + b",1\n"),
        ("bytes.csv", b"a,b\n\xff\xff\xff,1\n"),
        ("large.csv", b"a,b\n" + b"1,2\n" * 5_000_001),
        ("long.csv", b"a,b\n" + b"1,2\n" * 20_001),
        ("wide.csv", b",".join(b"c%d" % n for n in range(201)) + b"\n1,2\n"),
        ("far.xlsx", sheets.workbook(sheet=FAR_CELL)),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name, data):
    with pytest.raises(Refused) as refusal:
        reading.read(name, data)
    assert str(refusal.value).endswith(".")


def test_a_bomb_is_refused_before_it_unfolds(monkeypatch):
    monkeypatch.setattr("portal.enquiries.imports.workbook.MOST_UNPACKED", 2_000_000)
    monkeypatch.setattr("portal.enquiries.imports.workbook._demand_whole", lambda archive: pytest.fail("it was unpacked"))
    with pytest.raises(Refused, match="unfolds"):
        reading.read("bomb.xlsx", sheets.workbook(["a"], ["b"], more={"xl/media/zeros": b"\0" * 3_000_000}))


def test_a_workbook_whose_parts_were_changed_is_refused():
    data = sheets.workbook(["a"], ["b"], more={"xl/media/noise": bytes(range(256)) * 9})
    broken = data.replace(data[data.index(b"xl/media/noise") + 20 :][:8], b"\0" * 8, 1)
    with pytest.raises(Refused):
        reading.read("broken.xlsx", broken)


# which column is what


def test_columns_are_known_by_chinese_and_english_names():
    zh = mapping.guessed(reading.read("a.csv", sheets.csv_bytes()))
    en = mapping.guessed(
        reading.read("a.csv", b"Company Name,Country,Source,Type,Topic,Date-Received,Description\n1,2,3,4,5,6,7\n")
    )
    assert zh.sources["customer"] == mapping.Column("客户名称") and zh.sources["received_at"] == mapping.Column("收到时间")
    assert en.sources["customer"] == mapping.Column("Company Name") and en.sources["received_at"] == mapping.Column(
        "Date-Received"
    )
    assert zh.missing == en.missing == []


def test_what_is_not_known_is_named_and_can_be_told(cast):
    data = sheets.csv_bytes(("Süd AG", "Wo ist die Pumpe?"), headers=("Firma", "Frage"))
    sheet = reading.read("a.csv", data)
    assert mapping.guessed(sheet).missing == ["customer", "country", "channel", "kind", "subject", "text"]
    options = ["customer=firma", "text=Frage", "country==Germany", "channel==E-mail", "kind==业务咨询", "subject==product"]
    good = checked(data, cast.manager, options=options).good
    assert good[0].values["customer"]["name"] == "Süd AG" and good[0].values["country"] == "DE"


@pytest.mark.parametrize("option", ["colour=Firma", "customer", "customer=Nachname"])
def test_a_mapping_that_makes_no_sense_is_refused(option):
    with pytest.raises(Refused):
        mapping.asked_for([option], reading.read("a.csv", b"Firma,Frage\n1,2\n"))


def test_a_known_profile_fills_everything(cast):
    first, second, third = checked(sheets.complaints(), cast.manager).good
    assert first.values["title"] == "Card: Late fee"
    assert first.values["text"] == (
        "They charged me twice.\nProduct: Card\nSub-product: Gift card\nIssue: Late fee\nCompany: Sample Bank, N.A.\nState: TX"
    )
    assert [good.values["channel"] for good in (first, second, third)] == ["online", "phone", "email"]
    assert {good.values["kind"] for good in (first, second, third)} == {"after-sales"}
    assert first.values["received_at"] == datetime(2016, 12, 1, 14, tzinfo=UTC)  # 09:00 in New York
    assert (first.values["reference"], first.values["level"], first.values["region"]) == ("1001", 2, "us")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, 8, tzinfo=UTC)),  # a Sunday: when it would open
        ("2026-11-20 10:15", datetime(2026, 11, 20, 9, 15, tzinfo=UTC)),
        ("2026/7/1 10:15:30", datetime(2026, 7, 1, 8, 15, 30, tzinfo=UTC)),
        ("2026年11月20日 10:15", datetime(2026, 11, 20, 9, 15, tzinfo=UTC)),
        ("20.11.2026", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("2026-11-20T10:15:00+08:00", datetime(2026, 11, 20, 2, 15, tzinfo=UTC)),
        ("11/02/2026", None),
        ("2026-02-30", None),
        ("1700-01-01", None),
        ("9999-12-31 23:59", datetime(9999, 12, 31, 22, 59, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_the_regions_zone_or_not_at_all(database, text, expected):
    from portal.clocks.queries import calendar_for

    assert moment(text, calendar_for("eu")) == expected


# what is wrong


def test_every_fault_of_every_bad_row_is_told_by_its_number(cast):
    bad = sheets.row(c1="Atlantis", c2="pigeon", c5="9", c8="11/02/2026")
    found = faults(sheets.csv_bytes(sheets.ROW, bad, sheets.row(c0="", c7="")), cast.manager)
    assert list(found) == [3, 4]
    assert len(found[3]) == 4 and all(word in " ".join(found[3]) for word in ("Atlantis", "pigeon", "“9”", "11/02/2026"))
    assert len(found[4]) == 2


def test_faults_come_in_the_readers_language(app, cast):
    with app.test_request_context():
        for language, word in (("zh", "渠道"), ("en", "Channel")):
            with in_language(language):
                assert faults(sheets.csv_bytes(sheets.row(c2="pigeon")), cast.manager)[2][0].startswith(word)


@pytest.mark.parametrize(
    "change",
    [
        {"c8": "2027-01-01"},  # not received yet
        {"c6": "x" * 151},
        {"c7": "x" * 20_001},
        {"c6": "bell\x07"},
        {"c0": "evil\u202eeman"},
        {"c1": ""},
        {"c2": ""},
        {"c5": "4"},  # level 4 without a deadline: TM-4.5d
    ],
)
def test_a_row_with_one_fault_is_bad(cast, change):
    assert len(faults(sheets.csv_bytes(sheets.row(**change)), cast.manager)[2]) == 1


def test_a_row_with_more_cells_than_columns_is_bad(cast):
    assert list(faults(sheets.csv_bytes(sheets.ROW, (*sheets.ROW, "more")), cast.manager)) == [3]


def test_nobody_imports_into_a_region_they_do_not_see(cast):
    found = faults(sheets.csv_bytes(sheets.row(c1="US")), cast.supervisor)
    assert "region" in found[2][0]
    assert faults(sheets.csv_bytes(sheets.ROW), cast.supervisor) == {}


def test_an_owner_is_named_by_user_name(cast):
    headers, row = (*sheets.ZH, "负责人"), sheets.ROW
    data = sheets.csv_bytes((*row, "agent.eu"), (*row, "nobody"), (*row, "agent.us"), (*row, ""), headers=headers)
    looked = checked(data, cast.manager)
    assert [good.values["owner"].username for good in looked.good] == ["agent.eu", "manager"]
    assert [bad.number for bad in looked.bad] == [3, 4]


# what comes in


@pytest.mark.rule("CR-4.1", "CR-10")
def test_good_rows_become_enquiries(cast):
    made = brought_in(sheets.complaints(), cast.manager)
    tickets = list(Ticket.select().order_by(Ticket.id))
    assert (made.rows, [ticket.number for ticket in tickets]) == (3, ["E26-00001", "E26-00002", "E26-00003"])
    first = tickets[0]
    assert (first.stage, first.owner, first.clerk, first.region, first.customer_name) == (
        "taken", cast.manager, cast.manager, "us", "Sample Bank, N.A.",
    )  # fmt: skip
    assert first.received_at == datetime(2016, 12, 1, 14, tzinfo=UTC) and first.created_at == TUESDAY
    assert Customer.select().count() == 2
    assert [line.number for line in lists.page_of(cast.manager, lists.Filter(desk="enquiry"), TUESDAY).rows] == [
        "E26-00001", "E26-00002", "E26-00003",
    ]  # fmt: skip


def test_the_timeline_tells_where_it_came_from(cast):
    brought_in(sheets.complaints(), cast.manager, name="old.csv")
    entries = list(Entry.select().where(Entry.ticket == Ticket.get(Ticket.number == "E26-00002")).order_by(Entry.id))
    assert [(entry.kind, entry.at) for entry in entries] == [
        ("taken", datetime(2017, 1, 2, 14, tzinfo=UTC)),
        ("imported", TUESDAY),
    ]
    assert entries[1].facts == {"file": "old.csv", "line": 3, "reference": "1002", "received": "2017-01-02T14:00:00+00:00"}


@pytest.mark.parametrize(("words", "number"), [("1003", "E26-00003"), ("charged", "E26-00001"), ("Lender", "E26-00003")])
def test_what_came_in_is_found(cast, words, number):
    brought_in(sheets.complaints(), cast.manager)
    assert [line.number for line in finding.found_page(cast.manager, words, None).rows] == [number]


@pytest.mark.rule("TM-4.5b")
def test_old_enquiries_are_timed_from_the_import_and_only_for_their_solution(cast):
    brought_in(sheets.complaints(), cast.manager)
    assert {(clock.key, clock.rule, clock.started, clock.due) for clock in Stopwatch.select()} == {
        ("level", "TM-4.5b", TUESDAY, TUESDAY + timedelta(hours=24))
    }
    for job in DESK:
        job.run(now=TUESDAY + timedelta(hours=1))
    assert Miss.select().count() == Notice.select().count() == 0


def test_what_came_today_has_its_first_answer_timed_too(cast):
    brought_in(sheets.csv_bytes(sheets.row(c8="2026-11-24 09:30"), sheets.row(c2="电话", c8="2026-11-24 09:30")), cast.manager)
    email, phone = Ticket.select().order_by(Ticket.id)
    keys = {
        ticket.number: {clock.key for clock in Stopwatch.select().where(Stopwatch.subject == str(ticket))}
        for ticket in (email, phone)
    }
    assert keys == {email.number: {"first-response", "level"}, phone.number: {"level"}}
    assert email.next_due < phone.next_due < NEVER


def test_the_file_may_say_from_when_limits_count(cast):
    data = sheets.csv_bytes((*sheets.ROW, "2026-11-24 08:00"), headers=(*sheets.ZH, "计时起点"))
    brought_in(data, cast.manager)
    assert Stopwatch.get(Stopwatch.key == "level").started == datetime(2026, 11, 24, 7, tzinfo=UTC)


@pytest.mark.rule("TM-4.5d")
def test_a_grave_one_keeps_the_deadline_of_the_file_and_gets_a_lead(cast):
    data = sheets.csv_bytes((*sheets.row(c5="重大"), "2026-12-01 12:00"), headers=(*sheets.ZH, "期限"))
    brought_in(data, cast.supervisor)
    ticket = Ticket.get()
    limit = Stopwatch.get(Stopwatch.subject == str(ticket), Stopwatch.key == "level")
    assert limit.due == ticket.deadline_at == datetime(2026, 12, 1, 11, tzinfo=UTC)
    assert ticket.lead == cast.manager


def test_who_leads_what_comes_with_a_file_is_told(cast):
    """Level 3 is led by the supervisor (TM-4.5c), level 4 by the team leader (TM-4.5d): one notice for each file."""
    brought_in(sheets.csv_bytes(*[sheets.row(c5="复杂")] * 2), cast.senior)
    assert [told.text_en for told in Notice.select().where(Notice.staff == cast.supervisor)] == [
        "张伟 imported 2 enquiries that you lead"
    ]


@pytest.mark.rule("TM-4.5d")
def test_a_grave_one_of_a_file_is_kept_informed_from_now_on(cast):
    data = sheets.csv_bytes((*sheets.row(c5="重大"), "2026-12-01 12:00"), headers=(*sheets.ZH, "期限"))
    brought_in(data, cast.supervisor)
    assert Stopwatch.get(Stopwatch.key == "informed").rule == "TM-4.5d"


def test_owners_are_told_once(cast):
    data = sheets.csv_bytes(*[(*sheets.ROW, "agent.eu")] * 5, headers=(*sheets.ZH, "负责人"))
    brought_in(data, cast.manager)
    assert [(notice.staff.username, notice.text_en) for notice in Notice.select()] == [
        ("agent.eu", "赵敏 imported 5 enquiries that are yours")
    ]


def test_a_customer_who_is_known_is_not_registered_again(cast):
    known = make.customer("NORDWIND  gmbh", country="DE")
    brought_in(sheets.csv_bytes(), cast.manager)
    assert Ticket.get().customer == known.id and ImportedRow.get().customer is None


def test_with_bad_rows_nothing_comes_in_unless_they_are_left_out_knowingly(cast):
    data = sheets.csv_bytes(sheets.ROW, sheets.row(c2="pigeon"))
    with pytest.raises(Refused):
        brought_in(data, cast.manager)
    assert Ticket.select().count() == Customer.select().count() == 0
    assert brought_in(data, cast.manager, skip_bad=True).rows == 1
    assert JournalRow.get(JournalRow.what == "enquiries.imported").changes["left_out"] == [None, 1]


def test_nothing_stays_when_it_breaks_in_the_middle(cast, monkeypatch):
    monkeypatch.setattr("portal.enquiries.imports.actions._remember", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        brought_in(sheets.complaints(), cast.manager)
    assert Ticket.select().count() == Customer.select().count() == Stopwatch.select().count() == Counter.select().count() == 0


def test_the_same_file_is_refused_until_it_is_reverted(cast):
    first = brought_in(sheets.complaints(), cast.manager)
    with pytest.raises(Refused, match="already"):
        brought_in(sheets.complaints(), cast.manager, name="renamed.csv")
    actions.revert(first, by=cast.manager)
    assert brought_in(sheets.complaints(), cast.manager).rows == 3


# and back


def test_a_reverted_import_leaves_only_the_journal(cast):
    known = make.customer("Sample Bank, N.A.", country="US")
    made = brought_in(sheets.complaints(), cast.manager)
    actions.revert(made, by=cast.manager)
    assert Ticket.select().count() == Entry.select().count() == Stopwatch.select().count() == 0
    assert [customer.id for customer in Customer.select()] == [known.id]
    assert finding.found_page(cast.manager, "charged", None).rows == []
    assert Import.get().reverted_by == "manager"
    row = JournalRow.get(JournalRow.what == "enquiries.import_reverted")
    assert row.changes["numbers"] == ["E26-00001–E26-00003", None]
    assert journal.verify().broken is None


def test_a_revert_takes_misses_and_notices_along_and_keeps_a_shared_customer(cast):
    made = brought_in(sheets.complaints(), cast.manager)
    shared = Customer.get(Customer.name == "Other Lender, LLC")
    make.enquiry(by=cast.manager, customer=card_of(shared))
    for job in DESK:
        job.run(now=TUESDAY + timedelta(hours=30))
    assert Miss.select().count() > 3
    actions.revert(made, by=cast.manager)
    assert {clock.subject for clock in Stopwatch.select()} == {str(Ticket.get())}
    assert {notice.url for notice in Notice.select()} == {f"/tickets/{Ticket.get().number}"}
    assert [customer.name for customer in Customer.select()] == ["Other Lender, LLC"]


def test_what_somebody_has_worked_on_is_not_reverted(cast):
    made = brought_in(sheets.complaints(), cast.manager)
    enquiries.make(Ticket.get(Ticket.number == "E26-00002"), "note", {"text": "Called them."}, by=cast.manager)
    with pytest.raises(Refused, match="E26-00002"):
        actions.revert(made, by=cast.manager)
    assert Ticket.select().count() == 3 and Import.get().reverted_at is None


def test_an_import_is_reverted_once(cast):
    made = brought_in(sheets.complaints(), cast.manager)
    actions.revert(made, by=cast.manager)
    with pytest.raises(Refused, match="already"):
        actions.revert(made, by=cast.manager)


# the command


def asked(path, **more):
    given = {"file": str(path), "map": [], "by": None, "region": None, "dry_run": False, "skip_bad": False}
    return SimpleNamespace(**given | more)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "complaints.csv"
    path.write_bytes(sheets.complaints())
    return path


def test_the_command_brings_a_known_file_in_without_options(cast, file, capsys):
    assert commands.bring_in(asked(file), None) == 0
    assert {ticket.clerk.username for ticket in Ticket.select()} == {"manager"}
    assert "3 of 3 rows are good" in capsys.readouterr().out


def test_a_dry_run_changes_nothing_and_tells_every_bad_row(cast, tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_bytes(sheets.csv_bytes(sheets.ROW, sheets.row(c2="pigeon")))
    assert commands.bring_in(asked(path, dry_run=True), None) == 1
    said = capsys.readouterr()
    assert "row 3: " in said.err and "pigeon" in said.err and "1 of 2 rows are good" in said.out
    assert Ticket.select().count() == 0
    assert commands.bring_in(asked(path, skip_bad=True, by="supervisor.eu"), None) == 0
    assert Ticket.get().clerk == cast.supervisor


@pytest.mark.parametrize("given", [{"by": "agent.eu"}, {"by": "nobody"}, {"region": "atlantis"}, {"map": ["text=nothing"]}])
def test_the_command_says_what_to_do_instead(cast, file, given):
    with pytest.raises(Refused):
        commands.bring_in(asked(file, **given), None)


def test_the_command_wants_to_know_what_it_cannot_guess(cast, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_bytes(b"Firma,Frage\nA,B\n")
    with pytest.raises(Refused, match="--map customer=COLUMN"):
        commands.bring_in(asked(path), None)


def test_the_command_reverts(cast, file):
    commands.bring_in(asked(file), None)
    assert commands.revert(SimpleNamespace(number=Import.get().id, by=None), None) == 0
    assert Ticket.select().count() == 0
    with pytest.raises(Refused):
        commands.revert(SimpleNamespace(number=9999, by=None), None)
