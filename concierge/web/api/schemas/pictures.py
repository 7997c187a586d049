"""A picture inside a request, checked and made anew before anything is decided."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from concierge import config
from concierge.conversation import pictures
from concierge.orders.estimates import Photo


def _photo(value: Any) -> Photo:
    if not isinstance(value, str):
        raise ValueError("Write the picture's bytes as a string in base64.")
    try:
        content = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("This is not base64.") from None
    most = config.current().picture_megabytes
    if len(content) > most * 1_000_000:
        raise ValueError(f"A picture has at most {most} MB.")
    picture = pictures.read(content)  # NotAPicture is a ValueError that says why
    return Photo(picture.content_type, picture.content, picture.width, picture.height)


ShopReceipt = Annotated[
    Photo, PlainValidator(_photo), WithJsonSchema({"type": "string", "contentEncoding": "base64"})
]
