"""The pages of units: the tree, the list, each unit with its dated past, and the forms that change it."""
