"""What stands in the page unescaped, and why it may: scripts by their hash, JSON and CSS by their signs."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from plotly.offline import get_plotlyjs

TEMPLATES = Path(__file__).parent.parent / "templates"


def json_text(value: Mapping[str, Any]) -> Markup:
    """JSON that may stand in an HTML script: no text of it ends the script or begins a comment."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def css_text(text: str) -> Markup:
    """A text as the content of a CSS string: every sign that is no letter or digit by its number."""
    return Markup("".join(sign if sign.isalnum() else f"\\{ord(sign):x} " for sign in text))


@cache
def scripts() -> tuple[Markup, Markup]:
    """Plotly whole, and ours. A browser hashes what it has read, with \\n for every line end."""
    ours = (TEMPLATES / "page.js").read_text("utf-8")
    return Markup(get_plotlyjs().replace("\r\n", "\n")), Markup(ours)


@cache
def policy() -> str:
    """Nothing is loaded from anywhere; Plotly writes styles into what it draws."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts())
    allowed = " ".join(f"'sha256-{base64_text(digest)}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def base64_text(content: bytes) -> str:
    return base64.b64encode(content).decode()
