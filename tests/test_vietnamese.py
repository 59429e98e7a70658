"""The order of Vietnamese texts: letters, then tones, then case, whatever way they are encoded."""

from __future__ import annotations

import itertools
import unicodedata
from functools import cmp_to_key

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms_model.vietnamese import order

ALPHABET = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
TONED = {  # level, huyền, hỏi, ngã, sắc, nặng
    "a": "a à ả ã á ạ",
    "ă": "ă ằ ẳ ẵ ắ ặ",
    "â": "â ầ ẩ ẫ ấ ậ",
    "e": "e è ẻ ẽ é ẹ",
    "ê": "ê ề ể ễ ế ệ",
    "i": "i ì ỉ ĩ í ị",
    "o": "o ò ỏ õ ó ọ",
    "ô": "ô ồ ổ ỗ ố ộ",
    "ơ": "ơ ờ ở ỡ ớ ợ",
    "u": "u ù ủ ũ ú ụ",
    "ư": "ư ừ ử ữ ứ ự",
    "y": "y ỳ ỷ ỹ ý ỵ",
}
LOWER = [letter for plain in ALPHABET for letter in TONED.get(plain, plain).split()]
LETTERS = [*LOWER, *(letter.upper() for letter in LOWER)]

# Each row stands in its order.
ROWS = [
    pytest.param(ALPHABET, id="the letters of the alphabet"),
    pytest.param([letter.upper() for letter in ALPHABET], id="the same as capitals"),
    *(pytest.param(row.split(), id=f"the tones of {letter}") for letter, row in TONED.items()),
    pytest.param(["ma", "mà", "mả", "mã", "má", "mạ"], id="the tones within a syllable"),
    pytest.param(["Bạc", "Bắc"], id="the letter before the tone: a stands before ă"),
    pytest.param(["Bac", "Bác", "Bạc", "Bắc", "Bằng", "Bậc"], id="a with every tone before ă, ă before â"),
    pytest.param(["mạt", "màu"], id="a later letter before an earlier tone"),
    pytest.param(["Da", "Dư", "Đa", "Đại", "E"], id="every d before đ, đ before e"),
    pytest.param(["Hu", "Hư", "Hữu Lũng", "Ia"], id="ư after u"),
    pytest.param(["Lộc Bình", "Lợi Bác", "Lũng Vân"], id="ô, ơ, u"),
    pytest.param(["hoà", "hòa"], id="the tone on the later vowel of two: the earlier has none"),
    pytest.param(["Bắc", "bắc"], id="capitals first where all else is equal"),
    pytest.param(["bac", "Bác"], id="the tone before the case"),
    pytest.param(["Ba Bể", "Bà Nà", "Bác Ái", "Bắc Sơn"], id="a space before every letter"),
    pytest.param(["Chi cục", "Chi cục Thú y", "Chi cục Thủy lợi", "Chín"], id="compound names"),
    pytest.param(
        ["Phòng 1", "Phòng 10", "Phòng 2", "Phòng Nội vụ", "Phòng Tài nguyên"], id="digits before letters"
    ),
    pytest.param(["UBND huyện Bắc Sơn", "UBND huyện Bình Gia", "UBND huyện Cao Lộc", "UBND huyện Chi Lăng",
                  "UBND huyện Đình Lập", "UBND huyện Hữu Lũng", "UBND huyện Lộc Bình",
                  "UBND huyện Tràng Định", "UBND huyện Văn Lãng", "UBND huyện Văn Quan",
                  "UBND thành phố Lạng Sơn"], id="the districts of the province"),
    pytest.param(["", " ", "1", "a"], id="nothing before everything"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_a_row_stands_in_its_order(row: list[str]) -> None:
    for one, other in itertools.combinations(row, 2):
        assert order(one) < order(other), f"{one} before {other}"
    assert sorted(row, key=order) == row


@pytest.mark.parametrize("row", ROWS)
def test_the_order_does_not_depend_on_how_marks_are_encoded(row: list[str]) -> None:
    split = [unicodedata.normalize("NFD", text) for text in row]
    assert sorted(split, key=order) == split
    mixed = [text if n % 2 else unicodedata.normalize("NFD", text) for n, text in enumerate(row)]
    assert sorted(mixed, key=order) == mixed


def test_the_vowels_of_the_language_are_all_here() -> None:
    assert len(LOWER) == len(set(LOWER)) == 33 + 12 * 5


# The same order, letter by letter and obviously -----------------------------------------------------------


def plainly_compared(one: str, other: str) -> int:
    """-1, 0 or 1: first the letters without their tones, then the tones, then the texts themselves."""
    for of in (lambda c: place_of(c)[0], lambda c: place_of(c)[1]):
        keys = [[of(letter) for letter in text.lower()] for text in (one, other)]
        if keys[0] != keys[1]:
            return -1 if keys[0] < keys[1] else 1
    return (one > other) - (one < other)


def place_of(letter: str) -> tuple[tuple[int, int], int]:
    """Where a small letter stands in the alphabet, and which of the six tones it has."""
    for place, plain in enumerate(ALPHABET):
        toned = TONED.get(plain, plain).split()
        if letter in toned:
            return (1, place), toned.index(letter)
    return (0, ord(letter)), 0


words = st.text(st.sampled_from([*LETTERS, *"aăâ", " ", *"0129"]), max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(words, max_size=8))
def test_texts_are_sorted_as_the_slow_comparison_sorts_them(texts: list[str]) -> None:
    assert sorted(texts, key=order) == sorted(texts, key=cmp_to_key(plainly_compared))


@settings(max_examples=300, deadline=None)
@given(words, words)
def test_the_order_is_total_and_a_beginning_stands_before_the_whole(one: str, other: str) -> None:
    assert (order(one) == order(other)) == (one == other)
    assert (order(one) < order(other)) + (order(other) < order(one)) + (one == other) == 1
    if other:
        assert order(one) < order(one + other)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=8), st.text(max_size=8))
def test_any_text_has_one_place_however_it_is_encoded(one: str, other: str) -> None:
    composed, split = (unicodedata.normalize(form, one) for form in ("NFC", "NFD"))
    assert order(composed) == order(split) == order(one)
    assert (order(one) < order(other)) == (order(split) < order(unicodedata.normalize("NFC", other)))
