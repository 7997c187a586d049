"""A stand-in for Twilio's Messaging API, version 2010-04-01, under /twilio."""
