"""`make hammer`: many people typing at once on a real copy of the site whose parts are killed meanwhile; nothing is lost."""
