"""Every change to people, posts and accounts, each with its acting person and its audit row."""
