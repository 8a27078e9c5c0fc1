"""Registers the runners of this app's background jobs by name, and its periodic task."""

from celery import shared_task

from cadres.actions import forgotten_passwords, log_in
from core import jobs


@jobs.runner(forgotten_passwords.MAIL_JOB)
def send_password_mail(run: jobs.Run) -> None:
    """Send the letter with the link to a new password."""
    forgotten_passwords.send_password_mail(run)


@shared_task(name="cadres.clear_expired", ignore_result=True)
def clear_expired() -> None:
    """Clear away sessions and log-in failures that are over."""
    log_in.clear_expired()
