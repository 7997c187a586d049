"""A picture that an operator attaches: made anew from its pixels, as customers' pictures are."""

from flask import request
from werkzeug.datastructures import FileStorage

from concierge import config
from concierge.catalogue import lifecycle as catalogue
from concierge.conversation import pictures
from concierge.errors import Refused
from concierge.orders.estimates import Photo


def photo(field: str) -> Photo | None:
    """The form's picture; None where none was chosen. Raises `Refused` for what is none."""
    made = _made(field)
    if made is None:
        return None
    return Photo(made.content_type, made.content, made.width, made.height)


def for_texts(field: str) -> list[pictures.Picture]:
    """The form's pictures, as many as were chosen, small enough to be texted."""
    found = [_read(given) for given in request.files.getlist(field) if given.filename]
    return [pictures.for_mms(each) for each in found]


def of_goods(field: str) -> catalogue.Picture | None:
    """The same for the catalogue, which shows it small, too."""
    made = _made(field)
    if made is None:
        return None
    small = pictures.thumbnail(made)
    return catalogue.Picture(made.content_type, made.content, small, made.width, made.height)


def _made(field: str) -> pictures.Picture | None:
    given = request.files.get(field)
    if given is None or not given.filename:
        return None
    return _read(given)


def _read(given: FileStorage) -> pictures.Picture:
    most = config.current().picture_megabytes
    content = given.stream.read(most * 1_000_000 + 1)
    given.close()
    if len(content) > most * 1_000_000:
        raise Refused("picture-too-large", f"This picture is larger than {most} MB.")
    try:
        return pictures.read(content)
    except pictures.NotAPicture as error:
        raise Refused(
            "not-a-picture", f"This file can't be used: {error}. Choose a JPEG or PNG."
        ) from None
