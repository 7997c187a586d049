"""What owners want known of customers: they name a field and say what may be written into it."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from concierge import events
from concierge.customers.known import require_known
from concierge.customers.models import Customer, CustomField, FieldKind, Tag
from concierge.errors import NotFound, Refused
from concierge.events import Actor
from concierge.locks import lock_name

MOST = 30
_LONGEST = {"name": 60, "value": 500, "choice": 60}
_CHOICES = 30


def define(
    session: Session, name: str, kind: str, choices: str, *, by: Actor, at: datetime
) -> CustomField:
    """Ask for something more from now on. `choices`: one a line. Raises `Refused`."""
    lock_name(session, "custom fields")
    name = " ".join(name.split())
    if not name:
        raise Refused("field-has-no-name", "Write what the field is called.")
    if len(name) > _LONGEST["name"]:
        raise Refused("name-too-long", f"A name has at most {_LONGEST['name']} characters.")
    if kind not in set(FieldKind):
        raise Refused("unknown-kind", "Say what is written into it: text, number, date, choice.")
    asked = defined(session)
    if any(each.name.casefold() == name.casefold() for each in asked):
        raise Refused("field-exists", f"There is a field called {name} already.")
    if len(asked) >= MOST:
        raise Refused("too-many-fields", f"There are at most {MOST} fields; retire one first.")
    field = CustomField(
        name=name, kind=FieldKind(kind), choices=_choices(kind, choices), created_at=at
    )
    session.add(field)
    session.flush()
    events.record(
        session, "field.defined", field, by=by, at=at, customer_id=None, name=name, of=kind
    )
    return field


def retire(session: Session, field_id: int, *, by: Actor, at: datetime) -> CustomField:
    """Ask for it no more. What was written stays where it is. Raises NotFound."""
    field = session.get(CustomField, field_id, with_for_update=True)
    if field is None:
        raise NotFound("field")
    if field.retired_at is None:
        field.retired_at = at
        events.record(
            session, "field.retired", field, by=by, at=at, customer_id=None, name=field.name
        )
    return field


def defined(session: Session) -> list[CustomField]:
    """What is asked for, in the order in which it was thought of."""
    asked = select(CustomField).where(CustomField.retired_at.is_(None))
    return list(session.scalars(asked.order_by(CustomField.id)))


def defined_with_tags(session: Session, *, tags: int = 100) -> tuple[list[CustomField], list[str]]:
    """The same, and the tags in use, in one look."""
    first = select(Tag.word).order_by(Tag.word).limit(tags).subquery()
    words = select(func.array_agg(first.c.word).label("words")).subquery()
    rows = session.execute(
        select(words.c.words, CustomField)
        .outerjoin_from(words, CustomField, CustomField.retired_at.is_(None))
        .order_by(CustomField.id)
    ).all()
    return [row[1] for row in rows if row[1] is not None], list(rows[0][0] or [])


def write(
    session: Session, customer: Customer, given: dict[int, str], *, by: Actor, at: datetime
) -> None:
    """Write values, by field, about a customer, who is locked; an empty one takes it away.

    Raises `Refused`, with every field that can't be used, and then nothing is written.
    """
    require_known(customer)
    asked = {field.id: field for field in defined(session)}
    values, wrong = {}, []
    for number, typed in given.items():
        if number not in asked:
            continue
        try:
            values[number] = _value(asked[number], typed.strip())
        except Refused as refusal:
            wrong.append(refusal.message)
    if wrong:
        raise Refused("field-value", " ".join(wrong))
    known = dict(customer.custom)
    changed = [number for number in values if known.get(str(number), "") != values[number]]
    for number in changed:
        if values[number]:
            known[str(number)] = values[number]
        else:
            known.pop(str(number), None)
    if changed:
        customer.custom = known
        events.record(
            session,
            "customer.edited",
            customer,
            by=by,
            at=at,
            customer_id=customer.id,
            fields=[asked[number].name for number in changed],
        )


def _choices(kind: str, typed: str) -> list[str]:
    found = list(dict.fromkeys(" ".join(line.split()) for line in typed.splitlines()))
    choices = [line for line in found if line]
    if kind != FieldKind.CHOICE:
        return []
    if len(choices) < 2:
        raise Refused("too-few-choices", "Write at least two things to choose from, one a line.")
    if len(choices) > _CHOICES or any(len(line) > _LONGEST["choice"] for line in choices):
        raise Refused(
            "too-many-choices",
            f"At most {_CHOICES} to choose from, of at most {_LONGEST['choice']} characters each.",
        )
    return choices


def _value(field: CustomField, typed: str) -> str:
    """As it is kept. Dates are 2026-11-22, numbers have a point and no grouping."""
    if not typed:
        return ""
    match field.kind:
        case FieldKind.NUMBER:
            try:
                number = Decimal(typed.replace(" ", "").replace(",", "."))
                if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
                    raise InvalidOperation
            except InvalidOperation:
                raise Refused(
                    "not-a-number", f"{field.name}: “{typed[:40]}” is not a number, like 12 or 3.5."
                ) from None
            return f"{number:f}"
        case FieldKind.DATE:
            try:
                return date.fromisoformat(typed).isoformat()
            except ValueError:
                raise Refused(
                    "not-a-date",
                    f"{field.name}: “{typed[:40]}” is not a date. Write it like 2026-11-22.",
                ) from None
        case FieldKind.CHOICE:
            if typed not in field.choices:
                raise Refused(
                    "not-a-choice", f"{field.name}: choose one of {', '.join(field.choices)}."
                )
            return typed
        case FieldKind.TEXT:
            if len(typed) > _LONGEST["value"]:
                raise Refused(
                    "value-too-long",
                    f"{field.name}: at most {_LONGEST['value']} characters.",
                )
            return typed
