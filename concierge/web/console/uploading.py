"""A picture that an operator attaches: made anew from its pixels, as customers' pictures are."""

from flask import request

from concierge import config
from concierge.conversation import pictures
from concierge.errors import Refused
from concierge.orders.estimates import Photo


def photo(field: str) -> Photo | None:
    """The form's picture; None where none was chosen. Raises `Refused` for what is none."""
    given = request.files.get(field)
    if given is None or not given.filename:
        return None
    most = config.current().picture_megabytes
    content = given.stream.read(most * 1_000_000 + 1)
    given.close()
    if len(content) > most * 1_000_000:
        raise Refused("picture-too-large", f"This picture is larger than {most} MB.")
    try:
        made = pictures.read(content)
    except pictures.NotAPicture as error:
        raise Refused(
            "not-a-picture", f"This file can't be used: {error}. Choose a JPEG or PNG."
        ) from None
    return Photo(made.content_type, made.content, made.width, made.height)
