"""`CODEOWNERS` as GitHub documents it."""

from __future__ import annotations

import pytest

from govml.records.owners import read_owners

# The example of GitHub's page "About code owners", its comments left out.
EXAMPLE = r"""
*       @global-owner1 @global-owner2
*.js    @js-owner # an inline comment
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README.md", "@global-owner1 @global-owner2"),
        ("src/deep/app.js", "@js-owner"),
        ("main.go", "docs@example.com"),
        ("x/notes.txt", "@octo-org/octocats"),
        ("build/logs/today/a.bin", "@octocat"),
        ("deep/build/logs/a.bin", "@octocat"),
        ("docs/getting-started.md", "@doctocat"),
        ("docs/build-app/troubleshooting.md", "@doctocat"),
        ("vendor/apps/x.bin", "@octocat"),
        ("scripts/run", "@doctocat @octocat"),
        ("apps/other/x.bin", "@octocat"),
        ("apps/github", ""),
        ("apps/github/x.bin", ""),
    ],
)
def test_the_documented_example(path: str, owners: str) -> None:
    assert " ".join(read_owners(EXAMPLE).of(path)) == owners


@pytest.mark.parametrize(
    ("pattern", "path", "owned"),
    [
        ("docs/*", "docs/a.md", True),
        ("docs/*", "docs/deep/a.md", False),
        ("docs/*", "x/docs/a.md", False),
        ("models", "models/a/README.md", True),
        ("models", "x/models/a", True),
        ("/models", "x/models/a", False),
        ("models/credit*", "models/credit-risk/README.md", True),
        (r"a\ b.md", "a b.md", True),
        ("!a.md", "a.md", False),
        ("[ab].md", "a.md", False),
        ("{a,b}.md", "a.md", False),
        (r"\#a.md", "#a.md", True),
        ("/", "a.md", True),
    ],
)
def test_patterns(pattern: str, path: str, owned: bool) -> None:
    assert bool(read_owners(f"{pattern} @who\n").of(path)) == owned


@pytest.mark.parametrize("owner", ["credit-ml", "@", "@a/b/c", "@a credit-ml"])
def test_a_line_with_what_is_no_owner_counts_for_nothing(owner: str) -> None:
    assert read_owners(f"* @first\n/models/ {owner}\n").of("models/a") == ("@first",)


def test_nobody_owns_what_no_line_names() -> None:
    assert read_owners("").of("a") == ()
    assert read_owners("# only a comment\n\n").of("a") == ()
