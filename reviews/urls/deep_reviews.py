"""Addresses of suggestions for deep review."""

from django.urls import path

from reviews.views import amendments, extraordinary, member_opinions
from reviews.views import deep_reviews as views
from reviews.views import deep_reviews_drafting as drafting
from reviews.views import topic_grounds as grounds
from reviews.views import topic_origins as origins

urlpatterns = [
    path("goi-y/", views.list_deep_reviews, name="deep_reviews"),
    path("goi-y/moi/", drafting.draft_deep_review, name="draft_deep_review"),
    path("goi-y/dot-xuat/", extraordinary.draft_extraordinary, name="draft_extraordinary"),
    path("goi-y/<int:pk>/dot-xuat/", extraordinary.choose_subjects, name="choose_subjects"),
    path("goi-y/<int:pk>/dot-xuat/them/", extraordinary.add_subjects, name="add_subjects"),
    path("goi-y/<int:pk>/", views.show_deep_review, name="deep_review_page"),
    path("goi-y/<int:pk>/soan/", drafting.edit_deep_review, name="edit_deep_review"),
    path("goi-y/<int:pk>/noi-dung/<int:topic_pk>/can-cu/", grounds.choose_grounds, name="choose_grounds"),
    path("goi-y/<int:pk>/noi-dung/<int:topic_pk>/can-cu/gan/", grounds.tie_grounds, name="tie_grounds"),
    path("goi-y/<int:pk>/noi-dung/<int:topic_pk>/can-cu/bo/", grounds.untie_grounds, name="untie_grounds"),
    path("goi-y/<int:pk>/noi-dung/<int:topic_pk>/goi-y-truoc/", origins.choose_origin, name="choose_origin"),
    path("goi-y/<int:pk>/noi-dung/<int:topic_pk>/goi-y-truoc/gan/", origins.tie_origin, name="tie_origin"),
    path("goi-y/<int:pk>/noi-dung/<int:topic_pk>/goi-y-truoc/bo/", origins.untie_origin, name="untie_origin"),
    path("goi-y/noi-dung/<int:topic_pk>/goi-y-tiep/", origins.draft_further, name="draft_further"),
    path("goi-y/<int:pk>/doi-tuong/", drafting.choose_targets, name="choose_targets"),
    path("goi-y/<int:pk>/doi-tuong/them/", drafting.add_targets, name="add_targets"),
    path("goi-y/<int:pk>/doi-tuong/bo/", drafting.remove_targets, name="remove_targets"),
    path("goi-y/<int:pk>/phan-noi-dung/", drafting.assign_topics, name="assign_topics"),
    path("goi-y/<int:pk>/lich-su/", drafting.show_draft_history, name="draft_history"),
    path("goi-y/<int:pk>/kiem-tra/", drafting.check_deep_review, name="check_deep_review"),
    path("goi-y/<int:pk>/trinh-duyet/", views.propose_deep_review, name="propose_deep_review"),
    path("goi-y/<int:pk>/thu-hoi/", views.recall_deep_review, name="recall_deep_review"),
    path("goi-y/<int:pk>/y-kien/", member_opinions.record_opinion, name="record_member_opinion"),
    path("goi-y/<int:pk>/duyet/", views.approve_deep_review, name="approve_deep_review"),
    path("goi-y/<int:pk>/tra-lai/", views.send_back_deep_review, name="send_back_deep_review"),
    path("goi-y/<int:pk>/ban-hanh/", views.issue_deep_review, name="issue_deep_review"),
    path("goi-y/<int:pk>/dieu-chinh/<slug:what>/", amendments.amend_deep_review, name="amend_deep_review"),
    path("goi-y/<int:pk>/rut/", views.withdraw_deep_review, name="withdraw_deep_review"),
    path("goi-y/<int:pk>/da-nhan/<int:target_pk>/", views.acknowledge_target, name="acknowledge_target"),
    path("goi-y/<int:pk>/da-biet/<int:target_pk>/", views.note_receipt, name="note_receipt"),
]
