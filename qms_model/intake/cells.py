"""One cell: from the text an office writes to the canonical text of the format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from qms_model.config import Rules
from qms_model.facts import VIETNAMESE, ColumnSpec, Kind, Setting, spelled
from qms_model.i18n import Message, message
from qms_model.intake.problems import shown
from qms_model.vietnamese import same

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_COUNT = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"(-?[0-9]{1,13})(?:[.,]([0-9]{1,15}))?")
_LARGEST = 1e12  # with fifteen digits in all, what is beyond would lose its decimals
_EDITION = re.compile(r"(?:tcvn )?(?:iso )?(?:9001 )?([0-9]{4})")
_YES = {"yes": "yes", "co": "yes", "x": "yes", "true": "yes", "no": "no", "khong": "no", "false": "no"}
_A_NUMBER = ColumnSpec("", "", Kind.NUMBER)
_MOST_LISTED = 20
_MOST_CHARACTERS = 32_767  # what a cell of a workbook can hold

# What a formula that went wrong leaves behind, also in CSV.
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|CALC!|SPILL!)|Err:[0-9]{3}")


class Bad(Exception):
    """A cell that cannot be taken; `why` quotes it and says what is allowed."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


Parse = Callable[[str], str]


class Parser:
    """Reads cells under the codes that the rules allow."""

    def __init__(self, rules: Rules) -> None:
        """Collect what each kind of code may be written as."""
        self._types = _labelled([(t.code, t.vi, t.en) for t in rules.types])
        self._districts = _labelled([(d.code, d.vi, d.en) for d in rules.districts])
        self._causes = (
            _labelled([(c.code, c.vi, c.en) for c in rules.causes])[0],
            [c.code for c in rules.causes],
        )
        self._editions = [edition.code for edition in rules.editions if edition.enabled]

    def of(self, spec: ColumnSpec) -> Parse:
        """The function that reads a cell of this column; it raises Bad."""
        parse = self._of(spec)
        return lambda text: parse(_whole(text))

    def _of(self, spec: ColumnSpec) -> Parse:
        if spec.codes is not None:
            return _one_of(_enumerated(spec.codes), _with_labels(VIETNAMESE[spec.codes].items()))
        parsers: dict[Kind, Parse] = {
            Kind.TEXT: str,
            Kind.NAME: _name,
            Kind.DAY: _day,
            Kind.PARTIAL: _partial,
            Kind.YEAR: _year,
            Kind.COUNT: _count,
            Kind.NUMBER: _number,
            Kind.SHARE: _share,
            Kind.YES_NO: _yes_no,
            Kind.TYPE: _one_of(*self._types),
            Kind.DISTRICT: _district(_one_of(*self._districts)),
            Kind.CAUSE: _one_of(*self._causes),
            Kind.EDITION: self._edition,
        }
        return parsers[spec.kind]

    @staticmethod
    def day(text: str) -> str:
        """A whole date as ISO text. Raises Bad."""
        return _day(text)

    def of_setting(self, setting: str) -> Parse:
        """The function that reads the value of a setting of the registry table."""
        return {
            Setting.AS_OF.value: _day,
            Setting.ILLUSTRATIVE.value: _yes_no,
            Setting.PROVINCE.value: _name,
            Setting.TITLE.value: _name,
        }.get(setting, str)

    def _edition(self, text: str) -> str:
        found = _EDITION.fullmatch(same(text))
        if found is None or found[1] not in self._editions:
            raise Bad(_unknown(text, self._editions))
        return found[1]


def _labelled(entries: list[tuple[str, str, str]]) -> tuple[dict[str, str], list[str]]:
    """What a code may be written as, and the codes with their labels."""
    written = {same(text): entry[0] for entry in entries for text in reversed(entry)}
    written |= {same(entry[0]): entry[0] for entry in entries}
    return written, _with_labels([entry[:2] for entry in entries])


def _with_labels(entries: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{code} ({label})" for code, label in entries]


def _enumerated(codes: type[StrEnum]) -> dict[str, str]:
    vietnamese = {same(label): code for code, label in VIETNAMESE[codes].items()}
    return vietnamese | {same(code.value): code.value for code in codes}


def _one_of(written: Mapping[str, str], codes: list[str]) -> Parse:
    def parse(text: str) -> str:
        code = written.get(same(text))
        if code is None:
            raise Bad(_unknown(text, codes) if len(codes) <= _MOST_LISTED else _nearest(text, written))
        return code

    return parse


def _district(parse: Parse) -> Parse:
    """The same; a refusal says where a district of another province is added."""

    def parsed(text: str) -> str:
        try:
            return parse(text)
        except Bad as error:
            why = message(
                "{why}; a district that is missing is added under rules.districts of config.yaml",
                why=error.why,
            )
            raise Bad(why) from None

    return parsed


def _unknown(text: str, codes: list[str]) -> Message:
    return message("“{value}” is not known; allowed: {codes}", value=shown(text), codes=", ".join(codes))


def _nearest(text: str, written: Mapping[str, str]) -> Message:
    near = [written[label] for label in get_close_matches(same(shown(text)), written, n=5, cutoff=0)]
    codes = ", ".join(dict.fromkeys(near))
    return message("“{value}” is not known; nearest: {codes}", value=shown(text), codes=codes)


def _whole(text: str) -> str:
    if len(text) > _MOST_CHARACTERS:
        why = message("“{value}” has more than {most} characters", value=shown(text), most=_MOST_CHARACTERS)
        raise Bad(why)
    if _ERROR.fullmatch(text):
        raise Bad(message("“{value}” is the error of a formula: put the value in its place", value=text))
    return text


def _name(text: str) -> str:
    if "://" in text:
        raise Bad(message("“{value}” holds an address: a name has no “://”", value=shown(text)))
    return text


def _day(text: str) -> str:
    for pattern, order in ((_ISO_DAY, (1, 2, 3)), (_DAY, (3, 2, 1))):
        if found := pattern.fullmatch(text):
            year, month, day = (int(found[n]) for n in order)
            return _calendar(text, year, month, day).isoformat()
    raise Bad(_not_a_date(text, "YYYY-MM-DD, d/m/yyyy"))


def _partial(text: str) -> str:
    if _YEAR.fullmatch(text):
        return str(_calendar(text, int(text), 1, 1).year)
    for pattern, order in ((_ISO_MONTH, (1, 2)), (_MONTH, (2, 1))):
        if found := pattern.fullmatch(text):
            year, month = (int(found[n]) for n in order)
            return _calendar(text, year, month, 1).isoformat()[:7]
    if _ISO_DAY.fullmatch(text) or _DAY.fullmatch(text):
        return _day(text)
    raise Bad(_not_a_date(text, "YYYY-MM-DD, d/m/yyyy, YYYY-MM, mm/yyyy, YYYY"))


def _not_a_date(text: str, forms: str) -> Message:
    return message("“{value}” is not a date; allowed: {forms}", value=shown(text), forms=forms)


def _calendar(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Bad(message("“{value}” is not in the calendar", value=shown(text))) from None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Bad(_out_of_years(text))
    return found


def _year(text: str) -> str:
    if not _YEAR.fullmatch(text) or not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        raise Bad(_out_of_years(text))
    return text


def _out_of_years(text: str) -> Message:
    text, first, last = shown(text), _FIRST_YEAR, _LAST_YEAR
    return message("“{value}” is not a year from {first} to {last}", value=text, first=first, last=last)


def _count(text: str) -> str:
    if not _COUNT.fullmatch(text):
        raise Bad(message("“{value}” is not a whole number; allowed: digits", value=shown(text)))
    return str(int(text))


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    number = float(f"{found[1]}.{found[2] or 0}") if found else _LARGEST + 1
    if abs(number) > _LARGEST:
        why = message("“{value}” is not a number; allowed: digits, decimal comma or point", value=shown(text))
        raise Bad(why)
    return spelled(_A_NUMBER, number)


def _share(text: str) -> str:
    share = _number(text.removesuffix("%").rstrip())
    if not 0 <= float(share) <= 100:
        raise Bad(message("“{value}” is not a percentage from 0 to 100", value=shown(text)))
    return share


def _yes_no(text: str) -> str:
    answer = _YES.get(same(text))
    if answer is None:
        raise Bad(_unknown(text, ["yes (có)", "no (không)"]))
    return answer
