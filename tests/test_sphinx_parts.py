"""What of Sphinx 9.0 the builders of the site rest on, beyond its documented interface.

A newer Sphinx that changes one of these fails here first, with a name, and not in a build.
"""

from __future__ import annotations

import inspect

import pytest
import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.parallel import ParallelTasks

from sysai.site.builder import FolderSiteBuilder, SiteBuilder


def test_this_is_the_sphinx_they_were_written_for() -> None:
    assert sphinx.version_info[:2] == (9, 0)


@pytest.mark.parametrize(
    ("part", "parameters"),
    [
        # Paths that the builder names are no documents: so works' pages are left out.
        (StandaloneHTMLBuilder.get_asset_paths, ["self"]),
        # Renders the theme's frame around pages that are no documents, into a file that we name.
        (
            StandaloneHTMLBuilder.handle_page,
            ["self", "pagename", "addctx", "templatename", "outfilename", "event_arg"],
        ),
        # Fills what templates show, where Sphinx had no document to write.
        (StandaloneHTMLBuilder.prepare_writing, ["self", "docnames"]),
        (StandaloneHTMLBuilder.get_output_path, ["self", "page_name"]),
        (ParallelTasks.add_task, ["self", "task_func", "arg", "result_func"]),
    ],
)
def test_a_part_is_called_as_we_call_it(part: object, parameters: list[str]) -> None:
    assert callable(part)
    assert list(inspect.signature(part).parameters) == parameters


def test_sphinx_asks_the_builder_what_is_no_document() -> None:
    assert "get_asset_paths" in inspect.getsource(BuildEnvironment.find_files)


def test_both_builders_take_the_place_of_sphinxs() -> None:
    assert (SiteBuilder.name, FolderSiteBuilder.name) == ("html", "dirhtml")
    assert not SiteBuilder.search
    assert not FolderSiteBuilder.search
