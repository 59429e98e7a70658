"""What leadership is asked to decide."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from qms_model import narrative
from qms_model.attestations import WITHIN_DAYS
from qms_model.i18n import LANGUAGES
from qms_model.narrative.decisions import MOST
from tests.hostile import TEXTS
from tests.shown import numbers

LABELS: Mapping[str, Mapping[str, str]] = {
    "type": {"so": "Sở, ban, ngành", "chi_cuc": "Chi cục"},
    # In the order of a Vietnamese dictionary, which that of the codes is not.
    "parent": {"D2": "UBND huyện Đình Lập", "D1": "UBND huyện Hữu Lũng"},
}
PROVINCE = "Năm 2014 đã kiểm tra 1/2 cơ quan."


def late_frame(*rows: tuple[str | None, str, int, int]) -> pd.DataFrame:
    """parent, rules, broken promises, days late; the gravest first, by the names A1, A2 and so on."""
    return pd.DataFrame(
        [(f"A{n}", *row) for n, row in enumerate(rows, start=1)],
        columns=["name", "parent", "rules", "broken", "days_late"],
    )


def plan_frame(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """type, planned, reached."""
    return pd.DataFrame(rows, columns=["type", "planned", "reached"])


def asked(
    *late: tuple[str | None, str, int, int],
    plan: pd.DataFrame | None = None,
    expiring: int = 0,
    province: tuple[str, ...] = (),
    language: str = "vi",
    labels: Mapping[str, Mapping[str, str]] = LABELS,
) -> list[narrative.Decision]:
    plan = plan_frame() if plan is None else plan
    return narrative.decisions(late_frame(*late), plan, expiring, [*province], labels, language)


def everything(language: str = "vi", *, promise: int = 1) -> list[narrative.Decision]:
    return asked(
        ("D1", "L1, L9", promise, 40),
        plan=plan_frame(("so", 9, 7)),
        expiring=3,
        province=(PROVINCE,),
        language=language,
    )


def said(found: list[narrative.Decision]) -> list[str]:
    return [decision.text for decision in found]


def test_where_nobody_is_late_and_all_plans_are_met_nothing_is_to_be_decided() -> None:
    met = plan_frame(("so", 9, 9), ("chi_cuc", 0, 0))
    assert asked() == asked(plan=met) == []


def test_being_late_alone_asks_only_the_body_that_supervises() -> None:
    assert said(asked((None, "L1", 0, 40))) == [], "under no body, no promise broken, no major overdue"
    assert [decision.filters for decision in asked(("D1", "L1", 0, 40))] == [{"parent": "D1"}]


def test_the_gravest_comes_first_and_at_most_five_are_asked() -> None:
    assert MOST == 5
    assert said(everything()) == [
        "Yêu cầu A1 giải trình về việc lỡ cam kết (đến nay chậm 40 ngày)",
        "Quyết định giải pháp để Sở, ban, ngành đạt kế hoạch: còn thiếu 2 cơ quan, đơn vị",
        "Yêu cầu 1 cơ quan, đơn vị thuộc UBND huyện Hữu Lũng khắc phục dứt điểm tình trạng chậm tiến độ",
        "Đôn đốc 1 cơ quan, đơn vị khắc phục điểm không phù hợp nặng đã quá hạn",
        "Chuẩn bị chứng nhận lại hoặc công bố lại cho 3 cơ quan, đơn vị sắp hết hiệu lực trong 90 ngày tới",
    ]
    assert said(everything("en")) == [
        "Call A1 to account for its broken promise (now 40 days late)",
        "Decide how to bring Sở, ban, ngành up to plan: 2 agencies short",
        "Require 1 agency under UBND huyện Hữu Lũng to get back on schedule",
        "Have the overdue major nonconformities of 1 agency closed",
        "Prepare 3 agencies whose certificate or declaration lapses within 90 days",
    ]


def test_what_the_province_owes_comes_last_where_there_is_room_for_it() -> None:
    assert not [text for text in said(everything()) if PROVINCE[:-1] in text]
    found = everything(promise=0)
    assert len(found) == MOST
    assert found[-1].text == f"Chỉ đạo tổ chức kiểm tra đủ theo quy định – {PROVINCE[:-1]}", (
        "without its full stop"
    )
    assert (
        everything("en", promise=0)[-1].text
        == f"Order the inspections that the rule asks for – {PROVINCE[:-1]}"
    )


def test_each_decision_leads_to_the_page_that_shows_why_narrowed_to_what_it_names() -> None:
    assert [(decision.page, decision.filters) for decision in everything(promise=0)] == [
        ("coverage", {"type": "so"}),
        ("laggards", {"parent": "D1"}),
        ("laggards", {"rule": "L9"}),
        ("attestations", {}),
        ("inspections", {}),
    ]
    assert (everything()[0].page, everything()[0].filters) == ("laggards", {"rule": "broken"})


@pytest.mark.parametrize(
    ("late", "vi", "en"),
    [
        pytest.param(
            [(None, "L1", 0, 900), (None, "L1", 1, 1)],
            "Yêu cầu A2 giải trình về việc lỡ cam kết (đến nay chậm 1 ngày)",
            "Call A2 to account for its broken promise (now 1 day late)",
            id="one, and not the one that is later but kept its word",
        ),
        pytest.param(
            [(None, "L1", 1, 5), (None, "L1", 0, 8), (None, "L1", 3, 1234)],
            "Yêu cầu 2 cơ quan, đơn vị giải trình về việc lỡ cam kết, trước hết là A1 (đến nay chậm 5 ngày)",
            "Call 2 agencies to account for broken promises, first of all A1 (now 5 days late)",
            id="two: the first is the gravest, not the one that is late the longest",
        ),
        pytest.param(
            [(None, "L2", 1, 1234)] * 1001,
            "Yêu cầu 1.001 cơ quan, đơn vị giải trình về việc lỡ cam kết, trước hết là A1 (đến nay chậm"
            " 1.234 ngày)",
            "Call 1,001 agencies to account for broken promises, first of all A1 (now 1,234 days late)",
            id="all of many",
        ),
    ],
)
def test_who_broke_a_promise_is_called_to_account(
    late: list[tuple[str | None, str, int, int]], vi: str, en: str
) -> None:
    assert said(asked(*late)) == [vi]
    assert said(asked(*late, language="en")) == [en]


@pytest.mark.parametrize(
    ("plan", "vi"),
    [
        pytest.param(plan_frame(("so", 9, 9)), [], id="met exactly"),
        pytest.param(plan_frame(("so", 9, 12)), [], id="more than met"),
        pytest.param(
            plan_frame(("so", 9, 8)),
            ["Quyết định giải pháp để Sở, ban, ngành đạt kế hoạch: còn thiếu 1 cơ quan, đơn vị"],
            id="one short",
        ),
        pytest.param(
            plan_frame(("so", 9, 12), ("chi_cuc", 3, 1), ("x", 4, 0)),
            ["Quyết định giải pháp để x đạt kế hoạch: còn thiếu 4 cơ quan, đơn vị"],
            id="the one that lacks most, a type without a label; what others have above plan does not help",
        ),
        pytest.param(
            plan_frame(("so", 9, 7), ("chi_cuc", 3, 1)),
            ["Quyết định giải pháp để Chi cục đạt kế hoạch: còn thiếu 2 cơ quan, đơn vị"],
            id="as much: the first code, as in the titles of the plan",
        ),
    ],
)
def test_only_the_type_that_lacks_most_is_to_be_brought_up_to_plan(plan: pd.DataFrame, vi: list[str]) -> None:
    assert said(asked(plan=plan)) == vi


@pytest.mark.parametrize(
    ("parents", "body", "n"),
    [
        pytest.param(["D1", "D1", "D2"], "UBND huyện Hữu Lũng", 2, id="the one with most"),
        pytest.param(["D1", "D2"], "UBND huyện Đình Lập", 1, id="as many: the first of the dictionary"),
        pytest.param([None, None, "", "", "D1"], "UBND huyện Hữu Lũng", 1, id="no body is not a body"),
        pytest.param(["X", "X"], "X", 2, id="a body without a label"),
    ],
)
def test_the_body_with_most_late_agencies_is_directed(parents: list[str | None], body: str, n: int) -> None:
    found = asked(*((parent, "L1", 0, 9) for parent in parents))
    assert said(found) == [
        f"Yêu cầu {n} cơ quan, đơn vị thuộc {body} khắc phục dứt điểm tình trạng chậm tiến độ"
    ]


def test_the_body_directed_is_the_one_that_the_page_of_the_late_names() -> None:
    late = late_frame(("D1", "L1", 0, 9), ("D2", "L1", 0, 9), ("D2", "L1", 0, 9), ("D1", "L1", 0, 9))
    title = narrative.ageing(late, LABELS["parent"], "vi").title
    (decision,) = narrative.decisions(late, plan_frame(), 0, [], LABELS, "vi")
    assert "UBND huyện Đình Lập" in title
    assert "UBND huyện Đình Lập" in decision.text


@pytest.mark.parametrize(
    ("rules", "n"),
    [
        pytest.param(["L9"], 1, id="alone"),
        pytest.param(["L1, L9", "L9, L12", "L1, L8"], 2, id="among others, each agency once"),
        pytest.param(["L1", "L19", "L90"], 0, id="no rule that only contains the name"),
    ],
)
def test_agencies_with_an_overdue_major_nonconformity_are_counted_by_their_rule(
    rules: list[str], n: int
) -> None:
    found = said(asked(*((None, codes, 0, 9) for codes in rules)))
    assert found == [f"Đôn đốc {n} cơ quan, đơn vị khắc phục điểm không phù hợp nặng đã quá hạn"] * (n > 0)


@pytest.mark.parametrize(
    ("expiring", "en"),
    [
        (0, []),
        (1, ["Prepare 1 agency whose certificate or declaration lapses within 90 days"]),
        (1234, ["Prepare 1,234 agencies whose certificate or declaration lapses within 90 days"]),
    ],
)
def test_what_lapses_is_to_be_prepared_for_within_the_days_that_are_counted(
    expiring: int, en: list[str]
) -> None:
    assert said(asked(expiring=expiring, language="en")) == en
    assert WITHIN_DAYS == 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_said_that_is_not_in_the_measure(language: str) -> None:
    late = [("D1", "L9", 1, 1701)] * 11 + [("D2", "L9", 1, 5)] * 2 + [("D2", "L1", 0, 3)] * 4
    found = asked(*late, plan=plan_frame(("so", 31, 8)), expiring=19, language=language)
    texts = [text.replace("A1", "") for text in said(found)]
    assert [numbers(text) for text in texts] == [[13, 1701], [23], [11], [13], [19, WITHIN_DAYS]]


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_names_stand_in_the_decisions_as_they_are(text: str) -> None:
    labels = {"type": {"so": text}, "parent": {"D1": text}}
    late = late_frame(("D1", "L1", 1, 9)).assign(name=text)
    found = narrative.decisions(late, plan_frame(("so", 2, 1)), 0, [text], labels, "en")
    assert said(found) == [
        f"Call {text} to account for its broken promise (now 9 days late)",
        f"Decide how to bring {text} up to plan: 1 agency short",
        f"Require 1 agency under {text} to get back on schedule",
        f"Order the inspections that the rule asks for – {text.removesuffix('.')}",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_rows_ask_for_the_same_and_are_left_as_they_were(language: str) -> None:
    late, plan = late_frame(("D1", "L9", 1, 9), ("D2", "L1", 0, 3)), plan_frame(("so", 2, 1))
    kept = late.copy(), plan.copy()
    one, other = (narrative.decisions(late, plan, 1, [PROVINCE], LABELS, language) for _ in range(2))
    assert one == other
    pd.testing.assert_frame_equal(late, kept[0])
    pd.testing.assert_frame_equal(plan, kept[1])


def test_every_decision_in_vietnamese_has_its_own_words() -> None:
    for promise in (0, 1):
        assert not set(said(everything("vi", promise=promise))) & set(said(everything("en", promise=promise)))
