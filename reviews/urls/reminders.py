"""Addresses of reminders, of the days off that they heed, and of the outbox."""

from django.urls import path

from reviews.views import office_days, outbox, reminders

urlpatterns = [
    path("nhac-viec/", reminders.own_reminders, name="own_reminders"),
    path("nhac-viec/<int:pk>/", reminders.own_reminder, name="own_reminder"),
    path("nhac-viec/quy-tac/", reminders.list_rules, name="reminder_rules"),
    path("nhac-viec/quy-tac/moi/", reminders.add_rule, name="add_reminder_rule"),
    path("nhac-viec/quy-tac/<int:pk>/", reminders.change_rule, name="change_reminder_rule"),
    path("nhac-viec/quy-tac/<int:pk>/hom-nay/", reminders.preview_rule, name="preview_reminder_rule"),
    path("lich-nghi/", office_days.show_year, name="office_days"),
    path("lich-nghi/<int:year>/", office_days.show_year, name="office_year"),
    path("lich-nghi/<int:year>/them/", office_days.add_day, name="add_office_day"),
    path("lich-nghi/<int:year>/<str:begins>/", office_days.change_day, name="change_office_day"),
    path("lich-nghi/<int:year>/<str:begins>/bo/", office_days.remove_day, name="remove_office_day"),
    path("hop-thu-di/", outbox.list_messages, name="outbox"),
    path("hop-thu-di/gui-lai-loi/", outbox.resend_failed, name="resend_failed"),
    path("hop-thu-di/<int:pk>/", outbox.show_message, name="outbox_message"),
    path("hop-thu-di/<int:pk>/gui-lai/", outbox.resend_message, name="resend_message"),
    path("hop-thu-di/<int:pk>/huy/", outbox.cancel_message, name="cancel_message"),
    path("hop-thu-demo/", outbox.demo_mailbox, name="demo_mailbox"),
    path("hop-thu-demo/<str:name>/", outbox.demo_letter, name="demo_letter"),
]
