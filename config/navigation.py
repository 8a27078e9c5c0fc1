"""The entries of the left navigation, from top to bottom. An entry shows once its URL name exists.

The predicates only keep the list short: what a person really sees behind an entry is decided by `visible_to`.
"""

from cadres.roles import Actor, Role
from core.navigation import NavEntry
from reviews.rules.dashboard import may_view_dashboard
from reviews.rules.grounds import may_register_any
from reviews.rules.issued_papers import has_a_register
from reviews.rules.reference import may_view_reference

REVIEW_ROLES = (Role.SECRETARY, Role.HEAD, Role.STAFF, Role.STANDING, Role.INSPECTION)


def has_review_role(actor: Actor) -> bool:
    """Works on reviews of others by office."""
    return actor.holds_any(*REVIEW_ROLES)


def takes_part_in_reviews(actor: Actor) -> bool:
    """Works on reviews by office, or is a cadre with an own one."""
    return has_review_role(actor) or actor.cadre_id is not None or actor.holds_any(Role.TASK)


def follows_hard_tasks(actor: Actor) -> bool:
    """Mặt trận and mass organisations follow the registered hard tasks; so do those who register or manage them."""
    return actor.holds_any(Role.FRONT) or takes_part_in_reviews(actor)


def follows_others(actor: Actor) -> bool:
    """Sums up the work of units below: committees and inspection."""
    return bool(may_view_dashboard(actor))


def is_reviewed(actor: Actor) -> bool:
    """Is a cadre, and so has, or will have, a review of their own that others read."""
    return actor.cadre_id is not None


def appraises(actor: Actor) -> bool:
    """Works for a committee that suggests and appraises."""
    return actor.holds_any(Role.STAFF, Role.STANDING)


def has_to_do_with_groups(actor: Actor) -> bool:
    """Works for a committee that sends working groups, or is in one."""
    return actor.holds_any(Role.STAFF, Role.STANDING, Role.TASK)


def issues_papers(actor: Actor) -> bool:
    """Works in an office whose papers bear numbers."""
    return has_a_register(actor)


def keeps_grounds(actor: Actor) -> bool:
    """Works for a committee that suggests, or supplies it with conclusions."""
    return bool(may_register_any(actor))


def looks_up_units(actor: Actor) -> bool:
    """Holds a role whose units may be looked up."""
    return bool(actor.readable_unit_paths)


def looks_up_reference(actor: Actor) -> bool:
    """Prepares cycles, or administers: sees what every committee shares."""
    return bool(may_view_reference(actor))


def administers_something(actor: Actor) -> bool:
    """Administers at least one unit."""
    return actor.holds_any(Role.ADMIN)


ENTRIES = (
    NavEntry("Việc của tôi", "reviews:home", "inbox"),
    NavEntry("Đợt kiểm điểm", "reviews:cycles", "cycle", has_review_role, also_under=("/dot/",)),
    NavEntry("Bản kiểm điểm", "reviews:reviews", "file", takes_part_in_reviews, also_under=("/kiem-diem/",)),
    NavEntry("Bản cam kết", "reviews:pledges", "check", takes_part_in_reviews, also_under=("/ban-cam-ket/",)),
    NavEntry("Thẩm định", "reviews:appraisals", "check", appraises, also_under=("/tham-dinh/",)),
    NavEntry("Gợi ý kiểm điểm sâu", "reviews:deep_reviews", "lens", takes_part_in_reviews, also_under=("/goi-y/",)),
    NavEntry("Sổ căn cứ", "reviews:grounds", "book", keeps_grounds, also_under=("/can-cu/",)),
    NavEntry("Tổ công tác", "reviews:groups", "people", has_to_do_with_groups, also_under=("/to-cong-tac/",)),
    NavEntry("Khắc phục", "reviews:remediation", "wrench", takes_part_in_reviews, also_under=("/khac-phuc/",)),
    NavEntry("Việc khó", "reviews:hard_tasks", "flag", follows_hard_tasks, also_under=("/viec-kho/",)),
    NavEntry("Tổng hợp", "reviews:dashboard", "chart", follows_others, also_under=("/tong-hop/",)),
    NavEntry("Báo cáo", "reviews:reports", "print", takes_part_in_reviews, also_under=("/bao-cao/",)),
    NavEntry("Sổ văn bản đi", "reviews:numbers", "book", issues_papers, also_under=("/van-ban-di/",)),
    NavEntry("Ai đã xem bản của tôi", "reviews:reads", "eye", is_reviewed, also_under=("/ai-da-xem-ban-cua-toi/",)),
    NavEntry(
        "Đơn vị và cán bộ", "units:units", "people", looks_up_units, also_under=("/don-vi/", "/can-bo/", "/chuc-vu/")
    ),
    NavEntry(
        "Danh mục và mẫu",
        "reviews:templates",
        "book",
        looks_up_reference,
        also_under=("/danh-muc/", "/mau/", "/bo-quy-dinh/"),
    ),
    NavEntry(
        "Quản trị",
        "cadres:accounts",
        "gear",
        administers_something,
        also_under=("/tai-khoan/", "/nhat-ky/", "/hop-thu-di/", "/nhac-viec/quy-tac/", "/lich-nghi/"),
    ),
)
