"""Real tags of real repositories, hostile ones too -> events and notes."""

from __future__ import annotations

import pytest

from govml.base.git import Repository
from govml.base.tags import parse_tag_object
from govml.registry.events import Event, Note, read
from tests.builders import START, Repo


def events_of(repo: Repo) -> tuple[list[Event], dict[str, str]]:
    events, notes = read(Repository.open(repo.path).tags())
    return events, dict(notes)


def raw_tag(repo: Repo, name: str, content: str | bytes) -> None:
    """Store a tag object exactly as given and point `refs/tags/NAME` to it."""
    oid = repo.git("hash-object", "-w", "-t", "tag", "--literally", "--stdin", stdin=content)
    (repo.path / ".git" / "refs" / "tags" / name).write_text(oid + "\n")


def test_every_form_becomes_an_event(repo: Repo) -> None:
    first = repo.commit("a")
    second = repo.commit("b")
    repo.tag("cv/d=m@created", rev=first)
    repo.tag("cv/d=m@v1.0.0", rev=first, message="Registering artifact cv/d:m version v1.0.0\n")
    repo.tag("cv/d=m#prod#1", rev=first, tagger=("Bo Op", "bo@example.org"))
    repo.tag("cv/d=m#prod!#2", rev=first)
    repo.tag("cv/d=m@v1.0.0!#3", rev=first)
    repo.tag("cv/d=m@deprecated#4", rev=second)
    events, notes = events_of(repo)
    assert notes == {}
    assert [(e.action, e.version, e.stage, e.counter) for e in events] == [
        ("creation", "", "", 0),
        ("registration", "v1.0.0", "", 0),
        ("assignment", "", "prod", 1),
        ("unassignment", "", "prod", 2),
        ("deregistration", "v1.0.0", "", 3),
        ("deprecation", "", "", 4),
    ]
    assert {e.model for e in events} == {"cv/d:m"}
    assert [e.commit for e in events] == [first] * 5 + [second]
    assert events[1].message == "Registering artifact cv/d:m version v1.0.0"
    assert events[1].time == START + 240
    assert events[1].id == repo.git("rev-parse", "refs/tags/cv/d=m@v1.0.0")
    assert events[2].tagger == "Bo Op <bo@example.org>"


def test_the_tags_of_a_bare_clone_and_of_packed_references_are_the_same(repo: Repo) -> None:
    repo.commit()
    repo.tag("m@v1.0.0")
    repo.tag("m#prod#1")
    expected = events_of(repo)
    assert len(expected[0]) == 2
    assert read(Repository.open(repo.bare()).tags())[0] == expected[0]
    repo.git("pack-refs", "--all")
    repo.git("gc", "--quiet")
    assert events_of(repo) == expected


def test_what_does_not_count_is_noted(repo: Repo) -> None:
    repo.commit()
    repo.write("file", "x")
    blob = repo.blob("x")
    repo.tag("m@v1.0.0", annotated=False)
    repo.tag("m@v2.0.0", rev=blob)
    repo.tag("m@1.0.0")
    repo.tag("m#prod#x")
    repo.tag("release-7")
    repo.tag("v3.0.0")
    events, notes = events_of(repo)
    assert events == []
    assert notes == {
        "m#prod#x": "its name is not of GTO's grammar",
        "m@1.0.0": "its name is not of GTO's grammar",
        "m@v1.0.0": "it is a lightweight tag; only annotated tags count",
        "m@v2.0.0": "it doesn't point to a commit",
    }


def test_a_tag_object_under_another_name_does_not_count(repo: Repo) -> None:
    repo.commit()
    signed_off = repo.tag("m@v1.0.0")
    repo.git("update-ref", "refs/tags/m@v2.0.0", signed_off)
    repo.git("update-ref", "refs/tags/m#prod#1", signed_off)
    events, notes = events_of(repo)
    assert [e.tag for e in events] == ["m@v1.0.0"]
    assert notes == {
        "m#prod#1": "its tag object was made for another name, 'm@v1.0.0'",
        "m@v2.0.0": "its tag object was made for another name, 'm@v1.0.0'",
    }


def test_a_tag_of_a_tag_counts_for_the_commit(repo: Repo) -> None:
    commit = repo.commit()
    inner = repo.tag("note")
    repo.tag("m@v1.0.0", rev=inner)
    events, _ = events_of(repo)
    assert [(e.tag, e.commit) for e in events] == [("m@v1.0.0", commit)]


def test_an_endless_pile_of_tags_is_not_followed(repo: Repo) -> None:
    target = repo.commit()
    kind = "commit"
    for _ in range(20):
        text = f"object {target}\ntype {kind}\ntag m@v1.0.0\ntagger A <a@example.org> 1767225600 +0000\n\nx\n"
        target, kind = repo.git("hash-object", "-w", "-t", "tag", "--stdin", stdin=text), "tag"
    (repo.path / ".git/refs/tags/m@v1.0.0").write_text(target + "\n")
    assert events_of(repo) == ([], {"m@v1.0.0": "it doesn't point to a commit"})


@pytest.mark.parametrize(
    ("tagger", "reason"),
    [
        ("", "it doesn't say who made it and when"),
        ("tagger A <a@example.org> 253402300800 +0000\n", "it doesn't say who made it and when"),
        ("tagger A <a@example.org> -1 +0000\n", "it doesn't say who made it and when"),
        (f"tagger A <a@example.org> {'9' * 5000} +0000\n", "it doesn't say who made it and when"),
        ("tagger A <a@example.org>\n", "it doesn't say who made it and when"),
    ],
)
def test_a_tag_without_who_and_when_does_not_count(repo: Repo, tagger: str, reason: str) -> None:
    commit = repo.commit()
    raw_tag(repo, "m@v1.0.0", f"object {commit}\ntype commit\ntag m@v1.0.0\n{tagger}\nx\n")
    assert events_of(repo) == ([], {"m@v1.0.0": reason})


def test_a_malformed_tag_object_does_not_count(repo: Repo) -> None:
    commit = repo.commit()
    raw_tag(repo, "m@v1.0.0", f"type commit\nobject {commit}\ntag m@v1.0.0\n\nx\n")
    assert events_of(repo) == ([], {"m@v1.0.0": "it doesn't point to a commit"})


def test_bytes_that_are_not_utf8_are_shown(repo: Repo) -> None:
    commit = repo.commit()
    head = f"object {commit}\ntype commit\ntag m@v1.0.0\ntagger ".encode()
    raw_tag(repo, "m@v1.0.0", head + b"J\xf6rg <j@example.org> 1767225600 +0230\nx-header: y\n\nGr\xfc\xdfe \x1b[31m\n")
    events, _ = events_of(repo)
    assert events[0].tagger == r"J\xf6rg <j@example.org>"
    assert events[0].message == "Gr\\xfc\\xdfe \x1b[31m"


def test_the_signature_is_not_part_of_the_message() -> None:
    head = b"object " + b"a" * 40 + b"\ntype commit\ntag m@v1.0.0\ntagger A <a@x> 1767225600 -0330\n\n"
    said = parse_tag_object(head + b"Hello\n-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n")
    assert said is not None
    assert (said.signed, said.offset) == (True, -210)
    unsigned = parse_tag_object(head + b"Hello\n")
    assert unsigned is not None
    assert (unsigned.signed, unsigned.message) == (False, "Hello\n")


def test_a_signed_tag_has_the_message_only(repo: Repo) -> None:
    key = repo.path.parent / "key"
    import subprocess

    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    repo.commit()
    repo.git("config", "gpg.format", "ssh")
    repo.git("config", "user.signingKey", str(key))
    repo.git("tag", "--sign", "-m", "Registering\n\nbecause", "m@v1.0.0")
    tags = list(Repository.open(repo.path).tags())
    assert [(tag.signed, tag.name) for tag in tags] == [(True, "m@v1.0.0")]
    assert events_of(repo)[0][0].message == "Registering\n\nbecause"


def test_notes_and_events_are_sorted(repo: Repo) -> None:
    repo.commit()
    repo.tag("b@v1.0.0", time=START + 50)
    repo.tag("a@v1.0.0", time=START + 50)
    repo.tag("c#prod#2", time=START + 10)
    repo.tag("c#dev#1", time=START + 10)
    repo.tag("x@y", time=START)
    repo.tag("d@e", time=START)
    events, notes = read(Repository.open(repo.path).tags())
    assert [e.tag for e in events] == ["c#dev#1", "c#prod#2", "a@v1.0.0", "b@v1.0.0"]
    assert notes == [Note("d@e", notes[0].reason), Note("x@y", notes[1].reason)]
