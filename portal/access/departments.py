"""The departments a member of staff can belong to, as data."""

from __future__ import annotations

from typing import NamedTuple


class Department(NamedTuple):
    """`key` is what rows keep; the names are for the screen."""

    key: str
    name_zh: str
    name_en: str


DEPARTMENTS = {
    department.key: department
    for department in (
        Department("service", "海外客户服务部", "Overseas Customer Service"),
        Department("technical", "技术支持部", "Technical Support"),
        Department("sales", "销售部", "Sales"),
        Department("market", "市场部", "Market Development"),
        Department("settlement", "结算部", "Settlement"),
        Department("legal", "法务部", "Legal"),
        Department("finance", "财务部", "Finance"),
        Department("compliance", "合规部", "Compliance"),
        Department("audit", "审计部", "Internal Audit"),
        Department("operations", "运营部", "Operations"),
        Department("hr", "人力资源部", "Human Resources"),
        Department("it", "信息技术部", "Information Technology"),
        Department("management", "总经理办公室", "General Manager's Office"),
    )
}
