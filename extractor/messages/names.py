"""What people call the breakdowns of the funding and the levels of the indicators.

Enters: a code, what the form prints, and a language. Leaves: the name.
"""

from extractor.messages.language import Language

BREAKDOWNS: dict[str, dict[Language, str]] = {
    "by_expenditure_type": {"zh": "按支出类型", "en": "by type"},
    "development": {"zh": "事业发展性支出", "en": "development"},
    "by_income_source": {"zh": "按收入来源", "en": "by source"},
    "by_budget_level": {"zh": "按预算级次", "en": "by level"},
    "project_total": {"zh": "项目资金总额", "en": "whole project"},
    "annual": {"zh": "年度资金", "en": "this year"},
    "by_expense": {"zh": "支出明细", "en": "by expense"},
    "initial_budget": {"zh": "年初预算数", "en": "initial budget"},
    "annual_budget": {"zh": "全年预算数", "en": "budget of the year"},
    "executed": {"zh": "全年执行数", "en": "spent"},
}
"""Breakdowns of the funding, which forms of different years label differently."""

LEVELS: dict[str, str] = {
    "output": "产出指标",
    "benefit": "效益指标",
    "satisfaction": "满意度指标",
    "cost": "成本指标",
    "management": "管理指标",
    "quantity": "数量指标",
    "quality": "质量指标",
    "timeliness": "时效指标",
    "economic_benefit": "经济效益指标",
    "social_benefit": "社会效益指标",
    "ecological_benefit": "生态效益指标",
    "sustainability": "可持续影响指标",
    "service_recipient_satisfaction": "服务对象满意度指标",
    "economic_cost": "经济成本指标",
    "social_cost": "社会成本指标",
    "ecological_cost": "生态环境成本指标",
}
"""Levels by code, for those whose name the form does not print."""


def name_breakdown(code: str | None, label: str, language: Language) -> str:
    """Name a breakdown of the funding: by its code where it is known, else as printed."""
    return BREAKDOWNS[code][language] if code in BREAKDOWNS else label or "—"


def name_level(name: str | None, code: str | None, language: Language) -> str:
    """Name a level of the indicators as printed, in English with its code."""
    printed = name or LEVELS.get(code or "", "—")
    return f"{printed} ({code.replace('_', ' ')})" if code is not None and language == "en" else printed
