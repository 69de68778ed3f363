"""Every page of the portal: its address and who of the cast opens it. A page that is not here is not looked at."""

from __future__ import annotations

from typing import NamedTuple

TAKEN, WAITING, HANDED_ON, ANSWERED, FOLLOWED, ARCHIVED = (
    "/enquiries/E26-00002", "/enquiries/E26-00004", "/enquiries/E26-00001",
    "/enquiries/E26-00005", "/enquiries/E26-00006", "/enquiries/E26-00007",
)  # fmt: skip
OFFERED, BEGUN, MERGED, LARGER = (f"/enquiries/E26-{number:05}" for number in (9, 10, 11, 13))


class Place(NamedTuple):
    """A page, whom it is opened as (a part of the cast; "" for nobody), the status of its answer."""

    path: str
    part: str = "clerk"
    status: int = 200

    def __str__(self) -> str:
        return self.path


READ = (
    Place("/login", ""),
    Place("/"),
    Place("/tickets"),
    Place("/tickets?state=closed"),
    Place("/tickets?shape=board"),
    Place("/tickets?group=level&columns=stage&columns=region&columns=language"),
    Place("/tickets/views"),
    Place("/tickets/views?view=level%3D3"),
    Place("/tickets/search?q=owner:me"),
    Place("/enquiries/new"),
    Place(f"{HANDED_ON}/clocks/1"),
    Place(f"{TAKEN}/facts"),
    Place(ARCHIVED),
    Place(OFFERED, "senior"),  # to be claimed
    Place(BEGUN),  # what was typed and not sent is offered
    Place(LARGER),  # another was merged into it, which can be undone
    Place(MERGED),
    Place("/tickets/bulk"),
    Place(f"{TAKEN.replace('/enquiries', '/tickets')}/row"),
    Place(f"{TAKEN.replace('/enquiries', '/tickets')}/assignment", "supervisor"),
    Place("/tickets/search?q=Pumpe"),
    Place("/tickets/E26-00002/merging"),
    Place("/tickets/E26-00002/merging?into=E26-00004"),
    Place("/tickets/E26-00013/splitting"),
    Place("/tickets/E26-00012/parent"),
    Place("/enquiries/E26-00014"),  # the parent of E26-00003
    Place("/enquiries/E26-00014/answers"),
    Place("/tickets/search?q=nirgends"),
    Place("/archive"),
    Place("/archive/1"),
    Place("/archive/new"),
    Place("/archive/1/edit"),
    Place("/knowledge/answers"),
    Place("/knowledge/answers?language=en&scenario=delay"),
    Place("/knowledge/answers/1"),
    Place("/knowledge/answers/1", "manager"),
    Place("/knowledge/answers/new", "manager"),
    Place("/knowledge/countries"),
    Place("/knowledge/countries/SA", "manager"),
    Place("/knowledge/countries/FI"),
    Place("/knowledge/wording"),
    Place("/knowledge/wording", "manager"),
    Place("/forms"),
    Place("/forms", "manager"),
    Place("/forms/new/F-03"),
    Place("/forms/new/F-04"),
    Place("/forms/new/F-25"),
    Place("/forms/F03-2026-00001"),
    Place("/forms/F03-2026-00001/edit"),
    Place("/forms/F04-2026-00001", "manager"),
    Place("/forms/certificates"),
    Place("/forms/certificates", "admin"),
    Place("/verify"),
    Place("/verify?digest=0000000000000000"),
    Place("/handovers"),
    Place("/handovers", "manager"),
    Place("/handovers/1"),  # being prepared by the clerk who reads Chinese
    Place("/handovers/2"),  # and by the one who reads English
    Place("/handovers/3", "colleague"),  # waits for the receipt of the colleague who reads Chinese
    Place("/handovers/4", "colleague"),
    Place("/handovers/3"),
    Place("/handovers/duty"),
    Place("/handovers/duty", "manager"),
    Place("/handovers/duty/1/arrangement", "supervisor"),
    Place("/handovers/violations"),
    Place("/handovers/violations", "supervisor"),
    Place("/handovers/violations/new?gap=2", "supervisor"),
    Place("/handovers/violations/1", "supervisor"),
    Place("/team"),
    Place("/team", "manager"),
    Place("/team/shifts/new", "supervisor"),
    Place("/team/shifts/1", "supervisor"),
    Place("/team/departures", "supervisor"),
    Place("/team/departures/1", "supervisor"),
    Place("/team/departures/2", "supervisor"),  # waits for its signatures
    Place("/notices"),
    Place("/reports"),
    Place("/reports?period=quarter", "manager"),
    Place("/reports?by=rule&time=opened", "supervisor"),
    Place("/reports/tickets?kind=taken", "manager"),
    Place("/policy"),
    Place("/policy/CS-3.1a"),
    Place("/policy/versions"),
    Place("/policy/versions/2"),
    Place("/policy/versions/3", "manager"),
    Place("/policy/versions/2/readers", "manager"),
    Place("/policy/versions/new?target=CS-3.1a&target=CS-3.1a%2BTM-4.2c", "manager"),
    Place("/calendars/rebases", "manager"),
    Place("/calendars/rebases/1", "manager"),
    Place("/me"),
    Place("/me/password"),
    Place("/me/factor"),
    Place("/me/absences"),
    Place("/admin/staff/agent2.eu/absences", "supervisor"),
    Place("/admin/staff/agent2.eu/absences/1", "supervisor"),
    Place("/calendars", "supervisor"),
    Place("/calendars/eu/2026", "supervisor"),
    Place("/calendars/me/prayers", "supervisor"),
    Place("/enquiries/imports", "manager"),
    Place("/", "admin"),
    Place("/admin/staff", "admin"),
    Place("/admin/staff/new", "admin"),
    Place("/admin/sources", "admin"),
    Place("/admin/staff/agent.us", "admin"),
    Place("/admin/second-factor", "admin"),
    Place("/admin/permissions", "auditor"),
    Place("/admin", "admin"),
    Place("/admin", "manager"),
    Place("/admin/errands/1", "admin"),
    Place("/audit", "manager"),
    Place("/audit?who=nobody", "manager"),
    Place("/audit?what=enquiry", "auditor"),
    Place("/audit/1", "manager"),
    Place("/audit/checks", "auditor"),
    Place("/admin/staff", "clerk"),
    Place("/tickets", "admin", 403),
    Place("/enquiries/E26-99999", "clerk", 404),
)
STEPS = (
    *(Place(f"{TAKEN}?do={step}") for step in ("reply", "incoming", "answer", "note", "transfer", "classify", "group", "wait")),
    Place(f"{TAKEN}?do=reply&canned=19"),
    Place(f"{TAKEN}?do=answer&find=Lieferung"),
    Place(f"{TAKEN}?do=offer"),
    Place(f"{TAKEN}?do=meeting", "manager"),
    Place(f"{WAITING}?do=resume"),
    Place(f"{HANDED_ON}?do=solve", "engineer"),
    Place(f"{ANSWERED}?do=follow"),
    Place(f"{ANSWERED}?do=reopen"),
    Place(f"{FOLLOWED}?do=archive"),
)
EVERYWHERE = READ + STEPS
