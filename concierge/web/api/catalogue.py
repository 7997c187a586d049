"""The catalogue: read, added to, changed, archived."""

from concierge.catalogue import lifecycle, queries
from concierge.errors import NotFound
from concierge.web.api.operations import Call, Picture, Section
from concierge.web.api.paging import Page
from concierge.web.api.schemas.catalogue import Item, ItemEdit, ItemList, NewItem

section = Section("catalogue", "What the shop sells.")


@section.get("/catalogue")
def list_items(call: Call, query: ItemList) -> Page[Item]:
    """List what is on sale, newest first."""
    rows = queries.page(
        call.session,
        query.q or "",
        archived=query.archived,
        before=query.key,
        limit=query.most,
    )
    return Page[Item].of(rows, query.limit, Item.of)


@section.get("/catalogue/<id:item_id>")
def get_item(call: Call, item_id: int) -> Item:
    """Read an item."""
    return Item.of(queries.get(call.session, item_id))


@section.get("/catalogue/<id:item_id>/picture", media_type="image/*")
def get_item_picture(call: Call, item_id: int) -> Picture:
    """Fetch what an item looks like."""
    number = queries.get(call.session, item_id).picture_id
    if number is None:
        raise NotFound("picture")
    content_type, content = queries.picture(call.session, number, small=False)
    return Picture(content_type, content)


@section.post("/catalogue", status=201, location="/catalogue/{id}", with_picture=True)
def create_item(call: Call, body: NewItem) -> Item:
    """Put something into the catalogue."""
    item = lifecycle.create(call.session, body.goods(), by=call.by, at=call.at)
    if body.picture is not None:
        lifecycle.show(call.session, item, body.picture, by=call.by, at=call.at)
    return Item.of(item)


@section.patch("/catalogue/<id:item_id>", with_picture=True)
def edit_item(call: Call, item_id: int, body: ItemEdit) -> Item:
    """Change an item, or archive it. Quotes that were made with it stay as they are."""
    item = queries.lock(call.session, item_id)
    counted_from = body.counted_from if "counted_from" in body.model_fields_set else item.stock
    lifecycle.change(
        call.session,
        item,
        body.changed(item),
        by=call.by,
        at=call.at,
        counted_from=counted_from,
    )
    if "picture" in body.model_fields_set:
        lifecycle.show(call.session, item, body.picture, by=call.by, at=call.at)
    if body.archived is not None:
        verb = lifecycle.retire if body.archived else lifecycle.restore
        verb(call.session, item, by=call.by, at=call.at)
    return Item.of(item)
