"""The real handbook: clean, round trips, and every field of every record guarded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from pybtex.database import parse_string
from pybtex.richtext import Text

from houses import HERE
from sysai import corpus, export, formats, frontmatter, rules, schema
from sysai.corpus import Corpus, Project
from sysai.names import Name

ROOT = HERE.parent
RECORDS = sorted((ROOT / "bib").glob("*/*/*.md"))


def test_the_handbook_is_clean(handbook: Corpus) -> None:
    assert [str(problem) for problem in rules.check(handbook)] == []
    assert len(handbook.records) == len(RECORDS) >= 27


def test_committed_files_are_fresh(handbook: Corpus) -> None:
    for path, content in export.committed(Project(ROOT), handbook).items():
        assert path.read_text(encoding="utf-8") == content, f"{path.name}: run sysai export"


def test_export_gives_the_same_bytes_every_time(handbook: Corpus) -> None:
    again = corpus.load(Project(ROOT))
    assert formats.handbook_bib(handbook) == formats.handbook_bib(again)


def unlatex(text: str) -> str:
    """What a BibTeX style prints of *text*: braces gone, LaTeX decoded."""
    plain = str(Text.from_latex(text))
    quotes = {"``": "“", "''": "”", "`": "‘", "'": "’", "---": "—", "--": "–"}
    for latex, char in quotes.items():
        plain = plain.replace(latex, char)
    return plain


def straight(text: str) -> str:
    """Apostrophes and quotes as BibTeX cannot tell them apart."""
    return re.sub("[‘’']", "'", re.sub('[“”"]', '"', text)).replace("\u00a0", " ")


def test_bibtex_comes_back_with_titles_authors_and_years(handbook: Corpus) -> None:
    entries = parse_string(formats.handbook_bib(handbook), "bibtex").entries
    citable = {key: one for key, one in handbook.records.items() if one.citable}
    assert list(entries) == list(citable)
    for key, record in citable.items():
        entry = entries[key]
        assert straight(unlatex(entry.fields["title"])) == straight(record.title)
        assert entry.fields["year"] == str(record.year)
        assert entry.fields.get("doi", "") == record.doi
        assert entry.fields.get("eprint", "") == record.arxiv
        pages = entry.fields.get("pages", "").replace("--", "-")
        assert pages.replace(f"{record.article}:", "") == record.pages.replace(
            f"{record.article}:", ""
        )
        back = [straight(unlatex(str(person))) for person in entry.persons["author"]]
        assert back == [straight(name.last_first()) for name in record.creators]


def field_lines(text: str) -> dict[str, int]:
    tree = frontmatter.parse(frontmatter.split(text).yaml, 2, lambda *_: None)
    return dict(tree.key_lines or {})


def with_field(text: str, name: str, value: str) -> str:
    """*text* with top-level field *name* replaced by *value* on its first line."""
    lines = text.split("\n")
    start = field_lines(text)[name] - 1
    end = start + 1
    while re.match(r"\s|-\s", lines[end]) or lines[end].lstrip() != lines[end]:
        end += 1
    return "\n".join([*lines[:start], f"{name}: {value}".rstrip(), *lines[end:]])


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_breaking_any_field_of_any_record_is_told_at_its_line(path: Path) -> None:
    """Each field in turn is emptied, given a wrong type, and misspelt."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    assert schema.read(name, text)[1] == []
    for field, line in field_lines(text).items():
        wrong_type = "[[1]]" if field != "links" else "[1]"
        for value, codes in (
            ("", {"empty"}),
            (wrong_type, {"type", "name", "doi", "arxiv", "pages", "isbn", "date"}),
            ("{a: 1}", {"type", "unknown-field", "date"}),
        ):
            found = schema.read(name, with_field(text, field, value))[1]
            told = {(one.line, one.code) for one in found if one.field.split(".")[0] == field}
            assert {code for at, code in told if at == line} & codes, (field, value, found)
        misspelt = text.split("\n")
        misspelt[line - 1] = misspelt[line - 1].replace(field, f"{field}x", 1)
        found = schema.read(name, "\n".join(misspelt))[1]
        assert [one.code for one in found if (one.line, one.field) == (line, f"{field}x")] == [
            "unknown-field"
        ]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_front_matter_survives_a_yaml_round_trip(path: Path) -> None:
    """The records are YAML as every YAML library reads it."""
    parts = frontmatter.split(path.read_text(encoding="utf-8"))
    data = yaml.safe_load(parts.yaml)
    again = yaml.safe_load(yaml.safe_dump(data, allow_unicode=True))
    assert again == data


def test_names_come_back_from_their_written_form(handbook: Corpus) -> None:
    for record in handbook.records.values():
        for name in record.authors:
            assert Name.from_text(name.last_first()) == name


def test_no_summary_praises(handbook: Corpus) -> None:
    """Words that say nothing; a quoted title may hold them."""
    praise = re.compile(
        r"\b(novel|state-of-the-art|cutting-edge|seamless\w*|groundbreaking)\b", re.I
    )
    for record in handbook.records.values():
        for text in (record.takeaway, record.body):
            assert not praise.search(text), f"{record.key}: {praise.search(text)}"
