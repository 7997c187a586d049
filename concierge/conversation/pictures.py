"""Pictures from outside: nothing is kept or served that is not really one."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

# A picture of this many pixels takes some 150 MB to open; phones make a quarter of that.
MOST_PIXELS = 50_000_000
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
_LARGEST_SIDE = 2048
_MMS_BYTES = 600_000
_THUMBNAIL_SIDE = 192  # shown at 48 and 96, on screens of twice as many pixels


class NotAPicture(ValueError):
    """The bytes are no picture that we show; the message says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew from its pixels: upright, no larger than shown, without metadata."""

    content_type: str
    content: bytes
    width: int
    height: int


def read(content: bytes) -> Picture:
    """Check and re-encode a picture. Raises NotAPicture.

    Re-encoding drops what may hide beside the pixels (scripts, where it was taken).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=list(_FORMATS))
            if image.width * image.height > MOST_PIXELS:
                raise NotAPicture("the picture has too many pixels")
            kind = image.format or "JPEG"
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    except NotAPicture:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPicture("the attachment is not a picture") from None
    except (OSError, ValueError, SyntaxError) as error:
        raise NotAPicture(f"the picture is damaged ({error})") from None
    keep_png = kind in {"PNG", "GIF", "WEBP"} and upright.mode in {"RGBA", "LA", "P"}
    out = io.BytesIO()
    anew = upright.convert("RGBA" if keep_png else "RGB")
    anew.info = {}  # a comment or a colour profile would be written again, whatever is in it
    if keep_png:
        anew.save(out, "PNG", optimize=True)
    else:
        anew.save(out, "JPEG", quality=85)
    return Picture(
        "image/png" if keep_png else "image/jpeg", out.getvalue(), upright.width, upright.height
    )


def for_mms(picture: Picture) -> Picture:
    """One that every carrier takes: smaller than 0.6 MB, of what `read` has made.

    https://help.twilio.com/articles/360018832773: the least that a large carrier takes.
    """
    side = _LARGEST_SIDE
    while len(picture.content) > _MMS_BYTES:
        side = side * 3 // 4
        image = Image.open(io.BytesIO(picture.content)).convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        small = paper.convert("RGB")
        small.thumbnail((side, side))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=80)
        picture = Picture("image/jpeg", out.getvalue(), small.width, small.height)
    return picture


def thumbnail(picture: Picture) -> bytes:
    """A small one of the same type, of what `read` has made."""
    small = Image.open(io.BytesIO(picture.content))
    small.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE))
    out = io.BytesIO()
    if picture.content_type == "image/png":
        small.save(out, "PNG", optimize=True)
    else:
        small.save(out, "JPEG", quality=80)
    return out.getvalue()
