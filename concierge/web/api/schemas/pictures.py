"""A picture inside a request, checked and made anew before anything is decided."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from concierge import config
from concierge.catalogue import lifecycle as catalogue
from concierge.conversation import pictures
from concierge.orders.estimates import Photo


def _picture(value: Any) -> pictures.Picture:
    if not isinstance(value, str):
        raise ValueError("Write the picture's bytes as a string in base64.")
    try:
        content = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("This is not base64.") from None
    most = config.current().picture_megabytes
    if len(content) > most * 1_000_000:
        raise ValueError(f"A picture has at most {most} MB.")
    return pictures.read(content)  # NotAPicture is a ValueError that says why


def _photo(value: Any) -> Photo:
    made = _picture(value)
    return Photo(made.content_type, made.content, made.width, made.height)


def _of_goods(value: Any) -> catalogue.Picture:
    made = _picture(value)
    small = pictures.thumbnail(made)
    return catalogue.Picture(made.content_type, made.content, small, made.width, made.height)


_BASE64 = WithJsonSchema({"type": "string", "contentEncoding": "base64"})
ShopReceipt = Annotated[Photo, PlainValidator(_photo), _BASE64]
GoodsPicture = Annotated[catalogue.Picture, PlainValidator(_of_goods), _BASE64]
