"""The office that writes: what config.yaml says of it under `office`.

No number depends on it, so it is not among the rules that the journal keeps.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from qms_model.frozen import Frozen, Words


class LegalBasis(Words):
    """A paper that a letter carries out, cited with number, day, issuer and title."""

    from_: date = Field(alias="from")
    until: date | None = None
    source: str = ""

    @property
    def verified(self) -> bool:
        """Whether the office has confirmed the citation."""
        return "unverified" not in self.source

    def stood_on(self, day: date) -> bool:
        """Whether a letter of `day` may cite it."""
        return self.from_ <= day and (self.until is None or day <= self.until)


class Office(Frozen):
    """Who issues the letters, and what each of them has in common (NĐ 30/2020/NĐ-CP)."""

    parent_body: Words = Words(vi="UBND tỉnh Lạng Sơn", en="People's Committee of Lang Son Province")
    body: Words = Words(vi="Sở Nội vụ", en="Department of Home Affairs")
    symbol: str = "SNV-CCHC"
    place: Words = Words(vi="Lạng Sơn", en="Lang Son")
    signer: Words = Words(vi="Giám đốc", en="Director")
    reports_to: Words = Words(vi="UBND tỉnh", en="Provincial People's Committee")
    answer_days: int = Field(default=15, gt=0, strict=True)
    legal_basis: tuple[LegalBasis, ...] = ()
    copies: tuple[Words, ...] = ()
    filed_under: str = "VT, CCHC"

    def basis_on(self, day: date) -> tuple[LegalBasis, ...]:
        """The papers that a letter of `day` may cite, in the order of the file."""
        return tuple(basis for basis in self.legal_basis if basis.stood_on(day))
