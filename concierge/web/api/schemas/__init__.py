"""What goes over the wire, a module a noun. The OpenAPI document is made from these."""
