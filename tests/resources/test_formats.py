"""Formats: which there are, and a template to fill in."""
from service.formats import FORMATS


def test_all_formats_are_listed_with_what_they_can(world):
    listed = {each["id"]: each for each in world.get("/formats").json["data"]}
    assert listed.keys() == FORMATS.keys()
    assert listed["gift"]["read"] and listed["gift"]["written"] and listed["gift"]["suffix"] == ".gift"
    assert listed["cc"]["read"] and not listed["cc"]["written"]


def test_one_is_read_by_its_name_and_an_unknown_one_is_404(world):
    assert world.get("/formats/csv").json == {
        "id": "csv", "title": FORMATS["csv"].TITLE, "read": True, "written": True, "template": True,
        "media_type": FORMATS["csv"].MEDIA_TYPE, "suffix": ".csv",
    }  # fmt: skip
    assert world.get("/formats/nothing").status_code == 404


def test_the_template_can_be_filled_in_and_imported(world):
    template = world.get("/formats/csv/template")
    assert template.status_code == 200 and template.headers["Content-Disposition"] == "attachment; filename*=UTF-8''template.csv"
    topic = world.topic()
    told = world.call("POST", f"/imports?format=csv&topic={topic['id']}", by="writer", data=template.data).json
    assert told["applied"] and told["counts"]["rejected"] == 0 and told["counts"]["created"] >= 8


def test_a_format_without_a_template_has_none(world):
    assert world.get("/formats/gift/template").status_code == 404
