"""The inbox "Việc của tôi": a table of sources of work, counted in one query and read page by page.

To put a new kind of work into everybody's inbox, add a Source to the module of its capability.
"""
