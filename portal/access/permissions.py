"""What a role may do, by name. Whether this person may see this very thing is asked of `queries`, not here."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """Named AREA_VERB, valued "area:verb", kept in alphabetical order."""

    ACCESS_ARRANGE = "access:arrange"
    ACCESS_MANAGE = "access:manage"
    ACCESS_OWN = "access:own"
    ACCESS_VIEW = "access:view"
    ARCHIVE_EDIT = "archive:edit"
    ARCHIVE_VIEW = "archive:view"
    AUDIT_EXPORT = "audit:export"
    AUDIT_VERIFY = "audit:verify"
    AUDIT_VIEW = "audit:view"
    CLOCKS_MANAGE = "clocks:manage"
    ENQUIRIES_ANSWER = "enquiries:answer"
    ENQUIRIES_ARCHIVE = "enquiries:archive"
    ENQUIRIES_IMPORT = "enquiries:import"
    ENQUIRIES_LEAD = "enquiries:lead"
    ENQUIRIES_TAKE = "enquiries:take"
    ENQUIRIES_TRANSFER = "enquiries:transfer"
    ENQUIRIES_VIEW = "enquiries:view"
    HANDOVER_ARRANGE = "handover:arrange"
    HANDOVER_DISCIPLINE = "handover:discipline"
    HANDOVER_GIVE = "handover:give"
    HANDOVER_VIEW = "handover:view"
    HOME_VIEW = "home:view"
    KNOWLEDGE_ANSWERS = "knowledge:answers"
    KNOWLEDGE_COUNTRIES = "knowledge:countries"
    KNOWLEDGE_VIEW = "knowledge:view"
    KNOWLEDGE_WORDING = "knowledge:wording"
    NOTICES_VIEW = "notices:view"
    OPERATIONS_MANAGE = "operations:manage"
    OPERATIONS_VIEW = "operations:view"
    POLICY_APPROVE = "policy:approve"
    POLICY_PROPOSE = "policy:propose"
    POLICY_VIEW = "policy:view"
    REPORTS_TEAM = "reports:team"
    REPORTS_VIEW = "reports:view"
    SIGNING_CERTIFICATES = "signing:certificates"
    SIGNING_FILL = "signing:fill"
    SIGNING_SIGN = "signing:sign"
    SIGNING_VERIFY = "signing:verify"
    SIGNING_VIEW = "signing:view"
    TEAM_LEAVING = "team:leaving"
    TEAM_SHIFTS = "team:shifts"
    TEAM_VIEW = "team:view"
    TICKETS_ASSIGN = "tickets:assign"
    TICKETS_BULK = "tickets:bulk"
    TICKETS_CLAIM = "tickets:claim"
    TICKETS_MERGE = "tickets:merge"
    TICKETS_SHARE = "tickets:share"
    TICKETS_VIEW = "tickets:view"

    @property
    def names(self) -> tuple[str, str]:
        """(Chinese, English)."""
        return NAMES[self]


NAMES = {
    Permission.ACCESS_ARRANGE: ("登记他人的离岗与代理人", "Enter other people's absences and deputies"),
    Permission.ACCESS_MANAGE: ("管理帐号、角色与两步验证", "Keep accounts, roles and second factors"),
    Permission.ACCESS_OWN: ("管理自己的帐号", "Look after one's own account"),
    Permission.ACCESS_VIEW: ("查看员工名册", "See the staff list"),
    Permission.ARCHIVE_EDIT: ("登记、更正客户", "Enter and correct customers"),
    Permission.ARCHIVE_VIEW: ("查看客户", "See customers"),
    Permission.AUDIT_EXPORT: ("导出审计日志", "Export the journal"),
    Permission.AUDIT_VERIFY: ("校验审计日志", "Verify the journal"),
    Permission.AUDIT_VIEW: ("查阅审计日志与权限表", "Read the journal and the table of permissions"),
    Permission.CLOCKS_MANAGE: ("管理工作日历", "Keep the working calendars"),
    Permission.ENQUIRIES_ANSWER: ("答复咨询", "Answer enquiries"),
    Permission.ENQUIRIES_ARCHIVE: ("归档咨询", "Archive enquiries"),
    Permission.ENQUIRIES_IMPORT: ("导入咨询", "Import enquiries"),
    Permission.ENQUIRIES_LEAD: ("主导三、四级咨询", "Lead level 3 and 4 enquiries"),
    Permission.ENQUIRIES_TAKE: ("受理咨询", "Take enquiries in"),
    Permission.ENQUIRIES_TRANSFER: ("转办咨询", "Transfer enquiries"),
    Permission.ENQUIRIES_VIEW: ("查看咨询", "See enquiries"),
    Permission.HANDOVER_ARRANGE: ("登记临时顶岗安排", "Record who stands in at an empty post"),
    Permission.HANDOVER_DISCIPLINE: ("处理交接班违规", "Decide on violations of the rules of handing over"),
    Permission.HANDOVER_GIVE: ("准备、接收交接班", "Prepare and accept handovers of shifts"),
    Permission.HANDOVER_VIEW: ("查看交接班与值班", "See handovers of shifts and duty"),
    Permission.HOME_VIEW: ("打开首页", "Open the first page"),
    Permission.KNOWLEDGE_ANSWERS: ("维护标准话术", "Keep canned answers"),
    Permission.KNOWLEDGE_COUNTRIES: ("维护国家/地区提示", "Keep notes on countries"),
    Permission.KNOWLEDGE_VIEW: ("查阅话术、用语清单与国家/地区提示", "Read canned answers, wording and country notes"),
    Permission.KNOWLEDGE_WORDING: ("维护用语清单、审核话术", "Keep the list of wording, review canned answers"),
    Permission.NOTICES_VIEW: ("查看给自己的提醒", "Read one's own notices"),
    Permission.OPERATIONS_MANAGE: ("备份、恢复演练与定时任务", "Make backups, rehearse restoring, run jobs"),
    Permission.OPERATIONS_VIEW: ("查看系统运行情况", "See how the system runs"),
    Permission.POLICY_APPROVE: ("批准规章新版本", "Approve versions of the regulations"),
    Permission.POLICY_PROPOSE: ("提出规章新版本、重算计时", "Propose versions of the regulations, re-base clocks"),
    Permission.POLICY_VIEW: ("查阅规章制度", "Read the regulations"),
    Permission.REPORTS_TEAM: ("按人员查看报表", "See reports person by person"),
    Permission.REPORTS_VIEW: ("查看报表", "See reports"),
    Permission.SIGNING_CERTIFICATES: ("查看、吊销签名证书", "See and take back certificates of signature"),
    Permission.SIGNING_FILL: ("填写表单", "Fill in forms"),
    Permission.SIGNING_SIGN: ("签署、退回表单", "Sign forms and send them back"),
    Permission.SIGNING_VERIFY: ("核验签名", "Verify signatures"),
    Permission.SIGNING_VIEW: ("查看表单", "See forms"),
    Permission.TEAM_LEAVING: ("办理离职交接", "Arrange the handover of whoever leaves"),
    Permission.TEAM_SHIFTS: ("维护班次", "Keep the table of shifts"),
    Permission.TEAM_VIEW: ("查看班次和本人的离职交接", "See the shifts and one's own departure"),
    Permission.TICKETS_ASSIGN: ("分派他人负责的工单", "Assign tickets that others own"),
    Permission.TICKETS_BULK: ("批量修改工单", "Change many tickets at once"),
    Permission.TICKETS_CLAIM: ("领取、让出工单", "Claim tickets and offer one's own"),
    Permission.TICKETS_MERGE: ("合并、拆分、关联工单及其撤销", "Merge, split and link tickets, and undo it"),
    Permission.TICKETS_SHARE: ("与团队和全体共享视图", "Share views with the team and with everybody"),
    Permission.TICKETS_VIEW: ("搜索工单、打开附件", "Search tickets and open their files"),
}
