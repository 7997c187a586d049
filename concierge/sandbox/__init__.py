"""The demo's world: stand-ins for Twilio's and Stripe's HTTP APIs, and a phone on the screen.

It is a process of its own. The product never imports it and reaches it only over HTTP, through
the real `twilio` and `stripe` packages, so that the demo and the tests run the very adapters
that run in production.

| where          | what                                                                    |
| -------------- | ----------------------------------------------------------------------- |
| `app.py`       | `create_app()`: the whole as a Flask application                        |
| `server.py`    | `run()`: the same on a free loopback port, in a thread, for tests       |
| `client.py`    | `SandboxClient`: what a test or a benchmark says to it                  |
| `books.py`     | everything that has happened, in SQLite; the only state                 |
| `outbox.py`    | webhooks: written with what they report, posted and repeated afterwards |
| `faults.py`    | what goes wrong on purpose                                              |
| `control.py`   | `/sandbox/...`: books, inbound texts, faults, webhooks, reset           |
| `twilio/`      | `/twilio/2010-04-01/...`; special numbers in `twilio/numbers.py`        |
| `stripe/`      | `/stripe/v1/...` and the hosted pages; test cards in `stripe/cards.py`  |
| `phone/`       | `/phone`: a customer's messages on the screen                           |
"""
