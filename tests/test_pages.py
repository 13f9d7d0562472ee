"""The pages: the front page and the API reference, from files of ours alone, under a strict policy."""
import re

import pytest


def page(world, path):
    reply = world.get(f"!{path}")
    assert reply.status_code == 200 and reply.mimetype == "text/html"
    return reply, reply.get_data(as_text=True)


def test_the_front_page_shows_the_published_topics_and_where_to_go(world):
    draft, text = world.topic(status="draft", title="Not to be seen"), page(world, "/")[1]
    assert "Deep Learning Architectures - Overview" in text and "Question Types by Example" in text
    assert draft["title"] not in text
    for link in re.findall(r'href="(/[^"]*)"', text):
        assert world.get(f"!{link.replace('&amp;', '&')}").status_code == 200, link


def test_what_an_author_writes_cannot_become_markup(fresh_world):
    fresh_world.topic(title="<script>alert(1)</script>")
    text = page(fresh_world, "/")[1]
    assert "<script" not in text and "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_run_no_script_but_ours_and_load_nothing_from_elsewhere(sqlite_world, path):
    reply, text = page(sqlite_world, path)
    policy = dict(part.strip().split(" ", 1) for part in reply.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'" and policy["frame-ancestors"] == "'none'"
    assert "unsafe-inline" not in policy["script-src"] + policy["style-src"]
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=|https?://", text)
    for asset in re.findall(r'(?:src|href)="(/docs/[^"]+)"', text):
        found = sqlite_world.get(f"!{asset}")
        assert found.status_code == 200 and "charset=utf-8" in found.content_type, asset


def test_an_asset_is_sent_once(sqlite_world):
    etag = sqlite_world.get("!/docs/swagger-ui.css").headers["ETag"]
    assert sqlite_world.get("!/docs/swagger-ui.css", If_None_Match=etag).status_code == 304


def test_no_other_file_can_be_had(sqlite_world):
    for name in ("nothing.js", "../app.py", "..%2fapp.py", "swagger%2fLICENSE"):
        assert sqlite_world.get(f"!/docs/{name}").status_code == 404
