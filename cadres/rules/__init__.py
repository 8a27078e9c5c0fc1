"""Who may change people, posts and accounts: pure functions with a sentence in every no."""
