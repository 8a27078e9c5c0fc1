"""People, the posts they hold, and the accounts that act for them."""

from cadres.models.accounts import LoginAttempt, RoleGrant, User
from cadres.models.people import Cadre, CellMembership
from cadres.models.posts import Post, Tenure, Title

__all__ = ["Cadre", "CellMembership", "LoginAttempt", "Post", "RoleGrant", "Tenure", "Title", "User"]
