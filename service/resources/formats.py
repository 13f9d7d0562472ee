"""The formats that question banks are exchanged in, and templates to fill in."""
from flask import Blueprint

from schemas.base import Schema
from schemas.fields import Boolean, Text
from service.files import Download, File
from service.formats import FORMATS, READ, WRITTEN
from service.web import Page, found, speaks

bp = Blueprint("formats", __name__, url_prefix="/api/v1/formats")
TEMPLATES = {name: module for name, module in FORMATS.items() if hasattr(module, "TEMPLATE")}
"""Formats with a file that shows what to write, by an example of each type."""


class Format(Schema):
    """A format: what it is called, whether it is read and written, and what its files are."""

    id = Text(required=True, max=40)
    title = Text(required=True, max=200)
    read = Boolean(required=True)
    written = Boolean(required=True)
    template = Boolean(required=True, metadata={"description": "whether there is a template to fill in"})
    media_type = Text(required=True, max=200)
    suffix = Text(required=True, max=20)


@bp.get("")
@speaks(gives=Page(Format))
def listing():
    """List the formats."""
    return {"data": [wire(name) for name in FORMATS], "page": {"next": None}}


@bp.get("/<format>")
@speaks(gives=Format)
def read(format):
    """Read what a format is."""
    return wire(found(format if format in FORMATS else None))


@bp.get("/<format>/template")
@speaks(gives=File(tuple(module.MEDIA_TYPE.partition(";")[0] for module in TEMPLATES.values())))
def template(format):
    """Read a file to fill in, with an example of each type; only some formats have one."""
    module = found(TEMPLATES.get(format))
    return Download(module.TEMPLATE, module.MEDIA_TYPE, name=f"template{module.SUFFIX}")


def wire(name):
    module = FORMATS[name]
    kinds = {"read": name in READ, "written": name in WRITTEN, "template": name in TEMPLATES}
    return {"id": name, "title": module.TITLE, **kinds, "media_type": module.MEDIA_TYPE, "suffix": module.SUFFIX}
