"""What is known about a person: handing it out, forgetting it, and for how long it is kept."""
