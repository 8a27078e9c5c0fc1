"""What every printed paper has in common: layout figures, letterhead, signature block, typesetting. No domain word."""
