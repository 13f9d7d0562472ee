"""What every schema of the wire is built on: nothing unknown passes, and one of several shapes is told by its type."""
from functools import cache

from marshmallow import EXCLUDE, RAISE, Schema as Plain, ValidationError, pre_load

from schemas.fields import Fault, Id, Integer, Time

READ_ONLY = frozenset({"id", "created_at", "updated_at", "revision"})


class Schema(Plain):
    """A schema that refuses what it does not know.

    A resource that was read may be sent back as it is: the names in `derived`, which only the server sets, are then
    passed over.
    """

    derived = frozenset()
    error_messages = {
        "unknown": Fault("Unknown field.", "unknown_field"),
        "type": Fault("Must be an object.", "invalid"),
    }

    class Meta:
        unknown = RAISE

    @pre_load
    def pass_over_derived(self, data, **_):
        if not self.derived or not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if name not in self.derived}


@cache
def made(schema):
    """The one instance of a schema: making one costs more than what most are made for, and none keeps what it loads."""
    return schema()


class Resource(Schema):
    """What every resource has."""

    id = Id(metadata={"readOnly": True})
    revision = Integer(min=1, metadata={"readOnly": True})
    created_at = Time(metadata={"readOnly": True})
    updated_at = Time(metadata={"readOnly": True})


class Content(Resource):
    """What can be hidden, and is then shown to its writers alone."""

    deleted_at = Time(metadata={"readOnly": True, "description": "only with include_deleted=true"})


class Union(Schema):
    """One of several schemas, told apart by a field (`oneOf` with a discriminator in OpenAPI).

    `members`: {value of the field: schema class}. Without a discriminator (`anyOf`) the place tells what it is: such an
    object is only taken here, and loaded where that is known.
    """

    discriminator = "type"
    members = {}

    class Meta:
        unknown = EXCLUDE

    def member(self, data):
        """Find the schema for this object, or say why there is none."""
        if not isinstance(data, dict):
            raise ValidationError({"_schema": [self.error_messages["type"]]})
        kind = data.get(self.discriminator)
        if kind is None:
            raise ValidationError({self.discriminator: [Fault("Missing data for required field.", "required")]})
        if not isinstance(kind, str) or kind not in self.members:
            names = ", ".join(sorted(self.members))
            raise ValidationError({self.discriminator: [Fault(f"Not one of: {names}.", "unknown_value")]})
        return self.members[kind]

    def load(self, data, **kwargs):
        if self.discriminator is None and isinstance(data, dict):
            return data
        return made(self.member(data)).load(data)

    def dump(self, obj, *, many=None, **kwargs):
        if many:
            return [self.dump(each) for each in obj]
        if self.discriminator is None:
            return obj
        return self.members[obj[self.discriminator]](only=self.only).dump(obj)
