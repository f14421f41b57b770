"""The formats of a diff: literal, hostile, long and empty."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govml.model import Diff, Fact
from govml.render import RenderOptions
from govml.render.diff import FORMATS, render_diff
from govml.render.diff_markdown import page
from tests.builders import ROOT
from tests.render.conftest import HOSTILE_TEXT
from tests.render.diffs import make_diff
from tests.render.gfm import Rendered, on_github, structure
from tests.render.test_html import Page

TEXT = """
Files that can't be read
  ! data/x.csv.dvc: unreadable
      + can't be read: is not YAML: expected a key

Models
  ~ credit-risk: changed
      models/credit-risk/README.md
      risk high
      served by credit-risk in production
      ~ version: 1.4.0 → 1.5.0
      + out_of_scope: mortgages
      - limitations: one market
      ~ metric roc_auc on loans/test: 0.912 (n 5,000, interval 0.9 to 0.92),
        data a1a1a1a1a1a1 → 0.9 (no n, no interval), data b2b2b2b2b2b2 (-0.012,
        worse)
      ~ metric log_loss: 0.4 → 0.3 (-0.1, better)
      ~ training data data/train.csv: 3 files, 12 MB, md5 a1a1a1a1a1a1 → 3
        files, 13.4 MB, 1,200 rows, md5 b2b2b2b2b2b2
      ~ tags in another order
  ~ old → new: renamed
      models/new/README.md
      moved from models/old/README.md
  + 模型</td><script>alert(1)</script> @octocat ##\\x5berror]
      \\x1b[2J\\u202egnp\\n::stop-commands::x ]]> https://evil.example |: added
      models/a|b`c@team,x:1%<!--\\x1b[31m\\u202e\\n::error::/README.md
      </td><script>alert(1)</script> @octocat ##\\x5berror]
      \\x1b[2J\\u202egnp\\n::stop-commands::x ]]> https://evil.example |
      + license: </td><script>alert(1)</script> @octocat ##\\x5berror]
        \\x1b[2J\\u202egnp ::stop-commands::x ]]> https://evil.example |
      ~ </td><script>alert(1)</script> @octocat ##\\x5berror] \\x1b[2J\\u202egnp
        \\x3a:stop-commands::x ]]> https://evil.example |
        models/a|b`c@team,x:1%<!--\\x1b[31m\\u202e ::error::/README.md: | a\\ → `x`
        {{ 7 * 7 }}
      - version models/a|b`c@team,x:1%<!--\\x1b[31m\\u202e ::error::/README.md:
        </td><script>alert(1)</script> @octocat ##\\x5berror] \\x1b[2J\\u202egnp
        :stop-comman
      - metric auc: </td><script>alert(1)</script> @octocat ##\\x5berror]
        \\x1b[2J\\u202egnp ::stop-commands::x ]]> https://evil.example | (n many,
        interval [|)

Waivers
  - CARD-02 on model m: removed
      waivers/w.yaml
      - expires: 2026-04-01

Configuration
  ~ govml.yaml: changed
      ~ parameters.x: true → [1, "a"]
      ~ long: …yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy1 →
        …yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy2222222222222222222222222222222
        222222222222222222222222222222222222222222222222222222222222222222222222
        222222222222222222222222222222222222222222222222222222222222222222222222
        222222222222222222222222222222222222222222222222222222222222222222222222
        222222222222 [141 more characters]

Changed in form only
  data/README.md

Other files
  src/train.py
  models/a|b`c@team,x:1%<!--\\x1b[31m\\u202e\\n::error::/README.md

Notes
  - this clone is shallow
  - </td><script>alert(1)</script> @octocat ##\\x5berror] \\x1b[2J\\u202egnp
    \\x3a:stop-commands::x ]]> https://evil.example |

commit bbbbbbbbbbbb → work tree on commit cccccccccccc
1 file unreadable, 3 models (1 added, 1 changed, 1 renamed), 1 waiver removed, 1
configuration changed, 1 record changed in form only, 2 other files
"""

MARKDOWN = """
## What the change means

**1 file unreadable, 3 models (1 added, 1 changed, 1 renamed), 1 waiver removed, 1 configuration changed, 1 record changed in form only, 2 other files**

Commit bbbbbbbbbbbb → work tree on commit cccccccccccc.

### Files that can't be read

#### `data/x.csv.dvc` unreadable

| What | Before | Now | |
| --- | --- | --- | --- |
| can't be read |  | is not YAML: expected a key |  |

### Models

#### `credit-risk` changed

models/credit-risk/README.md, risk high, served by credit-risk in production

| What | Before | Now | |
| --- | --- | --- | --- |
| version | 1.4.0 | 1.5.0 |  |
| out\\_of\\_scope |  | mortgages |  |
| limitations | one market |  |  |
| metric roc\\_auc on loans/test | 0.912 (n 5,000, interval 0.9 to 0.92), data a1a1a1a1a1a1 | 0.9 (no n, no interval), data b2b2b2b2b2b2 | -0.012, **worse** |
| metric log\\_loss | 0.4 | 0.3 | -0.1, **better** |
| training data data/train.csv | 3 files, 12 MB, md5 a1a1a1a1a1a1 | 3 files, 13.4 MB, 1,200 rows, md5 b2b2b2b2b2b2 |  |
| tags in another order |  |  |  |

#### `old → new` renamed

models/new/README.md, moved from models/old/README.md

<details><summary><code>模型&#60;/td&#62;&#60;script&#62;alert&#40;1&#41;&#60;/script&#62; &#64;octocat &#35;&#35;&#92;x5berror&#93; &#92;x1b&#91;2J&#92;u202egnp&#92;n&#58;&#58;stop-commands&#58;&#58;x &#93;&#93;&#62; https&#58;//evil.example &#124;</code> added: 4 facts</summary>

models/a\\|b\\`c@\u200bteam,x:1%&lt;!--\\\\x1b\\[31m\\\\u202e ::error::/README.md, &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; @\u200boctocat \\#\\#\\\\x5berror\\] \\\\x1b\\[2J\\\\u202egnp ::stop-commands::x \\]\\]&gt; https:\u200b//evil.example \\|

| What | Before | Now | |
| --- | --- | --- | --- |
| license |  | &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; @\u200boctocat \\#\\#\\\\x5berror\\] \\\\x1b\\[2J\\\\u202egnp ::stop-commands::x \\]\\]&gt; https:\u200b//evil.example \\| |  |
| &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; @\u200boctocat \\#\\#\\\\x5berror\\] \\\\x1b\\[2J\\\\u202egnp ::stop-commands::x \\]\\]&gt; https:\u200b//evil.example \\| models/a\\|b\\`c@\u200bteam,x:1%&lt;!--\\\\x1b\\[31m\\\\u202e ::error::/README.md | \\| a\\\\ | `x` {{ 7 \\* 7 }} |  |
| version models/a\\|b\\`c@\u200bteam,x:1%&lt;!--\\\\x1b\\[31m\\\\u202e ::error::/README.md | &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; @\u200boctocat \\#\\#\\\\x5berror\\] \\\\x1b\\[2J\\\\u202egnp :stop-comman |  |  |
| metric auc | &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; @\u200boctocat \\#\\#\\\\x5berror\\] \\\\x1b\\[2J\\\\u202egnp ::stop-commands::x \\]\\]&gt; https:\u200b//evil.example \\| (n many, interval \\[\\|) |  |  |

</details>

### Waivers

<details><summary><code>CARD-02 on model m</code> removed: 1 fact</summary>

waivers/w.yaml

| What | Before | Now | |
| --- | --- | --- | --- |
| expires | 2026-04-01 |  |  |

</details>

### Configuration

#### `govml.yaml` changed

| What | Before | Now | |
| --- | --- | --- | --- |
| parameters.x | true | \\[1, "a"\\] |  |
| long | …yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy1 | …yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy2222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222 \\[141 more characters\\] |  |

Changed in form only: `data/README.md`

Other files: `src/train.py`, <code>models/a&#124;b&#96;c&#64;team,x&#58;1&#37;&#60;&#33;--&#92;x1b&#91;31m&#92;u202e&#92;n&#58;&#58;error&#58;&#58;/README.md</code>

### Notes

- this clone is shallow
- &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; @\u200boctocat \\#\\#\\\\x5berror\\] \\\\x1b\\[2J\\\\u202egnp ::stop-commands::x \\]\\]&gt; https:\u200b//evil.example \\|
"""  # noqa: E501

GITHUB_LIMIT = 65_536


def rendered(form: str, diff: Diff, **options: Any) -> str:
    return render_diff(form, diff, RenderOptions(**options))


def harmless() -> Diff:
    """The canned diff with a plain word for everything that is hostile in it."""
    diff = make_diff()
    plain = [
        each._replace(
            name="m", path="p", context=("c",),
            facts=tuple(Fact("f", "a", "o" if f.old else None, "n" if f.new else None) for f in each.facts),
        )
        if each.name.startswith("模型") else each
        for each in diff.differences
    ]  # fmt: skip
    return diff._replace(differences=tuple(plain), others=("src/train.py", "p"), notes=("this clone is shallow", "n"))


def test_text() -> None:
    assert rendered("text", make_diff()) == TEXT.lstrip("\n")


def test_markdown() -> None:
    assert rendered("markdown", make_diff()) == MARKDOWN.lstrip("\n")


def test_text_of_a_plain_terminal() -> None:
    output = rendered("text", make_diff(), unicode=False, width=60)
    assert output.isascii()
    assert "~ version: 1.4.0 -> 1.5.0" in output
    assert all(len(line) <= 60 for line in output.splitlines())


def test_colour_moves_nothing() -> None:
    painted = rendered("text", make_diff(), color=True)
    assert "\x1b[32m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == rendered("text", make_diff())


def test_text_is_cut_with_counts() -> None:
    facts = tuple(Fact("f", str(number), 1, 2, "+1") for number in range(40))
    diff = make_diff()
    model = diff.differences[1]._replace(facts=facts, context=tuple(map(str, range(20))))
    diff = diff._replace(differences=(model,) * 100, others=tuple(f"p{number}" for number in range(50)))
    output = rendered("text", diff)
    assert "      and 25 more facts (--verbose tells them)\n" in output
    assert "  and 60 more of them (--verbose tells them)\n" in output
    assert "  and 40 more of them (--verbose tells them)\n" in output
    assert "      12 more\n" in output
    output = rendered("text", diff, verbose=True)
    assert " more" not in output
    assert output.count("~ f 39: 1 → 2 (+1)") == 100


def test_json_is_what_its_schema_says_and_whole() -> None:
    schema = json.loads((ROOT / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    diff = make_diff()
    document = json.loads(rendered("json", diff))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["differences"][1]["facts"][3] == diff.differences[1].facts[3]._asdict()
    assert document["differences"][3]["name"] == diff.differences[3].name
    assert document["summary"] == {
        "added": 1, "removed": 1, "renamed": 1, "changed": 2, "unreadable": 1, "reformatted": 1, "others": 2,
    }  # fmt: skip
    assert not re.search("[\x1b\u202e]", rendered("json", diff))


@pytest.mark.parametrize("form", FORMATS)
def test_a_diff_without_differences(form: str) -> None:
    diff = make_diff()._replace(differences=(), others=(), reformatted=(), notes=())
    output = rendered(form, diff)
    assert '"differences": []' in output if form == "json" else "Nothing that is governed changes." in output


# -- Markdown as GitHub renders it -----------------------------------------------------------------------------------


def test_github_shows_tables_and_folds_and_nothing_hostile() -> None:
    html = on_github(rendered("markdown", make_diff()))
    page = Rendered(html)
    assert page.open == []
    assert structure(page) == structure(Rendered(on_github(rendered("markdown", harmless()))))
    assert not {"script", "a", "img"} & set(page.tags)
    assert page.tags.count("details") == page.tags.count("summary") == 2
    assert page.tags.count("table") == 5
    assert "@octocat" not in re.sub("<code>.*?</code>", "", html)  # what is code mentions nobody
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7 * 7 }}" in page.text


@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=30))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_markup(text: str, path: str) -> None:
    text, path = (each if each.strip() else "x" for each in (text, path))  # of blanks alone no paragraph is made
    diff = make_diff()
    model = diff.differences[3]

    def filled(name: str, place: str, value: str) -> Diff:
        facts = (Fact(name, place, value, value + "1"), Fact("version", place, {"digest": value}, None))
        each = model._replace(name=name, path=place, facts=facts, context=(value,))
        both = (each, each._replace(change="changed", old_path=place))
        return diff._replace(differences=both, others=(place,), notes=(value,), reformatted=())

    output = rendered("markdown", filled(text, path, text))
    output.encode("utf-8")
    shown = Rendered(on_github(output))
    expected = Rendered(on_github(rendered("markdown", filled("x", "y", "x"))))
    assert structure(shown) == structure(expected)
    assert shown.open == []
    terminal = rendered("text", filled(text, path, text))
    assert all(char.isprintable() or char == "\n" for char in terminal)
    assert not any(line.lstrip().startswith("::") for line in terminal.splitlines())
    html = Page(rendered("html", filled(text, path, text)))
    assert html.open == []
    assert html.tags == Page(rendered("html", filled("x", "y", "x"))).tags
    assert all(char.isprintable() or char == "\n" for char in html.text)


def long_diff(facts: int, differences: int, value: str) -> Diff:
    fact = Fact("metric", value, {"value": value}, {"value": value + "."})
    diff = make_diff()
    each = diff.differences[1]._replace(facts=(fact,) * facts, context=(value,) * 30)
    found = tuple(each._replace(name=f"m{number}", change=how) for number in range(differences) for how in HOW)
    return diff._replace(differences=found, others=(value,) * 900, notes=(value,) * 90)


HOW: tuple[Any, ...] = ("added", "changed")


@pytest.mark.parametrize("value", ["long " * 200, HOSTILE_TEXT * 20, "[" * 1000, "\U000e0041" * 1000, "模" * 1000])
@pytest.mark.parametrize(("facts", "differences"), [(1, 150), (40, 20), (2000, 1)])
def test_markdown_stays_under_the_limit_and_counts_what_it_leaves_out(value: str, facts: int, differences: int) -> None:
    diff = long_diff(facts, differences, value)
    for output in (rendered("markdown", diff), page(diff, 8_000)):
        assert len(output) < GITHUB_LIMIT
        left_out = re.findall(r"…and ([0-9,]+) more differences?, left out", output)
        told = len(re.findall(r"^(?:#### |<details>)", output, re.MULTILINE))
        assert told + sum(int(number.replace(",", "")) for number in left_out) == len(diff.differences)
        assert re.search(r"fact, left|facts, left|more facts|…and", output)
        shown = Rendered(on_github(output))
        assert shown.open == []
    assert len(page(diff, 8_000)) <= 8_000


def test_one_huge_difference_does_not_push_the_others_out() -> None:
    diff = make_diff()
    huge = diff.differences[1]._replace(name="aaa", facts=(Fact("f", "[" * 3000, "[" * 3000, "]" * 3000),) * 500)
    output = rendered("markdown", diff._replace(differences=(diff.differences[0], huge, *diff.differences[1:])))
    assert "#### `aaa` changed" in output
    assert "500 facts, left out for want of room." in output
    assert "#### `credit-risk` changed" in output
    assert "…and" not in output


# -- HTML ------------------------------------------------------------------------------------------------------------


def test_html_needs_nothing_and_every_link_resolves() -> None:
    source = rendered("html", make_diff())
    page = Page(source)
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "form", "base", "object"} & set(page.tags)
    targets = re.findall(r'href="([^"]*)"', source)
    assert targets
    assert all(re.fullmatch("#s[0-9]+", target) and f'id="{target[1:]}"' in source for target in targets)
    for told in ("worse", "-0.012", "1,200 rows", "moved from models/old/README.md", "{{ 7 * 7 }}"):
        assert told in page.text


def test_html_is_cut_with_counts() -> None:
    page = Page(rendered("html", long_diff(150, 200, "v")))
    assert "…and 100 more differences." in page.text
    assert "…and 50 more facts." in page.text
    assert "…and 700 more files." in page.text
