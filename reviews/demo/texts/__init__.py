"""What the people of the demo province write: invented, in the words and the size of figures of real reports."""
