"""Pictures that customers sent, of receipts, deliveries and goods, to operators alone."""

from flask import Blueprint, Response

from concierge.catalogue import queries as catalogue
from concierge.conversation import queries
from concierge.db import reading
from concierge.orders import queries as orders

routes = Blueprint("media", __name__)

# Made anew from pixels when they were fetched; all the same a browser is told to run nothing.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "inline",
    "Cache-Control": "private, max-age=86400, immutable",
}


@routes.get("/media/<int:media_id>")
def show(media_id: int) -> Response:
    """The picture's bytes."""
    with reading() as session:
        content_type, content = queries.picture(session, media_id)
    return Response(content, mimetype=content_type, headers=HEADERS)


@routes.get("/orders/<int:order_id>/receipt")
def show_receipt(order_id: int) -> Response:
    """The photo of what an order really cost in the shop."""
    with reading() as session:
        kept = orders.receipt(session, order_id)
        return Response(kept.content, mimetype=kept.content_type, headers=HEADERS)


@routes.get("/orders/<int:order_id>/picture")
def show_delivery(order_id: int) -> Response:
    """What was delivered."""
    with reading() as session:
        kept = orders.delivery_picture(session, order_id)
        return Response(kept.content, mimetype=kept.content_type, headers=HEADERS)


@routes.get("/catalogue/pictures/<int:picture_id>")
def show_goods(picture_id: int) -> Response:
    """What an item of the catalogue looks like."""
    return _goods(picture_id, small=False)


@routes.get("/catalogue/pictures/<int:picture_id>/small")
def show_goods_small(picture_id: int) -> Response:
    """The same, for a list."""
    return _goods(picture_id, small=True)


def _goods(picture_id: int, *, small: bool) -> Response:
    with reading() as session:
        content_type, content = catalogue.picture(session, picture_id, small=small)
    return Response(content, mimetype=content_type, headers=HEADERS)
