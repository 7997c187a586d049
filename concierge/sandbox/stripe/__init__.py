"""A stand-in for Stripe's API and its hosted pages, under /stripe.

The API version and every call's parameters are those of the installed stripe package.
"""
