"""/admin/permissions and `portal access table`: what they tell is what routes and roles really do."""

import csv
import io
import json
import re

import pytest

from portal.__main__ import main
from portal.access.permissions import Permission
from portal.access.roles import ROLES
from tests import make

HAN = re.compile("[一-鿿]")


@pytest.fixture
def table(capsys, tmp_path):
    """`table("--json")`: what the command prints, in a place where there is no home."""

    def run(*words: str) -> str:
        assert main(["access", "table", "--home", str(tmp_path / "nowhere"), *words]) == 0
        assert not (tmp_path / "nowhere").exists()
        return capsys.readouterr().out

    return run


def test_every_permission_has_a_name_of_its_own_in_both_languages():
    names = [permission.names for permission in Permission]
    assert all(HAN.search(zh) and not HAN.search(en) for zh, en in names)
    assert len({zh for zh, _en in names}) == len({en for _zh, en in names}) == len(Permission)


def test_the_command_tells_every_route_once_under_the_permission_that_guards_it(app, table):
    told = {record["permission"]: record["opens"] for record in json.loads(table("--json"))}
    assert list(told) == [permission.value for permission in Permission]
    for rule in app.url_map.iter_rules():
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        address = re.sub("<[^<>:]+:", "<", rule.rule)
        lines = {f"{method} {address}" for method in rule.methods & {"GET", "POST"}}
        for value, opens in told.items():
            assert lines <= set(opens) if value == permission else not lines & set(opens), rule
    assert sum(len(opens) for opens in told.values()) == len({door for opens in told.values() for door in opens})


def test_the_roles_it_tells_are_those_the_guard_lets_in(app, browse, cast, table):
    """Asked of the pages themselves: one that can be opened as it is, for each permission that guards one."""
    told = {record["permission"]: record for record in json.loads(table("--json"))}
    first = {value: _page(record["opens"]) for value, record in told.items()}
    for role in ROLES:
        browser = browse(make.staff(f"one.{role}", roles=[role], region="hq"))
        for value, url in first.items():
            if url:
                assert (browser.get(url, check=False).status != 403) is (role in told[value]["roles"]), (role, url)


def _page(opens: list[str]) -> str:
    return next((door.removeprefix("GET ") for door in opens if door.startswith("GET ") and "<" not in door), "")


def test_a_permission_without_an_address_says_which_steps_it_allows(table):
    for record in json.loads(table("--json")):
        assert record["opens"] or record["steps"], record
    steps = {step["en"] for record in json.loads(table("--json")) for step in record["steps"]}
    assert {"Enquiry: Reply", "Enquiry: Transfer", "Enquiry: Write up and archive"} <= steps


def test_steps_are_told_under_the_permission_that_the_procedure_asks_for(browse, cast, table):
    told = {step["zh"]: record["permission"] for record in json.loads(table("--json")) for step in record["steps"]}
    assert told["咨询：受理"] == "enquiries:take"
    assert told["咨询：转办"] == "enquiries:transfer"


def test_csv_says_the_same(table):
    rows = list(csv.DictReader(io.StringIO(table("--csv"))))
    for row, record in zip(rows, json.loads(table("--json")), strict=True):
        assert row["permission"] == record["permission"]
        assert [role for role in ROLES if row[role] == "yes"] == record["roles"]
        assert row["opens"] == "; ".join(record["opens"])


def test_as_text_it_can_be_read(table):
    said = table()
    assert "access:manage  Keep accounts, roles and second factors" in said
    assert "    roles: admin\n    GET /admin/second-factor" in said


def test_the_page_says_what_the_command_says(browse, cast, table):
    page = browse(cast.auditor).get("/admin/permissions")
    roles = [tag.text for tag in page.soup.select("#matrix thead th")][1:]
    assert roles == [role.name_en for role in ROLES.values()]
    for row, opens, record in zip(
        page.soup.select("#matrix tbody tr"), page.soup.select("#opens tbody tr"), json.loads(table("--json")), strict=False
    ):
        assert row.select_one("code").text == record["permission"]
        marked = [key for key, cell in zip(ROLES, row.select("td"), strict=True) if cell.text.strip()]
        assert marked == record["roles"]
        pages, changes, _steps = ([tag.text for tag in cell.select(".address")] for cell in opens.select("td"))
        assert [f"GET {url}" for url in pages] == [door for door in record["opens"] if door.startswith("GET")]
        assert [f"POST {url}" for url in changes] == [door for door in record["opens"] if door.startswith("POST")]


def test_what_is_open_to_everybody_is_told_too(app, browse, cast):
    last = browse(cast.auditor).get("/admin/permissions").soup.select("#opens tbody tr")[-1]
    told = {tag.text for tag in last.select(".address")}
    views = app.view_functions
    is_open = {rule.rule for rule in app.url_map.iter_rules() if getattr(views[rule.endpoint], "is_open", False)}
    assert told == {re.sub("<[^<>:]+:", "<", address) for address in is_open}


def test_it_is_for_those_who_read_the_journal(browse, cast):
    for part, status in (("auditor", 200), ("admin", 200), ("manager", 200), ("clerk", 403), ("supervisor", 403)):
        assert browse(getattr(cast, part)).get("/admin/permissions").status == status, part
    assert browse(make.staff("hr", roles=["hr"])).get("/admin/permissions").status == 403
    assert browse().get("/admin/permissions").place == "/login?next=/admin/permissions"


def test_it_is_found_from_the_staff_list_by_who_may_open_it(browse, cast):
    link = "a[href='/admin/permissions']"
    assert browse(cast.auditor).get("/admin/staff").has(link)
    assert not browse(cast.clerk).get("/admin/staff").has(link)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_in_either_language(browse, cast, language):
    page = browse(cast.auditor, language=language).get("/admin/permissions")
    names = [row.select_one("th").text for row in page.soup.select("#matrix tbody tr")]
    assert all(bool(HAN.search(name)) is (language == "zh") for name in names)
