"""How the journal's rows about customers are told. Of personal values it holds only that there is one."""

from __future__ import annotations

from portal.access.telling import person
from portal.archive.countries import countries
from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import both


def _country(code: str) -> str:
    country = countries()[code]
    return both(*country.names)


WORDS = enter(
    Words(
        topics={"customer": ("客户", "Customers")},
        kinds={"customer": Kind("客户", "customer", pattern=r"customer (\d+)")},
        verbs={
            "customer.registered": Verb("登记了{subject}", "registered {subject}"),
            "customer.corrected": Verb("更正了{subject}的资料", "corrected {subject}"),
            "customer.handed": Verb("移交了{subject}", "handed {subject} over", called=("凭证", "on the paper")),
            "customer.withdrawn": Verb("撤回了{subject}的登记", "took the registration of {subject} back"),
        },
        fields={
            "customer.name": Field("名称", "name"),
            "customer.country": Field("国家或地区", "country or region", _country),
            "customer.language": Field("语言", "language"),
            "customer.zone": Field("时区", "time zone"),
            "customer.contact": Field("联系人", "contact"),
            "customer.email": Field("邮箱", "e-mail"),
            "customer.phone": Field("电话", "phone"),
            "customer.owner": Field("负责人", "looked after by", person),
        },
    )
)
