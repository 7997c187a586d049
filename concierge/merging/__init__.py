"""Two customers turn out to be one person, or not to be one after all."""
