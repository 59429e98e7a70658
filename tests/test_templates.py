"""Templates of briefings: named in config.yaml, documented, refused with the place of a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qms_model.briefing.parts import PARTS
from qms_model.briefing.template import broken_templates, template_of, templates
from qms_model.briefing.yearly import YEARLY_COLUMNS
from qms_model.config import read_config
from qms_model.refusal import Refused

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
OWN = """
name: {vi: Giao ban tháng, en: Monthly meeting}
title: {vi: Báo cáo tháng, en: Monthly report}
note: [lead]
sections:
  - {code: results, title: {vi: Kết quả, en: Results}, parts: [by-type]}
"""


def config_with(folder: Path, briefing: str) -> Path:
    """The config.yaml of the product with another section on briefings."""
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    changed, n = re.subn(r"(?m)^briefing:\n(  .*\n)+", f"briefing:\n  {briefing}\n", text)
    assert n == 1
    folder.mkdir()
    (folder / "config.yaml").write_text(changed, encoding="utf-8")
    return folder / "config.yaml"


def test_the_guide_lists_every_part_and_every_column_in_both_languages() -> None:
    rows = re.findall(r"(?m)^\| `([a-z_-]+)` \| ([^|]+) \| ([^|]+) \|$", GUIDE)
    assert sorted(code for code, *_ in rows) == sorted([*PARTS, *YEARLY_COLUMNS])


def test_the_template_of_the_guide_is_one(tmp_path: Path) -> None:
    (example,) = [text for text in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if "note:" in text]
    (tmp_path / "month.yaml").write_text(example, encoding="utf-8")
    assert templates(str(tmp_path))["month"].sections[1].annex


def test_a_folder_of_templates_lies_beside_the_config_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = config_with(tmp_path / "office", "templates: own")
    (tmp_path / "office" / "own").mkdir()
    (tmp_path / "office" / "own" / "month.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    config = read_config(file)
    assert template_of("month", config).name.vi == "Giao ban tháng"
    assert template_of("briefing", config).name.vi == "Báo cáo giao ban", "those that come along stay"


def test_a_template_of_the_same_name_takes_the_place_of_the_one_that_comes_along(tmp_path: Path) -> None:
    (tmp_path / "briefing.yaml").write_text(OWN, encoding="utf-8")
    assert templates(str(tmp_path))["briefing"].title.vi == "Báo cáo tháng"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (OWN.replace("by-type", "by-kind"), "'by-kind' is not one of"),
        (OWN.replace("by-type", "by-kind"), "month.yaml, line 6 "),
        (OWN.replace("note: [lead]", "note: [lead"), "month.yaml, line 5 "),
        (OWN + OWN.splitlines()[-1], "the code 'results' is there twice"),
        (OWN.replace("note: [lead]\n", ""), "note"),
        ("- only a list", "month.yaml"),
        ("", "month.yaml"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_the_file_and_the_place(
    tmp_path: Path, wrong: str, said: str
) -> None:
    (tmp_path / "month.yaml").write_text(wrong, encoding="utf-8")
    [why] = broken_templates(str(tmp_path))
    assert said in why.text("en")
    assert "month.yaml" in why.text("vi")


def test_a_broken_template_leaves_the_others_usable(tmp_path: Path) -> None:
    config = read_config(config_with(tmp_path / "office", "templates: own"))
    own = tmp_path / "office" / "own"
    own.mkdir()
    (own / "month.yaml").write_text(OWN, encoding="utf-8")
    (own / "week.yaml").write_text("note: [lead", encoding="utf-8")
    assert set(templates(str(own))) == {"briefing", "month"}
    assert template_of("month", config).name.en == "Monthly meeting"
    with pytest.raises(Refused, match=r"week\.yaml"):
        template_of("week", config)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = read_config(config_with(tmp_path / "office", "templates: nowhere"))
    with pytest.raises(Refused) as refused:
        template_of("briefing", config)
    assert "nowhere" in refused.value.reason.text("vi")
