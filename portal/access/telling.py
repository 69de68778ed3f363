"""How the journal's rows about staff, sessions and regions are told."""

from __future__ import annotations

from collections.abc import Collection

from portal.access.clearance import Clearance
from portal.access.departments import DEPARTMENTS
from portal.access.queries import region_names, staff_named
from portal.access.roles import ROLES
from portal.access.rules import Way
from portal.access.sources import Source
from portal.audit.words import Field, Kind, Verb, Words, enter
from portal.core.i18n import LANGUAGES, both, language

PERSON, REGION = "staff", "region"
SECOND_STEPS = {
    Way.CODE: ("验证码", "code"),
    Way.RECOVERY: ("恢复码", "recovery code"),
    Way.PROVIDER: ("统一登录平台的验证", "that of the single sign-on"),
}
_regions: dict[str, tuple[str, str]] = {}


def person(username: str) -> str:
    """Somebody by their name, as other areas' rows tell of people too."""
    found = staff_named(username)
    return found.name_in(language()) if found else username


def _role(key: str) -> str:
    return both(ROLES[key].name_zh, ROLES[key].name_en)


def _roles(keys: list[str]) -> str:
    return both("、", ", ").join(map(_role, keys))


def _department(key: str) -> str:
    return both(DEPARTMENTS[key].name_zh, DEPARTMENTS[key].name_en)


def _region(code: str) -> str:
    if code not in _regions:  # a region keeps its name, so it is asked for once
        _regions.update({known: (zh, en) for known, zh, en in region_names()})
    return both(*_regions[code])


def _named_regions(codes: Collection[str]) -> dict[str, str]:
    return {code: both(zh, en) for code, zh, en in region_names() if code in codes}


def _clearance(level: int) -> str:
    return both(*Clearance(level).names)


def _second_step(way: str) -> str:
    return both(*SECOND_STEPS[way])


def _source(key: str) -> str:
    return both(*Source(key).names)


WORDS = enter(
    Words(
        topics={
            "staff": ("人员与登录", "Staff and sign-in"),
            "session": ("登录会话", "Sessions"),
            "region": ("区域", "Regions"),
            "absence": ("离岗", "Absences"),
            "factor": ("两步验证", "Second factors"),
        },
        actors={
            "system": ("系统", "The portal"),
            "somebody": ("未登录者", "Somebody not signed in"),
            "directory": ("公司目录", "The company directory"),
        },
        kinds={
            PERSON: Kind("", "", person=True),
            REGION: Kind("区域", "region", names=_named_regions),
            "nobody": Kind("不存在的帐号", "an account that does not exist", pattern="no such account()"),
            "demand": Kind("两步验证的要求", "the demand of a second factor", pattern="second factor()"),
        },
        verbs={
            "staff.hired": Verb("为{subject}建立了帐号", "opened an account for {subject}", PERSON),
            "staff.changed": Verb("修改了{subject}的资料", "changed the account of {subject}", PERSON),
            "staff.deactivated": Verb("停用了{subject}的帐号", "deactivated {subject}", PERSON),
            "staff.reinstated": Verb("恢复了{subject}的帐号", "reinstated {subject}", PERSON),
            "staff.password_changed": Verb("更改了{subject}的密码", "changed the password of {subject}", PERSON),
            "staff.password_reset": Verb("重置了{subject}的密码", "reset the password of {subject}", PERSON),
            "staff.signed_in": Verb("以{subject}的身份登录", "signed in as {subject}", PERSON),
            "staff.signed_out": Verb("退出了{subject}的登录", "signed {subject} out", PERSON),
            "staff.sign_in_failed": Verb("尝试以{subject}的身份登录，未成功", "failed to sign in as {subject}", PERSON),
            "staff.alarm_raised": Verb("报告{subject}的帐号有他人登录", "reported a stranger's sign-in as {subject}", PERSON),
            "factor.set_up": Verb("为{subject}设置了两步验证", "set up the second factor of {subject}", PERSON),
            "factor.removed": Verb("移除了{subject}的两步验证", "removed the second factor of {subject}", PERSON),
            "factor.recovery_codes_renewed": Verb("更换了{subject}的恢复码", "renewed the recovery codes of {subject}", PERSON),
            "factor.demanded": Verb("修改了{subject}", "changed {subject}", "demand"),
            "session.revoked": Verb("结束了{subject}的一个登录会话", "ended a session of {subject}", PERSON),
            "absence.entered": Verb("登记了{subject}的离岗", "entered an absence of {subject}", PERSON),
            "absence.changed": Verb("修改了{subject}的离岗", "changed an absence of {subject}", PERSON),
            "absence.ended": Verb("结束了{subject}的离岗", "ended an absence of {subject}", PERSON),
            "region.opened": Verb("设立了{subject}", "opened {subject}", REGION),
        },
        fields={
            "staff.name": Field("姓名", "name"),
            "staff.name_en": Field("英文姓名", "English name"),
            "staff.email": Field("邮箱", "e-mail"),
            "staff.roles": Field("角色", "roles", _roles),
            "staff.region": Field("区域", "region", _region),
            "staff.department": Field("部门", "department", _department),
            "staff.languages": Field("服务语言", "languages served"),
            "staff.clearance": Field("密级", "clearance", _clearance),
            "staff.language": Field("界面语言", "language of the pages", LANGUAGES.__getitem__),
            "staff.zone": Field("时区", "time zone"),
            "staff.source": Field("登录来源", "source of sign-in", _source),
            "staff.active": Field("在职", "works here"),
            "staff.left_at": Field("离职时间", "left at"),
            "staff.sessions_ended": Field("结束的会话数", "sessions ended"),
            "staff.second_factor": Field("第二步", "second step", _second_step),
            "factor.sessions_ended": Field("结束的会话数", "sessions ended"),
            "factor.left": Field("可用的恢复码", "recovery codes that work"),
            "factor.roles": Field("必须使用的角色", "roles that need it", _roles),
            "factor.must_set_one_up": Field("需要设置的人员", "people who have to set one up"),
            "absence.first_day": Field("首日", "first day"),
            "absence.last_day": Field("末日", "last day"),
            "absence.deputy": Field("代理人", "deputy"),
            "session.session": Field("会话", "session"),
        },
    )
)
