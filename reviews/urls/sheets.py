"""Addresses of the reviews themselves: list, page, form, rounds, submitting and taking back."""

from django.urls import path

from reviews.views import (
    answers,
    indicators,
    meeting_tasks,
    meetings,
    presence,
    proposals,
    remedied_share,
    rounds,
    saved_texts,
    segments,
    sheets,
    template_upgrades,
)

urlpatterns = [
    path("kiem-diem/", sheets.list_reviews, name="reviews"),
    path("kiem-diem/<int:pk>/", sheets.show_review, name="review_page"),
    path("kiem-diem/<int:pk>/sua/", answers.edit_review, name="edit_review"),
    path("kiem-diem/<int:pk>/muc-luc/", answers.show_index, name="review_index"),
    path("kiem-diem/<int:pk>/co-mat/", presence.note_presence, name="note_presence"),
    path("kiem-diem/<int:pk>/nang-mau/", template_upgrades.upgrade_template, name="upgrade_template"),
    path("kiem-diem/<int:pk>/han-che-thanh-vien/", proposals.propose_limitations, name="propose_limitations"),
    path("kiem-diem/<int:pk>/trinh/", answers.submit_review, name="submit_review"),
    path("kiem-diem/<int:pk>/thu-hoi/", sheets.recall_review, name="recall_review"),
    path("kiem-diem/<int:pk>/vong/", sheets.list_rounds, name="review_rounds"),
    path("kiem-diem/<int:pk>/so-sanh/", rounds.compare_rounds, name="compare_rounds"),
    path("kiem-diem/<int:pk>/lich-su/", rounds.show_history, name="review_history"),
    path("kiem-diem/<int:pk>/ban-da-luu/", saved_texts.list_saved_texts, name="saved_texts"),
    path("kiem-diem/<int:pk>/ban-da-luu/<int:saved>/khoi-phuc/", saved_texts.restore, name="restore_text"),
    path("kiem-diem/<int:pk>/vong/<int:number>/", sheets.show_round, name="review_round"),
    path("kiem-diem/<int:pk>/vong/<int:number>/bieu-hien/", indicators.round_indicators, name="round_indicators"),
    path("kiem-diem/<int:pk>/bieu-hien/", indicators.review_indicators, name="review_indicators"),
    path("kiem-diem/<int:pk>/ty-le-khac-phuc/", remedied_share.show_remedied_share, name="remedied_share"),
    path("kiem-diem/<int:pk>/hoi-nghi/", meetings.review_meeting, name="review_meeting"),
    path("kiem-diem/<int:pk>/hoi-nghi/nhiem-vu/", meeting_tasks.add_meeting_task, name="add_meeting_task"),
    path(
        "kiem-diem/<int:pk>/hoi-nghi/nhiem-vu/<int:task_pk>/",
        meeting_tasks.change_meeting_task,
        name="change_meeting_task",
    ),
    path(
        "kiem-diem/<int:pk>/hoi-nghi/nhiem-vu/<int:task_pk>/xoa/",
        meeting_tasks.remove_meeting_task,
        name="remove_meeting_task",
    ),
    path(
        "kiem-diem/<int:pk>/hoi-nghi/nhiem-vu/da-bo/<int:saved>/khoi-phuc/",
        meeting_tasks.put_back_meeting_task,
        name="put_back_meeting_task",
    ),
    path("kiem-diem/<int:pk>/noi-kiem-diem/", meetings.review_places, name="review_places"),
    path("kiem-diem/<int:pk>/noi-kiem-diem/<int:place_pk>/nhan-xet/", meetings.remark_as_place, name="remark_as_place"),
    path("kiem-diem/phan/<int:pk>/", segments.show_segment, name="segment_page"),
    path("kiem-diem/phan/<int:pk>/gui/", segments.send_segment, name="send_segment"),
    path("kiem-diem/phan/<int:pk>/xac-nhan/", segments.confirm_segment, name="confirm_segment"),
]
