"""The list of wording that does not leave unseen (TM-4.3), with what every department begins with."""

from time import time

from peewee import AutoField, BigIntegerField, CharField, Check, Model, TextField

RETURN_ZH, RETURN_EN = "不得承诺收益或结果；只陈述事实与条款。", "Promise no return or result; state facts and terms."
RISK_ZH, RISK_EN = "任何业务都有风险；请照条款说明风险。", "Everything has its risk; say what the terms say of it."
INSIDE_ZH, INSIDE_EN = "不得以内部消息为依据答复客户。", "Inside information is no ground for an answer."
SURE_ZH, SURE_EN = "确有依据才能这样说；写明依据或改用较谨慎的说法。", "Say so only with grounds; name them, or say it with care."

PHRASES = (
    ("保证收益", "zh", "block", "promise", RETURN_ZH, RETURN_EN),
    ("稳赚不赔", "zh", "block", "promise", RETURN_ZH, RETURN_EN),
    ("包赚", "zh", "block", "promise", RETURN_ZH, RETURN_EN),
    ("零风险", "zh", "block", "misleading", RISK_ZH, RISK_EN),
    ("没有任何风险", "zh", "block", "misleading", RISK_ZH, RISK_EN),
    ("绝对安全", "zh", "block", "exaggerated", RISK_ZH, RISK_EN),
    ("内部消息", "zh", "block", "misleading", INSIDE_ZH, INSIDE_EN),
    ("百分之百", "zh", "warn", "exaggerated", SURE_ZH, SURE_EN),
    ("肯定没问题", "zh", "warn", "exaggerated", SURE_ZH, SURE_EN),
    ("我们保证", "zh", "warn", "promise", SURE_ZH, SURE_EN),
    ("guaranteed return", "en", "block", "promise", RETURN_ZH, RETURN_EN),
    ("guaranteed profit", "en", "block", "promise", RETURN_ZH, RETURN_EN),
    ("risk-free", "en", "block", "misleading", RISK_ZH, RISK_EN),
    ("no risk at all", "en", "block", "misleading", RISK_ZH, RISK_EN),
    ("absolutely safe", "en", "block", "exaggerated", RISK_ZH, RISK_EN),
    ("inside information", "en", "block", "misleading", INSIDE_ZH, INSIDE_EN),
    ("100% safe", "en", "block", "exaggerated", RISK_ZH, RISK_EN),
    ("we guarantee", "en", "warn", "promise", SURE_ZH, SURE_EN),
    ("we promise", "en", "warn", "promise", SURE_ZH, SURE_EN),
    ("garantierter Gewinn", "de", "block", "promise", RETURN_ZH, RETURN_EN),
    ("risikofrei", "de", "block", "misleading", RISK_ZH, RISK_EN),
    ("wir garantieren", "de", "warn", "promise", SURE_ZH, SURE_EN),
    ("gain garanti", "fr", "block", "promise", RETURN_ZH, RETURN_EN),
    ("sans aucun risque", "fr", "block", "misleading", RISK_ZH, RISK_EN),
    ("nous garantissons", "fr", "warn", "promise", SURE_ZH, SURE_EN),
    ("ganancia garantizada", "es", "block", "promise", RETURN_ZH, RETURN_EN),
    ("sin ningún riesgo", "es", "block", "misleading", RISK_ZH, RISK_EN),
    ("le garantizamos", "es", "warn", "promise", SURE_ZH, SURE_EN),
)


def tables(db):
    class Phrase(Model):
        id = AutoField()
        words = TextField()
        folded = TextField()
        language = CharField(max_length=8)
        severity = CharField(max_length=8, constraints=[Check("severity IN ('block', 'warn')")])
        kind = CharField(max_length=16)
        reason_zh = TextField()
        reason_en = TextField()
        added_at = BigIntegerField()
        added_by = CharField(max_length=32)
        retired_at = BigIntegerField(null=True)
        retired_by = CharField(max_length=32, null=True)

        class Meta:
            database = db
            table_name = "wording_phrase"
            constraints = [Check("(retired_at IS NULL) = (retired_by IS NULL)")]

    return (Phrase,)


def up(migrator, db):
    (phrase,) = tables(db)
    db.create_tables([phrase])
    db.execute_sql("CREATE UNIQUE INDEX wording_phrase_once ON wording_phrase (folded) WHERE retired_at IS NULL")
    names = ("words", "language", "severity", "kind", "reason_zh", "reason_en")
    now = round(time() * 1000)
    for row in PHRASES:
        facts = dict(zip(names, row, strict=True))
        plain = " ".join(facts["words"].casefold().replace("-", " ").split())
        phrase.create(folded=plain, added_at=now, added_by="system", **facts)


def down(migrator, db):
    db.drop_tables(tables(db))
