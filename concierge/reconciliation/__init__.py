"""Our books beside the providers' own: Stripe's payments, refunds, disputes and movements, Twilio's
texts.

Whatever we failed to hear is put right where it can be proved; the rest is a *difference*, which a
person sees. Lists are fetched a page a call by the worker, as every call to the outside is.
"""
