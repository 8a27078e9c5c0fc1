"""A copy on one's own machine: brings the parts, starts them, stops them. Standard library only, and no Django."""
