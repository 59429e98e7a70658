"""What a view is filtered by, in words."""

from __future__ import annotations

from qms_model.views.view import At

PAR_INDEX = "par_index"
HEADINGS = {
    "type": "Agency type",
    "obligation": "Obligation",
    "district": "District",
    "parent": "Supervising agency",
    "province": "Province",
    "edition": "Edition",
    PAR_INDEX: "Only the administrative reform index list",
}


def chosen_filters(at: At) -> dict[str, str]:
    """What is filtered by: the label of the choice, by the name of the filter."""
    filters = at.view.filters
    chosen = {
        name: at.labels(name).get(code, code)
        for name in HEADINGS
        if name != PAR_INDEX and (code := getattr(filters, name))
    }
    return {**chosen, PAR_INDEX: at.say("Yes")} if filters.par_index else chosen


def filters_said(at: At) -> tuple[str, ...]:
    """Each filter with its choice, such as "Loại cơ quan: Chi cục"."""
    return tuple(
        at.say(HEADINGS[name]) if name == PAR_INDEX else f"{at.say(HEADINGS[name])}: {text}"
        for name, text in chosen_filters(at).items()
    )
