"""The table of access: every named address of the project, with what each account gets for objects of Tân Sơn."""

from reviews.views.turn_table import TURNS
from tests.access.table import (
    ABOVE,
    ADMIN,
    BITHU,
    CANBO,
    CHARGED,
    COLLECTIVE,
    COMMITTEE,
    EVERYBODY,
    FRONT,
    HELPER,
    INSPECTION,
    MEMBERS,
    NOBODY,
    OTHERS,
    STRANGER,
    TOP_ADMIN,
    Case,
    Circle,
    circle,
    deed,
    form,
    page,
)

HEAD_ALONE = circle("bithu")
DEPUTY_ALONE = circle("canbo")
SECRETARY_ALONE = circle("thuky")
ASKED = circle("chuyenvien")
LOOKS_UP = EVERYBODY - FRONT - STRANGER
LOOKS_UP_COMMUNE = MEMBERS | COMMITTEE | INSPECTION | ABOVE | ADMIN
LOOKS_UP_POST = CHARGED | COMMITTEE | INSPECTION | ABOVE | ADMIN
LOOKS_UP_DEPUTY = LOOKS_UP_POST | DEPUTY_ALONE | circle("thuky_khac bithu_khac")  # a post of the year before was theirs
LETTER = MEMBERS | COMMITTEE | INSPECTION | HELPER
CYCLE = MEMBERS | OTHERS | COMMITTEE | INSPECTION | ABOVE | HELPER
OPENS_CYCLES = COMMITTEE | ABOVE
SUMS_UP = COMMITTEE | INSPECTION | ABOVE
FOLLOWERS = COLLECTIVE - HELPER  # what follows a review is none of the working group's
INDICATORS_OF_COLLECTIVE = MEMBERS | COMMITTEE
INDICATORS_OF_HEAD = CHARGED | COMMITTEE
WRITING_OF_DEPUTY = CHARGED | DEPUTY_ALONE
SHARES = COMMITTEE | ABOVE | ADMIN  # prepare cycles, or administer
OFFICES = CHARGED | OTHERS | COMMITTEE | ABOVE  # whose papers bear numbers
FORMER_UNIT = circle("thuky_khac bithu_khac")


def _paper(kind: str, asked_by: Circle, *, barred: Circle = NOBODY, **about: str) -> Case:
    """Asking for a printed paper; whoever sees the object but may not print it gets the reason."""
    answers = {200: asked_by, 422: barred}
    return Case("reviews:request_report", answers, {302: asked_by, 422: barred}, query={"kind": kind, **about})


CORE = [
    page("core:shortcuts", 200),
    page("core:guide", 200),
    page("core:guide_page", 200, name="thu-ky"),
    page("core:guide_page", 404, name="khong-co-trang-nay"),
    page("core:guide_picture", 404, name="khong-co-anh-nay.png"),
]

ACCOUNTS = [
    Case("cadres:login", 302, 422),
    Case("cadres:log_out", 405, 302),
    Case("cadres:forgot_password", 200, 200),
    Case("cadres:reset_by_mail", 200, 200, {"uid": "x", "token": "y"}),
    page("cadres:own_account", 200),
    page("cadres:saved_filters", 200),
    Case("cadres:save_filter", 405, 422),
    form("cadres:rename_filter", NOBODY, key="cua-nguoi-khac"),
    deed("cadres:delete_filter", NOBODY, key="cua-nguoi-khac"),
    Case("cadres:change_own_password", 200, 200),
    Case("cadres:choose_office", 200, 200),
    page("cadres:accounts", ADMIN),
    form("cadres:create_account", ADMIN),
    page("cadres:account_page", ADMIN, pk="account"),
    form("cadres:correct_account", ADMIN, pk="account"),
    form("cadres:reset_password", ADMIN, pk="account"),
    form("cadres:deactivate_account", ADMIN, pk="account"),
    form("cadres:reactivate_account", ADMIN, pk="account"),
    form("cadres:grant_role", ADMIN, pk="account"),
    page("cadres:account_log", ADMIN, pk="account"),
    form("cadres:end_grant", ADMIN, pk="grant"),
    page("cadres:log", ADMIN),
]

ORGANISATION = [
    page("units:units", LOOKS_UP),
    page("units:tree", 200),
    page("units:tree_at", LOOKS_UP_COMMUNE, pk="commune"),
    page("units:unit_page", LOOKS_UP_COMMUNE, pk="commune"),
    form("units:create_unit", LOOKS_UP_COMMUNE, pk="commune"),
    form("units:rename_unit", LOOKS_UP_COMMUNE, pk="commune"),
    form("units:correct_unit", LOOKS_UP_COMMUNE, pk="commune"),
    form("cadres:move_unit", LOOKS_UP_COMMUNE, pk="commune"),
    form("cadres:end_unit", LOOKS_UP_COMMUNE, pk="commune"),
    form("cadres:merge_unit", LOOKS_UP_COMMUNE, pk="commune"),
    form("cadres:add_successor", LOOKS_UP_COMMUNE, pk="commune"),
    form("cadres:create_post", LOOKS_UP_COMMUNE, pk="commune"),
    page("cadres:unit_people", LOOKS_UP_POST, pk="commune"),
    page("cadres:unit_log", ADMIN, pk="commune"),
    page("cadres:post_page", LOOKS_UP_POST, pk="post"),
    form("cadres:correct_post", LOOKS_UP_POST, pk="post"),
    form("cadres:end_post", LOOKS_UP_POST, pk="post"),
    form("cadres:appoint", LOOKS_UP_POST, pk="post"),
    form("cadres:end_tenure", LOOKS_UP_POST, pk="tenure"),
    page("cadres:people", LOOKS_UP),
    form("cadres:register_cadre", EVERYBODY),
    page("cadres:cadre_page", LOOKS_UP_DEPUTY, pk="cadre"),
    form("cadres:correct_cadre", LOOKS_UP_DEPUTY, pk="cadre"),
    form("cadres:move_cell", LOOKS_UP_DEPUTY, pk="cadre"),
    page("cadres:cadre_log", ADMIN, pk="cadre"),
]

WORKING_GROUPS = [
    page("reviews:groups", COMMITTEE | ABOVE | HELPER),
    form("reviews:create_group", COMMITTEE | ABOVE),
    page("reviews:group_page", COMMITTEE | HELPER, pk="group"),
    form("reviews:change_group", COMMITTEE | HELPER, pk="group"),
    form("reviews:add_group_member", COMMITTEE | HELPER, pk="group"),
    deed("reviews:remove_group_member", COMMITTEE | HELPER, pk="group"),
    form("reviews:give_group_units", COMMITTEE | HELPER, pk="group"),
    deed("reviews:take_group_unit_back", COMMITTEE | HELPER, pk="group"),
    form("reviews:record_visit", COMMITTEE | HELPER, pk="group", visit_pk="visit"),
]

CYCLES = [
    page("reviews:cycles", 200),
    form("reviews:create_cycle", OPENS_CYCLES),
    page("reviews:cycle_page", CYCLE, pk="cycle"),
    page("reviews:generation_progress", CYCLE, pk="cycle"),
    page("reviews:cycle_figures", CYCLE, pk="cycle"),
    page("reviews:cycle_reviews", CYCLE, pk="cycle"),
    form("reviews:edit_cycle", COMMITTEE, pk="cycle"),
    form("reviews:change_deadlines", COMMITTEE, pk="cycle"),
    form("reviews:reopen_cycle", COMMITTEE, pk="cycle"),
    deed("reviews:discard_cycle", CYCLE, pk="cycle"),
    deed("reviews:open_cycle", CYCLE, pk="cycle"),
    deed("reviews:close_cycle", CYCLE, pk="cycle"),
    deed("reviews:generate_reviews", CYCLE, done_by=COMMITTEE, pk="cycle"),
]

REVIEWS = [
    page("reviews:reviews", 200),
    page("reviews:review_page", COLLECTIVE, pk="collective"),
    page("reviews:review_page", CANBO, pk="personal"),
    page("reviews:review_page", BITHU, pk="submitted"),
    Case("reviews:edit_review", {302: CHARGED}, {422: CHARGED}, {"pk": "collective"}),
    Case("reviews:edit_review", {200: DEPUTY_ALONE}, {302: DEPUTY_ALONE}, {"pk": "personal"}),
    Case("reviews:edit_review", {302: HEAD_ALONE}, {422: HEAD_ALONE}, {"pk": "submitted"}),
    Case("reviews:review_index", {204: CHARGED}, 405, {"pk": "collective"}),
    Case("reviews:review_index", {200: DEPUTY_ALONE}, 405, {"pk": "personal"}),
    Case("reviews:upgrade_template", {302: CHARGED}, {422: CHARGED}, {"pk": "collective"}),
    page("reviews:upgrade_template", DEPUTY_ALONE, post={422: DEPUTY_ALONE}, pk="personal"),
    Case("reviews:note_presence", 405, {200: CHARGED}, {"pk": "collective"}),
    Case("reviews:note_presence", 405, {200: DEPUTY_ALONE}, {"pk": "personal"}),
    Case("reviews:propose_limitations", {302: CHARGED}, {302: CHARGED}, {"pk": "collective"}),
    page("reviews:propose_limitations", NOBODY, post=404, pk="personal"),
    deed("reviews:submit_review", CHARGED, pk="collective"),
    deed("reviews:submit_review", DEPUTY_ALONE, pk="personal"),
    deed("reviews:recall_review", COLLECTIVE, pk="collective"),
    deed("reviews:recall_review", BITHU, pk="submitted"),
    page("reviews:review_rounds", COLLECTIVE, pk="collective"),
    page("reviews:review_rounds", CANBO, pk="personal"),
    page("reviews:compare_rounds", COLLECTIVE, pk="collective"),
    page("reviews:compare_rounds", CANBO, pk="personal"),
    page("reviews:saved_texts", MEMBERS, pk="collective"),
    page("reviews:saved_texts", DEPUTY_ALONE, pk="personal"),
    deed("reviews:restore_text", CHARGED, pk="collective", saved="saved_text"),
    deed("reviews:restore_text", NOBODY, pk="personal", saved="saved_text"),
    page("reviews:remedied_share", COLLECTIVE, pk="collective"),
    page("reviews:remedied_share", CANBO, pk="personal"),
    page("reviews:review_history", COLLECTIVE, pk="collective"),
    page("reviews:review_history", CANBO, pk="personal"),
    page("reviews:review_round", COLLECTIVE, pk="collective", number=1),
    page("reviews:review_round", WRITING_OF_DEPUTY, pk="personal", number=1),
    page("reviews:review_round", BITHU, pk="submitted", number=1),
    page("reviews:round_indicators", INDICATORS_OF_COLLECTIVE, pk="collective", number=1),
    page("reviews:round_indicators", WRITING_OF_DEPUTY, pk="personal", number=1),
    page("reviews:round_indicators", INDICATORS_OF_HEAD, pk="submitted", number=1),
    page("reviews:review_indicators", INDICATORS_OF_COLLECTIVE, post={422: CHARGED}, pk="collective"),
    page("reviews:review_indicators", WRITING_OF_DEPUTY, post={302: DEPUTY_ALONE}, pk="personal"),
    page("reviews:review_indicators", INDICATORS_OF_HEAD, post={422: HEAD_ALONE}, pk="submitted"),
    page("reviews:review_meeting", COLLECTIVE, post={422: CHARGED}, pk="collective"),
    page("reviews:review_meeting", WRITING_OF_DEPUTY, post={302: WRITING_OF_DEPUTY}, pk="personal"),
    page("reviews:review_meeting", BITHU, post={422: CHARGED}, pk="submitted"),
    form("reviews:add_meeting_task", CHARGED, pk="collective"),
    form("reviews:add_meeting_task", WRITING_OF_DEPUTY, pk="personal"),
    form("reviews:change_meeting_task", WRITING_OF_DEPUTY, pk="personal", task_pk="meeting_task"),
    deed("reviews:remove_meeting_task", WRITING_OF_DEPUTY, pk="personal", task_pk="meeting_task"),
    deed("reviews:put_back_meeting_task", WRITING_OF_DEPUTY, pk="personal", saved="removed_task"),
    page("reviews:review_places", WRITING_OF_DEPUTY, pk="personal"),
    page("reviews:review_places", BITHU, pk="submitted"),
    deed("reviews:remark_as_place", WRITING_OF_DEPUTY, pk="personal", place_pk="place"),
    deed("reviews:remark_as_place", NOBODY, pk="submitted", place_pk="place"),
    page("reviews:segment_page", WRITING_OF_DEPUTY, pk="segment"),
    page("reviews:segment_page", WRITING_OF_DEPUTY | FORMER_UNIT, pk="sent_segment"),
    deed("reviews:send_segment", WRITING_OF_DEPUTY, pk="segment"),
    deed("reviews:send_segment", WRITING_OF_DEPUTY | FORMER_UNIT, pk="sent_segment"),
    deed("reviews:confirm_segment", WRITING_OF_DEPUTY, pk="segment"),
    deed("reviews:confirm_segment", WRITING_OF_DEPUTY | FORMER_UNIT, pk="sent_segment"),
    page("reviews:reads", 200),
    page("reviews:attachments", COLLECTIVE, post={422: CHARGED}, pk="collective"),
    page("reviews:attachments", WRITING_OF_DEPUTY, post={422: DEPUTY_ALONE}, pk="personal"),
    page("reviews:attachments", BITHU, post={422: HEAD_ALONE}, pk="submitted"),
    page("reviews:download_attachment", COLLECTIVE, pk="file_of_collective"),
    page("reviews:download_attachment", WRITING_OF_DEPUTY, pk="file_of_deputy"),
    page("reviews:download_attachment", BITHU, pk="file_of_head"),
    deed("reviews:withdraw_attachment", COLLECTIVE, pk="file_of_collective"),
    deed("reviews:withdraw_attachment", WRITING_OF_DEPUTY, pk="file_of_deputy"),
    deed("reviews:withdraw_attachment", BITHU, pk="file_of_head"),
    form("reviews:begin_entry", NOBODY, pk="collective"),
    form("reviews:begin_entry", SECRETARY_ALONE, pk="personal"),
    form("reviews:begin_entry", SECRETARY_ALONE, pk="submitted"),
    form("reviews:end_entry", SECRETARY_ALONE | DEPUTY_ALONE, pk="personal"),
    form("reviews:end_entry", SECRETARY_ALONE | HEAD_ALONE, pk="submitted"),
]

OPINIONS = [
    page("reviews:review_opinions", COLLECTIVE, pk="collective"),
    page("reviews:review_opinions", WRITING_OF_DEPUTY, pk="personal"),
    page("reviews:review_opinions", BITHU, pk="submitted"),
    page("reviews:round_opinions", COLLECTIVE, pk="collective", number=1),
    page("reviews:round_opinions", WRITING_OF_DEPUTY, pk="personal", number=1),
    page("reviews:export_opinions", COLLECTIVE, pk="collective"),
    page("reviews:export_opinions", WRITING_OF_DEPUTY, pk="personal"),
    form("reviews:answer_opinion", COLLECTIVE, pk="collective", opinion_pk="opinion"),
    form("reviews:answer_opinion", WRITING_OF_DEPUTY, pk="personal", opinion_pk="personal_opinion"),
    *(
        case
        for review, opinion, written_by in (
            ("collective", "opinion", CHARGED),
            ("personal", "personal_opinion", DEPUTY_ALONE),
        )
        for case in (
            form("reviews:register_opinion", written_by, pk=review),
            form("reviews:register_opinions", written_by, pk=review),
            page("reviews:opinion_form", written_by, pk=review),
            deed("reviews:mark_opinions", written_by, pk=review),
            form("reviews:change_opinion", written_by, pk=review, opinion_pk=opinion),
            deed("reviews:remove_opinion", written_by, pk=review, opinion_pk=opinion),
        )
    ),
]

SUGGESTIONS = [
    page("reviews:deep_reviews", 200),
    form("reviews:draft_deep_review", OPENS_CYCLES),
    page("reviews:deep_review_page", LETTER, pk="letter"),
    page("reviews:deep_review_page", COMMITTEE, pk="draft_letter"),
    form("reviews:edit_deep_review", COMMITTEE, pk="draft_letter"),
    form("reviews:edit_deep_review", COMMITTEE, pk="letter"),
    page("reviews:choose_grounds", COMMITTEE, pk="draft_letter", topic_pk="draft_topic"),
    deed("reviews:tie_grounds", COMMITTEE, pk="draft_letter", topic_pk="draft_topic"),
    deed("reviews:untie_grounds", COMMITTEE, pk="draft_letter", topic_pk="draft_topic"),
    page("reviews:draft_history", COMMITTEE, pk="draft_letter"),
    form("reviews:draft_extraordinary", OPENS_CYCLES),
    Case("reviews:choose_subjects", {302: COMMITTEE}, 405, {"pk": "draft_letter"}),
    deed("reviews:add_subjects", COMMITTEE, pk="draft_letter"),
    page("reviews:choose_origin", COMMITTEE, pk="draft_letter", topic_pk="draft_topic"),
    deed("reviews:tie_origin", COMMITTEE, pk="draft_letter", topic_pk="draft_topic"),
    deed("reviews:untie_origin", COMMITTEE, pk="draft_letter", topic_pk="draft_topic"),
    form("reviews:draft_further", COMMITTEE, topic_pk="topic"),
    page("reviews:choose_targets", COMMITTEE, pk="draft_letter"),
    deed("reviews:add_targets", COMMITTEE, pk="draft_letter"),
    deed("reviews:remove_targets", COMMITTEE, pk="draft_letter"),
    form("reviews:assign_topics", COMMITTEE, pk="draft_letter"),
    page("reviews:check_deep_review", COMMITTEE, pk="draft_letter"),
    deed("reviews:propose_deep_review", COMMITTEE, pk="draft_letter"),
    deed("reviews:propose_deep_review", LETTER, pk="letter"),
    deed("reviews:recall_deep_review", COMMITTEE, pk="draft_letter"),
    deed("reviews:recall_deep_review", LETTER, pk="letter"),
    deed("reviews:approve_deep_review", COMMITTEE, pk="draft_letter"),
    deed("reviews:approve_deep_review", LETTER, pk="letter"),
    form("reviews:record_member_opinion", COMMITTEE, pk="draft_letter"),
    form("reviews:record_member_opinion", COMMITTEE, pk="letter"),
    form("reviews:send_back_deep_review", COMMITTEE, pk="draft_letter"),
    form("reviews:send_back_deep_review", LETTER, pk="letter"),
    form("reviews:issue_deep_review", COMMITTEE, pk="draft_letter"),
    form("reviews:issue_deep_review", LETTER, pk="letter"),
    form("reviews:amend_deep_review", COMMITTEE, pk="letter", what="change"),
    form("reviews:amend_deep_review", COMMITTEE, pk="draft_letter", what="change"),
    form("reviews:withdraw_deep_review", COMMITTEE, pk="draft_letter"),
    form("reviews:withdraw_deep_review", LETTER, pk="letter"),
    deed("reviews:acknowledge_target", LETTER, done_by=CHARGED, pk="letter", target_pk="target"),
    deed("reviews:note_receipt", LETTER, pk="letter", target_pk="target"),
    deed("reviews:acknowledge_target", NOBODY, pk="draft_letter", target_pk="target"),
]

KEEPS_GROUNDS = COMMITTEE | INSPECTION

GROUNDS = [
    page("reviews:grounds", KEEPS_GROUNDS | ABOVE),
    form("reviews:register_ground", KEEPS_GROUNDS | ABOVE),
    page("reviews:ground_page", KEEPS_GROUNDS, pk="ground"),
    form("reviews:change_ground", KEEPS_GROUNDS, pk="ground"),
    form("reviews:add_concerned", KEEPS_GROUNDS, pk="ground"),
    deed("reviews:remove_concerned", KEEPS_GROUNDS, pk="ground"),
    form("reviews:close_ground", KEEPS_GROUNDS, pk="ground"),
    form("reviews:reopen_ground", KEEPS_GROUNDS, pk="ground"),
    deed("reviews:attach_ground_file", KEEPS_GROUNDS, pk="ground"),
    page("reviews:download_ground_file", KEEPS_GROUNDS, pk="ground_file"),
    deed("reviews:withdraw_ground_file", KEEPS_GROUNDS, pk="ground_file"),
]

APPRAISALS = [
    page("reviews:appraisals", EVERYBODY - FRONT - STRANGER - ADMIN),
    form("reviews:issue_notice", FOLLOWERS, pk="decision"),
    form("reviews:assign_appraisal", COLLECTIVE, review_pk="collective"),
    form("reviews:assign_appraisal", BITHU, review_pk="submitted"),
    page("reviews:appraisal_page", COLLECTIVE, review_pk="collective"),
    page("reviews:appraisal_page", CANBO, review_pk="personal"),
    page("reviews:appraisal_page", BITHU, review_pk="submitted"),
    deed("reviews:draft_appraisal", COLLECTIVE, review_pk="collective"),
    deed("reviews:draft_appraisal", BITHU, review_pk="submitted"),
    deed("reviews:accept_review", COLLECTIVE, review_pk="collective"),
    deed("reviews:accept_review", CANBO, review_pk="personal"),
    form("reviews:return_review", COLLECTIVE, review_pk="collective"),
    form("reviews:return_review", BITHU, review_pk="submitted"),
    form("reviews:require_rereview", COLLECTIVE, review_pk="collective"),
    form("reviews:require_rereview", BITHU, review_pk="submitted"),
]

REMEDIATION = [
    page("reviews:remediation", 200),
    page("reviews:remediation_figures", 200),
    page("reviews:export_figures", 200),
    page("reviews:three_years", 200),
    page("reviews:export_three_years", 200),
    page("reviews:export_long_standing", 200),
    page("reviews:remediation_board", 200),
    page("reviews:long_standing", 200),
    page("reviews:export_items", 200),
    Case("reviews:change_items", 200, 422),
    page("reviews:plan_page", FOLLOWERS, review_pk="accepted"),
    page("reviews:plan_page", CANBO, review_pk="accepted_personal"),
    page("reviews:plan_page", NOBODY, review_pk="collective"),
    *(
        form(name, seen_by, review_pk=review)
        for review, seen_by in (("accepted", FOLLOWERS), ("accepted_personal", CANBO))
        for name in ("reviews:add_item", "reviews:approve_plan", "reviews:amend_plan")
    ),
    deed("reviews:drop_change", FOLLOWERS, review_pk="accepted", change_pk=1),
    deed("reviews:drop_change", CANBO, review_pk="accepted_personal", change_pk=1),
    *(
        case
        for item, seen_by in (("accepted_item", FOLLOWERS), ("accepted_personal_item", CANBO))
        for case in (
            page("reviews:item_page", seen_by, pk=item),
            page("reviews:download_evidence", seen_by, pk=f"evidence_of_{item}"),
            deed("reviews:report_progress", seen_by, pk=item),
            deed("reviews:report_done", seen_by, pk=item),
            deed("reviews:send_item_back", seen_by, pk=item),
            deed("reviews:verify_item", seen_by, pk=item),
            deed("reviews:close_item", seen_by, pk=item),
            form("reviews:set_measurement", seen_by, pk=item),
            form("reviews:edit_item", seen_by, pk=item),
            *(form("reviews:take_turn", seen_by, pk=item, turn=slug) for slug in TURNS),
            deed("reviews:mark_milestone", seen_by, pk=item, milestone_pk=1),
            form("reviews:correct_reading", NOBODY, pk=item, reading_pk=1),
        )
    ),
]

REMINDERS = [
    page("reviews:own_reminders", 200, post=422),
    page("reviews:own_reminder", SECRETARY_ALONE, pk="message"),
    page("reviews:reminder_rules", TOP_ADMIN),
    form("reviews:add_reminder_rule", TOP_ADMIN),
    form("reviews:change_reminder_rule", TOP_ADMIN, pk="reminder_rule"),
    page("reviews:preview_reminder_rule", TOP_ADMIN, pk="reminder_rule"),
    page("reviews:office_days", TOP_ADMIN),
    page("reviews:office_year", TOP_ADMIN, year="2027"),
    form("reviews:add_office_day", TOP_ADMIN, year="2027"),
    form("reviews:change_office_day", TOP_ADMIN, year="2027", begins="2027-04-16"),
    form("reviews:remove_office_day", TOP_ADMIN, year="2027", begins="2027-04-16"),
    page("reviews:outbox", ADMIN),
    page("reviews:outbox_message", ADMIN, pk="message"),
    deed("reviews:resend_message", ADMIN, pk="message"),
    form("reviews:resend_failed", ADMIN),
    deed("reviews:cancel_message", ADMIN, pk="message"),
    page("reviews:demo_mailbox", 404),
    page("reviews:demo_letter", 404, name="thu"),
]

REFERENCE = [
    page("reviews:catalogues", SHARES),
    page("reviews:catalogue_page", SHARES, pk="catalogue"),
    page("reviews:download_catalogue", SHARES, pk="catalogue"),
    form("reviews:import_catalogue", TOP_ADMIN),
    page("reviews:templates", SHARES),
    page("reviews:template_page", SHARES, pk="template"),
    page("reviews:template_page", SHARES, pk="draft_template"),
    deed("reviews:copy_template", SHARES, pk="draft_template"),
    form("reviews:edit_template", TOP_ADMIN, pk="draft_template"),
    form("reviews:edit_template", NOBODY, pk="template"),
    deed("reviews:publish_template", SHARES, pk="draft_template"),
    deed("reviews:discard_template", SHARES, pk="draft_template"),
    page("reviews:profiles", SHARES),
    page("reviews:profile_page", SHARES, pk="profile"),
]

SIGNATURES = [
    page("reviews:signed", 200),
    page("reviews:signed_round", HEAD_ALONE, pk="signed_round"),
]

HARD_TASKS = [
    page("reviews:hard_tasks", 200),
    form("reviews:register_hard_task", MEMBERS | OTHERS | HELPER),
    page("reviews:hard_task_page", FOLLOWERS | FRONT, pk="task"),
    form("reviews:change_hard_task", FOLLOWERS | FRONT, pk="task"),
    deed("reviews:remark_on_hard_task", FOLLOWERS | FRONT, pk="task"),
    form("reviews:answer_remark", FOLLOWERS | FRONT, pk="task", remark_pk="remark"),
]

READS_PLEDGE = circle("canbo thuky bithu")
COUNTS = CHARGED | OTHERS | COMMITTEE | INSPECTION | ABOVE

PLEDGES = [
    page("reviews:pledges", 200),
    page("reviews:pledge_counts", COUNTS),
    Case(
        "reviews:write_pledge",
        {200: circle("thanhvien"), 302: circle("canbo")},
        {302: circle("thanhvien"), 422: circle("canbo")},
        {"cycle_pk": "calling"},
    ),
    form("reviews:call_for_pledges", CYCLE, cycle_pk="calling"),
    page("reviews:pledge_page", READS_PLEDGE, pk="handed_pledge"),
    deed("reviews:recall_pledge", READS_PLEDGE, pk="handed_pledge"),
    deed("reviews:receive_pledge", READS_PLEDGE, pk="handed_pledge"),
    deed("reviews:withdraw_paper_pledge", READS_PLEDGE, pk="handed_pledge"),
    page("reviews:pledges_of_cell", CHARGED, unit_pk="commune"),
    deed("reviews:receive_pledges", CHARGED, done_by=CHARGED, unit_pk="commune"),
    form("reviews:receive_paper_pledge", CHARGED, unit_pk="commune", cadre_pk="member"),
]

FOLLOWING = [
    page("reviews:home", 200),
    page("reviews:search", 200),
    page("reviews:dashboard", SUMS_UP),
    page("reviews:dashboard_pictures", SUMS_UP),
    page("reviews:suggested_reviews", SUMS_UP),
    page("reviews:situation_reports", SUMS_UP),
    page("reviews:situation_report", COMMITTEE | INSPECTION, pk="situation"),
    form("reviews:issue_situation_report", SUMS_UP, pk="cycle"),
]

PAPERS = [
    page("reviews:reports", 200),
    page("reviews:request_report", NOBODY, post=404),
    _paper("collective_review", COLLECTIVE, review="collective"),
    _paper("collective_review", NOBODY, review="personal"),
    _paper("individual_review", WRITING_OF_DEPUTY, barred=COMMITTEE | INSPECTION, review="personal"),
    _paper("individual_review", BITHU, review="submitted"),
    _paper("collective_explanation", COLLECTIVE, review="collective"),
    _paper("individual_explanation", WRITING_OF_DEPUTY, barred=COMMITTEE | INSPECTION, review="personal"),
    _paper("opinion_table", COLLECTIVE, review="collective"),
    _paper("opinion_table", WRITING_OF_DEPUTY, barred=COMMITTEE | INSPECTION, review="personal"),
    _paper("suggestion_letter", LETTER, deep_review="letter"),
    _paper("suggestion_letter", COMMITTEE, deep_review="draft_letter"),
    _paper("suggestion_letters", LETTER, deep_review="letter"),
    _paper("target_letter", LETTER, target="target"),
    _paper("appraisal_notice", COMMITTEE, barred=MEMBERS | INSPECTION | ABOVE, appraisal="decision"),
    _paper("rereview_order", NOBODY, appraisal="decision"),
    _paper("suggestion_amendment", LETTER, amendment="amendment"),
    _paper("cycle_summary", SUMS_UP, barred=MEMBERS | OTHERS | HELPER, cycle="cycle"),
    _paper("season_summary", SUMS_UP, barred=MEMBERS | OTHERS | HELPER, cycle="cycle"),
    _paper("three_years", SUMS_UP, barred=EVERYBODY - SUMS_UP, year="2026"),
    _paper("three_years", NOBODY, year="1999"),
    _paper("situation_draft", SUMS_UP, barred=MEMBERS | OTHERS | HELPER, cycle="cycle"),
    _paper("situation_report", COMMITTEE | INSPECTION, situation="situation"),
    _paper("cycle_reviews", SUMS_UP, barred=MEMBERS | OTHERS | HELPER, cycle="cycle"),
    _paper("remediation_plan", FOLLOWERS, plan_document="plan_document"),
    _paper("remediation_results", FOLLOWERS, review="accepted"),
    _paper("remediation_results", CANBO, review="accepted_personal"),
    _paper("remediation_results", NOBODY, review="collective"),
    _paper("pledge", READS_PLEDGE, pledge="handed_pledge"),
    _paper("pledge_list", CHARGED, unit="commune"),
    _paper("blank_form", MEMBERS, barred=COMMITTEE | INSPECTION | ABOVE | HELPER, review="collective"),
    _paper("blank_form", WRITING_OF_DEPUTY, barred=COMMITTEE | INSPECTION, review="personal"),
    _paper("meeting_invitation", MEMBERS, barred=COMMITTEE | INSPECTION | ABOVE | HELPER, review="collective"),
    _paper("attendance_list", MEMBERS, barred=COMMITTEE | INSPECTION | ABOVE | HELPER, review="collective"),
    _paper("meeting_minutes", MEMBERS, barred=COMMITTEE | INSPECTION | ABOVE | HELPER, review="collective"),
    _paper("meeting_minutes", NOBODY, review="personal"),
    _paper("indicator_appendix", INDICATORS_OF_COLLECTIVE, barred=INSPECTION | ABOVE | HELPER, review="collective"),
    _paper("indicator_appendix", HEAD_ALONE, barred=BITHU - HEAD_ALONE, review="submitted"),
    _paper("round_differences", NOBODY, barred=COLLECTIVE, review="collective"),
    _paper("hard_task_register", SUMS_UP, barred=MEMBERS | OTHERS | HELPER, cycle="cycle"),
    _paper("blank_template", SHARES, template="template"),
    page("reviews:report_run", ASKED, public_id="run"),
    page("reviews:report_run_progress", ASKED, public_id="run"),
    deed("reviews:cancel_report", ASKED, done_by=ASKED, public_id="run"),
    deed("reviews:retry_report", ASKED, done_by=ASKED, public_id="run"),
    page("reviews:download_report", ASKED, public_id="run"),
    form("reviews:meeting_pack", COLLECTIVE, pk="collective"),
    form("reviews:meeting_pack", NOBODY, pk="personal"),
    Case(
        "reviews:cycle_pack",
        {200: SUMS_UP, 422: MEMBERS | OTHERS | HELPER},
        {422: SUMS_UP | MEMBERS | OTHERS | HELPER},
        {"pk": "cycle"},
    ),
    form("reviews:prepare_issue", ASKED, public_id="run"),
    deed("reviews:issue_paper", NOBODY, done_by=ASKED, public_id="run"),
    page("reviews:numbers", OFFICES),
    page("reviews:export_numbers", OFFICES),
    form("reviews:enter_number", OFFICES),
    page("reviews:number", COMMITTEE, pk="number"),
    page("reviews:number", CHARGED, pk="number_of_commune"),
    form("reviews:cancel_number", COMMITTEE, pk="number"),
    form("reviews:cancel_number", CHARGED, pk="number_of_commune"),
    form("reviews:number_book", CHARGED, pk="commune"),
    page("reviews:download_paper", COMMITTEE | INSPECTION, pk="issued_paper"),
    Case("reviews:check_paper", 200, 422),
    Case("reviews:checked_paper", 200, 200, {"code": "sai-ma"}),
    Case("reviews:checked_paper", 200, 422, {"code": "code"}),
]

TABLE: list[Case] = [
    *CORE,
    *ACCOUNTS,
    *ORGANISATION,
    *CYCLES,
    *WORKING_GROUPS,
    *REVIEWS,
    *OPINIONS,
    *SUGGESTIONS,
    *GROUNDS,
    *APPRAISALS,
    *REMEDIATION,
    *REMINDERS,
    *REFERENCE,
    *SIGNATURES,
    *HARD_TASKS,
    *PLEDGES,
    *FOLLOWING,
    *PAPERS,
]

PUBLIC = {
    "reviews:check_paper", "reviews:checked_paper",
    "core:shortcuts", "cadres:login", "cadres:log_out", "cadres:forgot_password", "cadres:reset_by_mail",
}  # fmt: skip
"""Addresses that answer without a log-in."""
