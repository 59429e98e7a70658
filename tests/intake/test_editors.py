"""Two editors and more of one fact, and an editor who is cut off: nothing is lost."""

from __future__ import annotations

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from uuid import uuid4

import pytest

from qms_model import journal
from qms_model.facts import ChangeKind
from qms_model.intake.edit import (
    Difference,
    FactEdit,
    Meanwhile,
    Receipt,
    Stale,
    apply_edit,
)
from qms_model.intake.plan import apply, plan
from qms_model.intake.problems import RegistryError
from qms_model.intake.undo import undo
from qms_model.refusal import Refused
from qms_model.store import Store, open_store
from tests.build import loaded
from tests.console import PROVINCE, Office, new_processes, written
from tests.intake.edits import RULES, edit, fact, faults, known, rows, save, verifies

# Two editors -----------------------------------------------------------------------------------------------

EVENTS = ("Hà opens", "Nam opens", "Hà saves", "Nam saves")
ORDERS = [
    order
    for order in permutations(EVENTS)
    if all(order.index(f"{who} opens") < order.index(f"{who} saves") for who in ("Hà", "Nam"))
]
CELLS = {
    "one cell": ({"owner": "Bà Hà"}, {"owner": "Ông Nam"}),
    "two cells": ({"owner": "Bà Hà"}, {"contact": "0205"}),
}


@pytest.mark.parametrize("cells", CELLS)
@pytest.mark.parametrize("order", ORDERS, ids=", ".join)
def test_of_two_editors_of_a_fact_none_loses_and_the_later_sees_name_time_and_both_values(
    order: tuple[str, ...], cells: str, store: Store
) -> None:
    typed = dict(zip(("Hà", "Nam"), CELLS[cells], strict=True))
    asked: dict[str, FactEdit] = {}
    saved: list[str] = []
    for who, does in (event.split() for event in order):
        if does == "opens":
            asked[who] = edit(store, "agencies", typed[who], {"agency": "SNV"})
            continue
        unseen = [other for other in saved if order.index(f"{who} opens") < order.index(f"{other} saves")]
        if not unseen:
            save(store, asked[who], by=who)
            saved.append(who)
            continue
        with pytest.raises(Stale) as refused:
            save(store, asked[who], by=who)
        seen, (other,) = refused.value, unseen
        assert (seen.change.by, seen.change.number, seen.what) == (other, known(store), Meanwhile.CORRECTED)
        assert timedelta(0) <= datetime.now(UTC) - seen.at < timedelta(minutes=1)
        assert {(cell.column, cell.was, cell.theirs, cell.yours) for cell in seen.cells} == {
            (column, "", typed[other].get(column, ""), typed[who].get(column, ""))
            for column in typed[who] | typed[other]
        }
    row = rows(store, "agencies")[fact(store, "agencies", agency="SNV")]
    for who in saved[-1:] if cells == "one cell" else saved:
        assert typed[who].items() <= row.items()
    assert known(store) == 1 + len(saved)
    assert verifies(store)


def test_a_fact_that_was_not_touched_is_corrected_though_others_were(store: Store) -> None:
    asked = edit(store, "agencies", {"owner": "Bà Hà"}, {"agency": "SNV"})
    save(store, edit(store, "agencies", {"owner": "Ông Nam"}, {"agency": "BV"}))
    assert save(store, asked) == Receipt(3)
    assert {row.get("owner") for row in rows(store, "agencies").values()} == {"Bà Hà", "Ông Nam", None}


def test_the_newest_registry_is_what_an_edit_is_checked_against(store: Store) -> None:
    asked = edit(store, "adoptions", {"agency": "BV", "applied_on": "2012"})
    save(store, edit(store, "exemptions", of={"agency": "BV"}, removed=True))
    save(store, edit(store, "followups", of={"agency": "BV"}, removed=True))
    save(store, edit(store, "agencies", of={"agency": "BV"}, removed=True))
    assert faults(store, asked, "en") == [("agency", "“BV” is not the code of an agency")]


def test_the_later_of_two_who_add_the_same_fact_sees_the_others(store: Store) -> None:
    first, second = (
        edit(store, "adoptions", {"agency": "BV", "applied_on": day}) for day in ("2012", "2013")
    )
    save(store, first, by="chị Hà")
    with pytest.raises(Stale) as refused:
        save(store, second, by="anh Nam")
    assert (refused.value.change.by, refused.value.what) == ("chị Hà", Meanwhile.RECORDED)
    assert refused.value.cells == (
        Difference("agency", "", "BV", "BV"),
        Difference("applied_on", "", "2012", "2013"),
    )
    assert refused.value.reason.text("en") == (
        "chị Hà recorded this fact meanwhile (change 2); your entry was not saved."
        " Compare the two, then open theirs."
    )


def test_a_fact_removed_meanwhile_is_said_to_be(quick: Store) -> None:
    asked = edit(quick, "followups", {"channel": "Điện thoại", "on": "sớm"}, {"agency": "BV"})
    save(quick, edit(quick, "followups", of={"agency": "BV"}, removed=True))
    with pytest.raises(Stale) as refused:
        save(quick, asked)
    assert refused.value.what is Meanwhile.REMOVED
    assert refused.value.reason.text("vi") == (
        "chị Hà vừa bỏ số liệu này (lần cập nhật 2); nội dung bạn nhập chưa được lưu."
    )
    cells = {cell.column: (cell.was, cell.theirs, cell.yours) for cell in refused.value.cells}
    assert cells["channel"] == ("Công văn", "", "Điện thoại")
    assert cells["on"] == ("2013-02-01", "", "sớm")  # what cannot be read is shown as typed
    assert refused.value.reason.text("en") == (
        "chị Hà removed this fact meanwhile (change 2); your entry was not saved."
    )


def test_a_removal_of_what_was_corrected_meanwhile_is_refused(quick: Store) -> None:
    asked = edit(quick, "followups", of={"agency": "BV"}, removed=True)
    save(quick, edit(quick, "followups", {"promised_on": "2014-03-31"}, {"agency": "BV"}))
    with pytest.raises(Stale) as refused:
        save(quick, asked)
    assert Difference("promised_on", "2013-12-31", "2014-03-31", "") in refused.value.cells
    assert len(rows(quick, "followups")) == 1


def test_the_newest_of_several_corrections_is_shown_whatever_they_were(quick: Store, tmp_path: Path) -> None:
    """By a load that made the key finer, then by an edit that gave it another, then by an undo of that."""
    asked = edit(quick, "attestations", {"body": "QUACERT"}, {"agency": "UB-VQ"})
    attested = {"agency": "UB-VQ", "kind": "certificate", "edition": "2008", "number": "77"}
    finer = {**attested, "issued_on": "2012-03-08"}
    more = {**attested, "agency": "BV", "issued_on": "2012-01"}
    folder = written(tmp_path / "in", {"attestations": [finer, more]})
    apply(plan(folder, quick, RULES), quick, RULES, by="tệp")
    with pytest.raises(Stale) as refused:
        save(quick, asked)
    assert refused.value.reason.text("en") == (
        "tệp corrected this fact meanwhile (change 2); your entry was not saved."
        " Compare the two, then open theirs."
    )
    assert refused.value.cells == (
        Difference("number", "", "77", ""),
        Difference("body", "", "", "QUACERT"),
        Difference("issued_on", "2012-03", "2012-03-08", "2012-03"),
    )
    save(quick, edit(quick, "attestations", {"number": "5", "issued_on": "2012-04"}, {"agency": "UB-VQ"}))
    with pytest.raises(Stale, match="change 3") as refused:
        save(quick, asked)
    assert Difference("number", "", "5", "") in refused.value.cells
    undo(3, quick, RULES, by="anh Nam", note="nhầm")
    with pytest.raises(Stale, match=r"anh Nam.*change 4") as refused:
        save(quick, asked)
    assert Difference("number", "", "77", "") in refused.value.cells


@pytest.mark.parametrize(
    ("base", "number", "why"),
    [
        (9, 1, "There is no change 9; the newest is 1."),
        (1, 99, "This fact was not recorded by change 1: open it again."),
        (0, 1, "This fact was not recorded by change 0: open it again."),
    ],
    ids=["a change that is not there", "a fact that is not there", "a fact recorded later"],
)
def test_a_form_of_another_registry_is_refused(base: int, number: int, why: str, quick: Store) -> None:
    with pytest.raises(Refused, match=why):
        save(quick, edit(quick, "agencies", {"owner": "Bà Hà"}, number=number, base=base))


def test_an_edit_that_waited_for_its_turn_is_checked_against_what_was_recorded_meanwhile(
    store: Store,
) -> None:
    asked = edit(store, "adoptions", {"agency": "BV", "applied_on": "2012"})
    gone = journal.Edit(superseded={"agencies": [fact(store, "agencies", agency="BV")]})
    with ThreadPoolExecutor(1) as pool:
        with store.writing() as connection:
            waiting = pool.submit(save, store, asked)
            time.sleep(1)  # it has read the registry, and waits to write
            journal.append(connection, ChangeKind.EDIT, gone, rules=RULES, by="anh Nam")
        with pytest.raises(RegistryError, match="“BV” is not the code of an agency"):
            waiting.result()
    assert known(store) == 2


def append_own(store: Store, who: str) -> int:
    """Add a word to what is recorded, however often it takes; how often it was refused."""
    refused = 0
    while True:
        number = fact(store, "agencies", agency="SNV")
        contact = rows(store, "agencies").get(number, {}).get("contact", "")
        try:
            save(store, edit(store, "agencies", {"contact": f"{contact} {who}"}, number=number), by=who)
        except Stale:
            refused += 1
        else:
            return refused


def test_editors_of_one_fact_at_once_lose_nothing(store: Store) -> None:
    words = [f"e{n}" for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(append_own, [store] * len(words), words))
    (row,) = [row for row in rows(store, "agencies").values() if row["agency"] == "SNV"]
    assert sorted(row["contact"].split()) == sorted(words)
    assert known(store) == 1 + len(words)
    assert verifies(store)


def test_more_editors_at_once_than_the_database_has_connections_all_go_through(store: Store) -> None:
    asked = [
        edit(store, "followups", {"agency": "BV", "on": "2013-03-01", "note": str(n)}) for n in range(20)
    ]
    with ThreadPoolExecutor(20) as pool:
        receipts = list(pool.map(save, [store] * 20, asked))
    assert sorted(receipt.change or 0 for receipt in receipts) == list(range(2, 22))


# Killed ----------------------------------------------------------------------------------------------------


def correct(url: str, base: int, number: int, owner: str) -> None:
    """What the killed process does."""
    asked = FactEdit("agencies", base, uuid4(), "Đổi", number, {"owner": owner})
    apply_edit(asked, open_store(url), RULES, by="chị Hà")
    os._exit(0)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")
@pytest.mark.parametrize(("engine", "kills"), [("sqlite", 20), ("postgres", 8)], ids=["sqlite", "postgres"])
def test_an_edit_killed_at_a_random_moment_is_before_or_after(
    engine: str, kills: int, request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(f"{engine}_url")
    store, context, dice = loaded(url, PROVINCE), new_processes(__name__), random.Random(9001)
    outcomes, took = [], 0.0
    for kill in range(-2, kills):  # the first two are not killed: the second says how long an edit takes
        before, old = known(store), rows(store, "agencies")
        number = fact(store, "agencies", agency="SNV")
        began = time.monotonic()
        process = context.Process(target=correct, args=(url, before, number, f"Bà {kill}"))
        process.start()
        process.join(None if kill < 0 else took * 1.3 * (kill + dice.random()) / kills)
        process.kill()
        process.join()
        took = time.monotonic() - began if kill < 0 else took
        now, new = known(store), rows(store, "agencies")
        assert now in (before, before + 1)
        assert (new == old) == (now == before)
        assert new[fact(store, "agencies", agency="SNV")].get("owner") == (
            f"Bà {kill}" if now > before else old[number].get("owner")
        )
        assert Office(url).verifies()
        outcomes.append(now - before)
    assert outcomes[:2] == [1, 1]
    assert 0 in outcomes
    store.close()
