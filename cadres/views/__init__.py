"""The pages of people, accounts and of one's own account."""
