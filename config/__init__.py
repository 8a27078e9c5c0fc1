"""Settings, addresses and start-up of the site; nothing imports it."""
