"""The roles, as data: names and a description for the screen, permissions, clearance and how far a role sees.

A role says what kind of thing a person may do. `scope` is the base of every `visible_to`: a "region" role sees its own
region, an "all" role every region, a "none" role only what was handed to the person (need to know).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from portal.access.clearance import Clearance
from portal.access.permissions import Permission


class Scope(StrEnum):
    """How far a role sees without being handed the thing."""

    NONE = "none"
    REGION = "region"
    ALL = "all"


class Role(NamedTuple):
    """One row of the table of roles; `clearance` is what a new person in the role starts with."""

    key: str
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    permissions: frozenset[Permission]
    clearance: Clearance
    scope: Scope


EVERYBODY = frozenset(
    {
        Permission.ACCESS_OWN,
        Permission.HOME_VIEW,
        Permission.NOTICES_VIEW,
        Permission.POLICY_VIEW,
        Permission.SIGNING_SIGN,
        Permission.SIGNING_VERIFY,
        Permission.SIGNING_VIEW,
        Permission.TEAM_VIEW,
    }
)
READER = EVERYBODY | {
    Permission.ACCESS_VIEW,
    Permission.ENQUIRIES_VIEW,
    Permission.KNOWLEDGE_VIEW,
    Permission.TICKETS_VIEW,
}
ADVISER = READER | {
    Permission.ENQUIRIES_ANSWER,
    Permission.ENQUIRIES_TRANSFER,
    Permission.SIGNING_FILL,
}
DESK = ADVISER | {Permission.ARCHIVE_VIEW, Permission.ENQUIRIES_TAKE, Permission.TICKETS_BULK, Permission.TICKETS_CLAIM}
CLERK = DESK | {
    Permission.ARCHIVE_EDIT,
    Permission.ENQUIRIES_ARCHIVE,
    Permission.HANDOVER_GIVE,
    Permission.HANDOVER_VIEW,
    Permission.REPORTS_VIEW,
    Permission.TICKETS_MERGE,
}
LEADER = CLERK | {
    Permission.ACCESS_ARRANGE,
    Permission.ENQUIRIES_IMPORT,
    Permission.ENQUIRIES_LEAD,
    Permission.HANDOVER_ARRANGE,
    Permission.HANDOVER_DISCIPLINE,
    Permission.REPORTS_TEAM,
    Permission.TEAM_LEAVING,
    Permission.TEAM_SHIFTS,
    Permission.TICKETS_ASSIGN,
    Permission.TICKETS_SHARE,
}
AUDITING = frozenset({Permission.AUDIT_EXPORT, Permission.AUDIT_VERIFY, Permission.AUDIT_VIEW})
OVERSEER = READER | {Permission.ARCHIVE_VIEW, Permission.HANDOVER_VIEW}
REPORTS = frozenset({Permission.REPORTS_TEAM, Permission.REPORTS_VIEW})
HANDBOOK = frozenset({Permission.KNOWLEDGE_ANSWERS, Permission.KNOWLEDGE_COUNTRIES})
RUNNING = {Permission.OPERATIONS_MANAGE, Permission.OPERATIONS_VIEW}
LEADING_ALL = {
    Permission.CLOCKS_MANAGE,
    Permission.KNOWLEDGE_WORDING,
    Permission.OPERATIONS_VIEW,
    Permission.POLICY_PROPOSE,
    Permission.SIGNING_CERTIFICATES,
}
MANAGEMENT = {Permission.HANDOVER_DISCIPLINE, Permission.POLICY_APPROVE, Permission.POLICY_PROPOSE}

ROLES = {
    role.key: role
    for role in (
        Role(
            "clerk",
            "客服专员",
            "Service clerk",
            "受理本区域客户的咨询，答复、转办并跟进到归档。",
            "Takes the enquiries of the own region, answers, transfers and follows them up until they are archived.",
            CLERK,
            Clearance.SECRET,
            Scope.REGION,
        ),
        Role(
            "senior",
            "高级客服专员",
            "Senior clerk",
            "处理较复杂的咨询，指导同事把典型咨询写成案例。",
            "Handles harder enquiries and archives the telling ones as cases.",
            CLERK,
            Clearance.CONFIDENTIAL,
            Scope.REGION,
        ),
        Role(
            "expert",
            "客服专家",
            "Service expert",
            "为本区域的疑难咨询提供专业意见，参加专项对接小组。",
            "Advises on the difficult enquiries of the region and sits in contact groups.",
            CLERK,
            Clearance.CONFIDENTIAL,
            Scope.REGION,
        ),
        Role(
            "engineer",
            "技术支持工程师",
            "Technical engineer",
            "答复转来的技术问题，给出方案或进展说明。",
            "Answers technical matters that were transferred, with a solution or a progress note.",
            ADVISER | {Permission.ARCHIVE_VIEW},
            Clearance.SECRET,
            Scope.REGION,
        ),
        Role(
            "supervisor",
            "区域主管",
            "Regional supervisor",
            "主导本区域的三级问题，调配人手，处理超时升级。",
            "Leads level 3 matters of the region, assigns people and deals with what is overdue.",
            LEADER | {Permission.CLOCKS_MANAGE, Permission.KNOWLEDGE_COUNTRIES},
            Clearance.CONFIDENTIAL,
            Scope.REGION,
        ),
        Role(
            "manager",
            "客服经理",
            "Service manager",
            "部门负责人兼团队组长：主导四级问题的专项小组，召集跨部门协调会。",
            "Head of the department and team leader: leads special groups for level 4 and calls coordination meetings.",
            LEADER | AUDITING | LEADING_ALL | HANDBOOK,
            Clearance.TOP_SECRET,
            Scope.ALL,
        ),
        Role(
            "quality",
            "质检专员",
            "Quality inspector",
            "检查各区域的接待质量与记录完整性。",
            "Inspects reception quality and complete records in every region.",
            OVERSEER | REPORTS | HANDBOOK,
            Clearance.CONFIDENTIAL,
            Scope.ALL,
        ),
        Role(
            "trainer",
            "培训专员",
            "Trainer",
            "从案例中整理培训内容，维护话术与资料。",
            "Makes training from cases and looks after scripts and materials.",
            READER | HANDBOOK,
            Clearance.SECRET,
            Scope.ALL,
        ),
        Role(
            "analyst",
            "数据分析专员",
            "Data analyst",
            "统计各区域的咨询与时限，导入历史数据。",
            "Counts enquiries and time limits of every region and imports past data.",
            OVERSEER | REPORTS | {Permission.ENQUIRIES_IMPORT},
            Clearance.CONFIDENTIAL,
            Scope.ALL,
        ),
        Role(
            "keeper",
            "档案管理员",
            "Archive keeper",
            "管理客户档案：登记、借阅、密级与销毁。",
            "Keeps the customer archive: entry, borrowing, secrecy levels, destruction.",
            OVERSEER | {Permission.ARCHIVE_EDIT},
            Clearance.TOP_SECRET,
            Scope.ALL,
        ),
        Role(
            "sales",
            "销售专员",
            "Sales",
            "答复本区域客户的合作与业务问题。",
            "Answers business and cooperation matters of the region's customers.",
            ADVISER | {Permission.ARCHIVE_VIEW},
            Clearance.SECRET,
            Scope.REGION,
        ),
        Role(
            "market",
            "市场专员",
            "Market development",
            "答复转来的市场与入市问题，反馈市场动向。",
            "Answers market and admission matters that were transferred, and feeds market moves back.",
            ADVISER | {Permission.ARCHIVE_VIEW},
            Clearance.SECRET,
            Scope.REGION,
        ),
        Role(
            "settlement",
            "结算专员",
            "Settlement",
            "答复转来的结算与费用问题。",
            "Answers settlement and fee matters that were handed over.",
            ADVISER,
            Clearance.SECRET,
            Scope.NONE,
        ),
        Role(
            "legal",
            "法务专员",
            "Legal",
            "对交办事项给出法律意见，只看到交办的内容。",
            "Gives legal opinions on what was handed over, and sees only that.",
            ADVISER,
            Clearance.CONFIDENTIAL,
            Scope.NONE,
        ),
        Role(
            "finance",
            "财务专员",
            "Finance",
            "对交办的款项与费用事项给出意见，只看到交办的内容。",
            "Gives opinions on payments and fees that were handed over, and sees only those.",
            ADVISER,
            Clearance.CONFIDENTIAL,
            Scope.NONE,
        ),
        Role(
            "compliance",
            "合规专员",
            "Compliance",
            "审查交办事项的措辞与内容，只看到交办的内容；维护用语清单，审核标准话术。",
            "Reviews the wording and content of what was handed over and of canned answers; keeps the list of wording.",
            ADVISER | {Permission.KNOWLEDGE_ANSWERS, Permission.KNOWLEDGE_WORDING},
            Clearance.CONFIDENTIAL,
            Scope.NONE,
        ),
        Role(
            "auditor",
            "审计专员",
            "Auditor",
            "查阅操作日志；业务内容经批准后方可查阅。",
            "Reads the journal; content only after an approved request.",
            EVERYBODY | {*AUDITING, Permission.ACCESS_VIEW},
            Clearance.CONFIDENTIAL,
            Scope.NONE,
        ),
        Role(
            "operations",
            "运营总监",
            "Operations director",
            "查看所有区域的运行情况，管理时限与日历，督办重大事项。",
            "Sees how every region runs, manages clocks and calendars, presses grave matters.",
            OVERSEER
            | REPORTS
            | MANAGEMENT
            | RUNNING
            | {Permission.AUDIT_VIEW, Permission.CLOCKS_MANAGE, Permission.ENQUIRIES_LEAD},
            Clearance.TOP_SECRET,
            Scope.ALL,
        ),
        Role(
            "gm",
            "总经理",
            "General manager",
            "查看所有区域的业务与日志。",
            "Sees the business and the journal of every region.",
            OVERSEER | REPORTS | MANAGEMENT | {Permission.AUDIT_VIEW},
            Clearance.TOP_SECRET,
            Scope.ALL,
        ),
        Role(
            "hr",
            "人力资源专员",
            "Human resources",
            "查看员工名册；不看业务内容。",
            "Sees the staff list; no business content.",
            EVERYBODY | {Permission.ACCESS_VIEW, Permission.POLICY_PROPOSE},
            Clearance.INTERNAL,
            Scope.NONE,
        ),
        Role(
            "admin",
            "系统管理员",
            "Administrator",
            "管理帐号、角色与系统设置；看不到任何业务内容。",
            "Manages accounts, roles and settings; sees no business content.",
            EVERYBODY
            | {
                Permission.ACCESS_ARRANGE,
                Permission.ACCESS_MANAGE,
                Permission.ACCESS_VIEW,
                Permission.AUDIT_VERIFY,
                Permission.AUDIT_VIEW,
                Permission.CLOCKS_MANAGE,
                Permission.POLICY_PROPOSE,
                Permission.SIGNING_CERTIFICATES,
            }
            | RUNNING,
            Clearance.INTERNAL,
            Scope.NONE,
        ),
    )
}


@lru_cache(maxsize=512)
def permissions_of(roles: tuple[str, ...]) -> frozenset[Permission]:
    """All that these roles together may do. A role the portal no longer knows gives nothing."""
    return frozenset().union(*(role.permissions for role in _known(roles)))


@lru_cache(maxsize=512)
def scope_of(roles: tuple[str, ...]) -> Scope:
    """The widest scope among these roles."""
    scopes = {role.scope for role in _known(roles)}
    return next((scope for scope in (Scope.ALL, Scope.REGION) if scope in scopes), Scope.NONE)


def clearance_of(roles: Iterable[str]) -> Clearance:
    """What a new person in these roles is cleared for, until an administrator decides otherwise."""
    return max((role.clearance for role in _known(roles)), default=Clearance.INTERNAL)


def in_order(roles: Iterable[str]) -> list[str]:
    """The same roles in the order of the table, each once; an unknown one is a KeyError."""
    order = list(ROLES)
    return sorted({ROLES[key].key for key in roles}, key=order.index)


def _known(roles: Iterable[str]) -> list[Role]:
    return [ROLES[key] for key in roles if key in ROLES]
