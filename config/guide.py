"""Which section of the user guide each screen leads to. The first entry that fits the screen and the person counts."""

from collections.abc import Callable

from cadres.roles import Actor, Role
from core.guide import GuideEntry
from core.navigation import everybody


def works_for_a_committee(actor: Actor) -> bool:
    """Drafts or decides for a committee that manages others."""
    return actor.holds_any(Role.STAFF, Role.STANDING)


def decides(actor: Actor) -> bool:
    """Belongs to the standing committee."""
    return actor.holds_any(Role.STANDING)


def submits(actor: Actor) -> bool:
    """Is head of a collective."""
    return actor.holds_any(Role.HEAD)


def writes_for_a_unit(actor: Actor) -> bool:
    """Was charged with a collective's review."""
    return actor.holds_any(Role.SECRETARY)


def _entry(address: str, url_names: str, may_use: Callable[[Actor], bool] = everybody) -> GuideEntry:
    page, _, section = address.partition("#")
    return GuideEntry(page, section, frozenset(url_names.split()), may_use)


_SHEET = "reviews:reviews reviews:review_page reviews:edit_review reviews:submit_review reviews:recall_review"

ENTRIES = (
    _entry("bat-dau#viec-cua-toi", "reviews:home"),
    _entry("bat-dau#tim-kiem", "reviews:search"),
    _entry("bat-dau#bo-loc-da-luu", "cadres:saved_filters cadres:save_filter cadres:rename_filter"),
    _entry("bat-dau#tai-khoan-va-mat-khau", "cadres:own_account cadres:change_own_password"),
    _entry("bat-dau#doi-tu-cach-lam-viec", "cadres:choose_office"),
    _entry("bat-dau#phim-tat", "core:shortcuts"),
    _entry(
        "bat-dau#viec-kho",
        "reviews:hard_tasks reviews:register_hard_task reviews:hard_task_page reviews:change_hard_task "
        "reviews:remark_on_hard_task reviews:answer_remark",
    ),
    _entry("can-bo#ai-da-xem-ban-cua-toi", "reviews:reads"),
    _entry("can-bo#gui-don-vi-cu-xac-nhan", "reviews:review_places reviews:send_segment reviews:remark_as_place"),
    _entry("bi-thu#van-ban-da-ky", "reviews:signed reviews:signed_round"),
    _entry(
        "can-bo#ban-cam-ket-hang-nam", "reviews:pledges reviews:write_pledge reviews:pledge_page reviews:recall_pledge"
    ),
    _entry(
        "thu-ky#nhan-ban-cam-ket",
        "reviews:pledges_of_cell reviews:receive_pledge reviews:receive_pledges reviews:receive_paper_pledge "
        "reviews:withdraw_paper_pledge",
    ),
    _entry("chuyen-vien#han-nop-ban-cam-ket", "reviews:call_for_pledges reviews:pledge_counts"),
    _entry("thu-ky#xac-nhan-phan-giu-chuc-vu", "reviews:segment_page reviews:confirm_segment"),
    _entry("thu-ky#doi-chieu-bieu-hien", "reviews:review_indicators reviews:round_indicators"),
    _entry("thu-ky#tep-dinh-kem", "reviews:attachments reviews:withdraw_attachment"),
    _entry("thu-ky#nhap-thay-tu-ban-giay", "reviews:begin_entry reviews:end_entry"),
    _entry("thu-ky#lay-tu-han-che-cua-thanh-vien", "reviews:propose_limitations"),
    _entry(
        "thu-ky#nhap-thong-tin-hoi-nghi",
        "reviews:review_meeting reviews:add_meeting_task reviews:change_meeting_task reviews:remove_meeting_task",
    ),
    _entry(
        "thu-ky#ghi-va-tra-loi-gop-y",
        "reviews:review_opinions reviews:round_opinions reviews:export_opinions reviews:register_opinion "
        "reviews:register_opinions reviews:opinion_form reviews:mark_opinions reviews:answer_opinion "
        "reviews:change_opinion reviews:remove_opinion",
    ),
    _entry("thu-ky#viec-ky-truoc", "reviews:remedied_share"),
    _entry("thu-ky#khi-bi-tra-lai", "reviews:review_rounds reviews:review_round"),
    _entry("thu-ky#nang-mau", "reviews:upgrade_template"),
    _entry("thu-ky#so-sanh-cac-lan-trinh", "reviews:compare_rounds reviews:review_history reviews:saved_texts"),
    _entry("thu-ky#viet-va-luu", _SHEET, writes_for_a_unit),
    _entry("bi-thu#trinh-ban-kiem-diem", _SHEET, submits),
    _entry("chuyen-vien#theo-doi-va-tong-hop", "reviews:reviews", works_for_a_committee),
    _entry("chuyen-vien#soan-tham-dinh", "reviews:review_page", works_for_a_committee),
    _entry("can-bo#viet-ban-cua-minh", _SHEET),
    _entry(
        "chuyen-vien#mo-dot-kiem-diem",
        "reviews:cycles reviews:create_cycle reviews:edit_cycle reviews:discard_cycle reviews:open_cycle "
        "reviews:cycle_page reviews:close_cycle reviews:reopen_cycle reviews:generate_reviews",
    ),
    _entry("chuyen-vien#doi-han", "reviews:change_deadlines"),
    _entry(
        "chuyen-vien#theo-doi-va-tong-hop",
        "reviews:cycle_reviews reviews:dashboard reviews:dashboard_pictures reviews:suggested_reviews "
        "reviews:situation_reports reviews:situation_report reviews:issue_situation_report",
    ),
    _entry(
        "thuong-truc#duyet-va-ban-hanh-goi-y",
        "reviews:deep_reviews reviews:deep_review_page reviews:check_deep_review reviews:approve_deep_review "
        "reviews:issue_deep_review reviews:send_back_deep_review reviews:withdraw_deep_review reviews:record_member_opinion",
        decides,
    ),
    _entry("thuong-truc#dieu-chinh-van-ban-da-ban-hanh", "reviews:amend_deep_review"),
    _entry(
        "chuyen-vien#soan-goi-y-kiem-diem-sau",
        "reviews:deep_reviews reviews:draft_deep_review reviews:deep_review_page reviews:edit_deep_review "
        "reviews:choose_grounds reviews:tie_grounds reviews:untie_grounds "
        "reviews:choose_origin reviews:tie_origin reviews:untie_origin reviews:draft_history "
        "reviews:choose_targets reviews:add_targets reviews:remove_targets reviews:assign_topics "
        "reviews:check_deep_review reviews:propose_deep_review reviews:recall_deep_review",
        works_for_a_committee,
    ),
    _entry(
        "chuyen-vien#goi-y-kiem-diem-dot-xuat",
        "reviews:draft_extraordinary reviews:choose_subjects reviews:add_subjects",
    ),
    _entry(
        "chuyen-vien#so-can-cu",
        "reviews:grounds reviews:register_ground reviews:ground_page reviews:change_ground reviews:add_concerned "
        "reviews:remove_concerned reviews:close_ground reviews:reopen_ground reviews:attach_ground_file",
    ),
    _entry(
        "chuyen-vien#to-cong-tac",
        "reviews:groups reviews:create_group reviews:group_page reviews:change_group reviews:add_group_member "
        "reviews:remove_group_member reviews:give_group_units reviews:take_group_unit_back reviews:record_visit",
    ),
    _entry(
        "bi-thu#tiep-nhan-goi-y",
        "reviews:deep_reviews reviews:deep_review_page reviews:acknowledge_target reviews:note_receipt",
    ),
    _entry(
        "thuong-truc#quyet-dinh-tham-dinh",
        "reviews:appraisals reviews:appraisal_page reviews:accept_review reviews:return_review reviews:require_rereview",
        decides,
    ),
    _entry("thuong-truc#giao-tham-dinh", "reviews:assign_appraisal"),
    _entry("thuong-truc#thong-bao-ket-qua-tham-dinh", "reviews:issue_notice"),
    _entry(
        "chuyen-vien#soan-tham-dinh",
        "reviews:appraisals reviews:appraisal_page reviews:draft_appraisal reviews:draft_further",
    ),
    _entry(
        "khac-phuc#tinh-hinh-khac-phuc",
        "reviews:remediation_figures reviews:export_figures reviews:three_years reviews:export_three_years "
        "reviews:long_standing reviews:export_long_standing",
    ),
    _entry(
        "khac-phuc#danh-sach-viec-khac-phuc",
        "reviews:remediation reviews:remediation_board reviews:export_items reviews:plan_page",
    ),
    _entry("khac-phuc#xac-minh-va-ket-thuc", "reviews:item_page", works_for_a_committee),
    _entry(
        "khac-phuc#bao-cao-tien-do",
        "reviews:item_page reviews:report_progress reviews:report_done reviews:send_item_back reviews:verify_item "
        "reviews:close_item",
    ),
    _entry("khac-phuc#sua-nhieu-viec-mot-lan", "reviews:change_items"),
    _entry("khac-phuc#dat-so-do", "reviews:set_measurement reviews:correct_reading"),
    _entry(
        "khac-phuc#duyet-va-dieu-chinh-ke-hoach",
        "reviews:edit_item reviews:add_item reviews:approve_plan reviews:amend_plan reviews:drop_change",
    ),
    _entry("khac-phuc#gia-han-giao-lai-tam-dung", "reviews:take_turn reviews:mark_milestone"),
    _entry("in-bao-cao#yeu-cau-in", "reviews:reports reviews:request_report"),
    _entry("in-bao-cao#theo-doi-va-tai-ve", "reviews:report_run reviews:cancel_report reviews:retry_report"),
    _entry("in-bao-cao#tap-tai-lieu-hoi-nghi", "reviews:meeting_pack reviews:cycle_pack"),
    _entry("in-bao-cao#phat-hanh-van-ban", "reviews:prepare_issue reviews:issue_paper"),
    _entry(
        "in-bao-cao#so-van-ban-di",
        "reviews:numbers reviews:export_numbers reviews:number reviews:enter_number reviews:cancel_number reviews:number_book",
    ),
    _entry("in-bao-cao#kiem-tra-van-ban", "reviews:check_paper reviews:checked_paper"),
    _entry(
        "quan-tri#don-vi",
        "units:units units:tree units:tree_at units:unit_page units:create_unit units:rename_unit units:correct_unit "
        "cadres:move_unit cadres:end_unit cadres:merge_unit cadres:add_successor",
    ),
    _entry(
        "quan-tri#can-bo-va-chuc-vu",
        "cadres:unit_people cadres:create_post cadres:post_page cadres:correct_post cadres:end_post cadres:appoint "
        "cadres:end_tenure cadres:people cadres:register_cadre cadres:cadre_page cadres:correct_cadre cadres:move_cell",
    ),
    _entry(
        "quan-tri#tai-khoan-va-vai-tro",
        "cadres:accounts cadres:create_account cadres:account_page cadres:correct_account cadres:reset_password "
        "cadres:deactivate_account cadres:reactivate_account cadres:grant_role cadres:end_grant",
    ),
    _entry(
        "quan-tri#danh-muc-bieu-hien",
        "reviews:catalogues reviews:import_catalogue reviews:catalogue_page reviews:download_catalogue",
    ),
    _entry(
        "quan-tri#mau-ban-kiem-diem",
        "reviews:templates reviews:template_page reviews:copy_template reviews:edit_template reviews:publish_template "
        "reviews:discard_template",
    ),
    _entry("quan-tri#bo-quy-dinh", "reviews:profiles reviews:profile_page"),
    _entry("nhac-viec#viec-cua-toi", "reviews:own_reminders reviews:own_reminder"),
    _entry(
        "nhac-viec#quy-tac-nhac-viec",
        "reviews:reminder_rules reviews:add_reminder_rule reviews:change_reminder_rule reviews:preview_reminder_rule",
    ),
    _entry(
        "nhac-viec#lich-nghi",
        "reviews:office_days reviews:office_year reviews:add_office_day reviews:change_office_day "
        "reviews:remove_office_day",
    ),
    _entry(
        "nhac-viec#hop-thu-di",
        "reviews:outbox reviews:outbox_message reviews:resend_message reviews:resend_failed reviews:cancel_message",
    ),
    _entry("nhac-viec#hop-thu-cua-ban-thu", "reviews:demo_mailbox reviews:demo_letter"),
    _entry("quan-tri#nhat-ky", "cadres:log cadres:account_log cadres:unit_log cadres:cadre_log"),
)
