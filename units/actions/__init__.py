"""Every change to the organisation tree, each with its acting person and its audit row.

Moving, ending and merging here touch the tree alone. Posts, memberships and roles that hang on the units follow through
`cadres.actions.restructuring`, which pages and commands call.
"""

from units.actions.endings import add_successor, end_unit, merge_units
from units.actions.facts import correct_unit, create_unit, rename_unit
from units.actions.placement import move_unit

__all__ = ["add_successor", "correct_unit", "create_unit", "end_unit", "merge_units", "move_unit", "rename_unit"]
