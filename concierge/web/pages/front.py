"""What is asked of every web site: a front door, a word to robots, a sign for the tab."""

from flask import Response, current_app, make_response, redirect

from concierge import config
from concierge.web.pages.words import Words, words


def door() -> Response:
    """GET /: customers come by their links, so whoever knocks here works here."""
    return make_response(redirect("/console", 302))


def robots() -> Response:
    """GET /robots.txt"""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


def favicon() -> Response:
    """GET /favicon.ico, for browsers that ask before they read the page."""
    return current_app.send_static_file("pages/favicon.svg")


def house_words() -> Words:
    """For pages of nobody in particular (an error, say): the language of the business."""
    return words(config.current().language)
