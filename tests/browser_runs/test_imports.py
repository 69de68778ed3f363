"""Bringing in a file in the browser: what would come of it is shown first, bad rows by number and reason; it is brought
in, and taken back as a whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser_runs import axe
from tests.browser_runs.conftest import PHONE
from tests.browser_runs.measures import too_wide

ROWS = """客户名称,国家,渠道,咨询类型,问题分类,标题,内容
Import Pumpen GmbH,DE,邮件,业务咨询,产品类,Aus der Datei,Wann kommt die Pumpe?
Import Pumpen GmbH,DE,邮件,业务咨询,产品类,Auch daraus,Und die zweite?
Import Pumpen GmbH,Atlantis,邮件,业务咨询,产品类,Falsch,Wohin?
"""


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_file_is_looked_at_brought_in_and_taken_back(signed_in, script):
    manager = signed_in("manager", script=script).opens("/enquiries/imports")
    file = {"name": f"客户 {script}.csv", "mimeType": "text/csv", "buffer": ROWS.encode("gb18030")}
    manager.page.set_input_files("#upload input[type=file]", file)
    manager.presses("#upload .button--primary")
    expect(manager.reads("#faults tbody tr")).to_contain_text("4")
    if script:
        assert axe.faults(manager.page) == []
        manager.page.set_viewport_size(PHONE)
        assert too_wide(manager.page) == []
    manager.page.check("#confirm [name=skip_bad]")
    manager.presses("#confirm .button--primary")
    expect(manager.reads("#imports tbody tr")).to_contain_text(f"客户 {script}.csv")
    manager.presses("#imports tbody tr:first-child button")
    expect(manager.reads("#imports tbody tr")).to_have_attribute("data-state", "closed")
