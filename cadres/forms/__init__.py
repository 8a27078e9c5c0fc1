"""What people type into the pages of people and accounts."""
