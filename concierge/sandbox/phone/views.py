"""`/phone`."""

from __future__ import annotations

from flask import Blueprint

routes = Blueprint("phone", __name__)
