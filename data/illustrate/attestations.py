"""The table of certificates and declarations."""

from __future__ import annotations

from collections.abc import Iterator

from data.illustrate.agencies import TYPES
from data.illustrate.dice import whole
from data.illustrate.files import Row, cell
from data.illustrate.model import BODY, Attestation, System

# agency code, as the number of a decision writes it
ABBREVIATIONS = {
    "SKHDT": "SKHĐT", "SGDDT": "SGDĐT", "SLDTBXH": "SLĐTBXH", "PLDTBXH": "PLĐTBXH",
    "PQLDT": "PQLĐT", "SNNPTNT": "SNN", "VPUB": "VP",
}  # fmt: skip


def attestation_rows(systems: list[System]) -> Iterator[Row]:
    for owner in systems:
        for attestation in owner.attestations:
            yield attestation_row(owner, attestation)


def attestation_row(owner: System, a: Attestation) -> Row:
    issued = {"day": str(a.issued), "month": f"{a.issued:%Y-%m}", "year": f"{a.issued:%Y}"}
    return {
        "agency": owner.agency,
        "kind": a.kind,
        "edition": a.edition,
        "number": number_of(owner, a),
        "body": BODY.format(owner.body) if a.kind == "certificate" else "",
        "scope": TYPES[owner.type]["scope"].format(owner.name),
        "issued_on": issued[a.precision],
        "expires_on": cell(a.expires if a.expiry_written else None),
        "suspended_on": cell(a.suspended),
        "restored_on": cell(a.restored),
        "ended_on": cell(a.ended),
        "ended_because": a.because,
        "scope_changed_on": cell(a.scope_changed),
    }


def number_of(owner: System, attestation: Attestation) -> str:
    """The number of a certificate (MHA-0123/2010), or of the decision that declares."""
    throw = owner.dice("number", attestation.month)
    if attestation.kind == "certificate":
        return f"MH{owner.body}-{whole(throw, 101, 989):04d}/{attestation.issued.year}"
    prefix = owner.agency.partition("-")[0]
    if owner.type in ("ubnd_huyen", "ubnd_xa"):
        prefix = "UBND"
    elif owner.type == "chi_cuc":
        prefix = "CC"
    return f"{whole(throw, 12, 380)}/QĐ-{ABBREVIATIONS.get(prefix, prefix)}"
