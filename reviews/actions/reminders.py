"""The digests of a day: begun once by the sweep, written chunk by chunk, each with its mark in one transaction."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from cadres.roles import Actor, routine
from core import audit, days_off, jobs, localtime
from core.errors import Invalid
from core.models import Job
from reviews.actions.locking import locked, one_at_a_time, require
from reviews.models import OutgoingMessage, ReminderRule, ReminderRun
from reviews.reports.reminders.digest import message_for
from reviews.reports.reminders.gathering import gather, reachable, unreached
from reviews.reports.reminders.kinds import KINDS
from reviews.rules import reminders as rules
from reviews.states import MessageState

DIGEST_JOB = "reviews.digests"
PEOPLE_AT_A_TIME = 1000
MOST_DAYS_MADE_UP = 14  # after a longer standstill, what came before is in the repeats of the rules
KEPT = timedelta(days=400)  # messages; ten thousand a day would otherwise outgrow everything else
AGAIN_AFTER = timedelta(hours=1)
ONE = timedelta(days=1)


def begin_digests() -> Job | None:
    """Queue the digests of today once it is the hour for them; nothing where today's are written or under way.

    Called every few minutes, so that a server that stood still in the morning makes up for it whenever it is back.
    """
    day = localtime.today()
    if localtime.now_local().hour < settings.REMINDER_HOUR:
        return None
    with transaction.atomic():
        one_at_a_time("reminders")
        if ReminderRun.objects.filter(day=day, finished_at__isnull=False).exists() or _failed_lately(day):
            return None
        ReminderRun.objects.get_or_create(day=day, defaults={"since": _since(day).any_day, "begun_at": localtime.now()})
        return jobs.enqueue(
            kind=DIGEST_JOB,
            title="Lập thư nhắc việc",
            params={"day": day.isoformat()},
            actor=routine("Nhắc việc"),
            once_key=f"{DIGEST_JOB}:{day}",
        )


def _failed_lately(day: date) -> bool:
    since = localtime.now() - AGAIN_AFTER
    closed = Job.objects.filter(kind=DIGEST_JOB, once_key=f"{DIGEST_JOB}:{day}", finished_at__gt=since)
    return closed.exists()


def _since(day: date) -> rules.Since:
    """The days up to which people were reminded; the first run ever speaks for its own day alone."""
    earliest = day - ONE * MOST_DAYS_MADE_UP
    finished = ReminderRun.objects.filter(day__lt=day, finished_at__isnull=False).order_by("-day")
    days = [max(one, earliest) for one in finished.values_list("day", flat=True)[:MOST_DAYS_MADE_UP]]
    if not days:
        begun = ReminderRun.objects.filter(day__lt=day, day__gt=earliest).order_by("day").first()
        return rules.Since(begun.since, begun.since) if begun else rules.day_before(day)
    return rules.Since(days[0], next((one for one in days if not days_off.calendar().is_day_off(one)), days[-1]))


def write_digests(run: jobs.Run) -> None:
    """Write the messages of the day, from the last committed chunk on.

    Whatever is done twice meets the rows that are there: one message of a kind to a person a day.
    """
    days_off.forget()  # what was changed this very minute counts for the letters of the whole day
    day = date.fromisoformat(run.job.params["day"])
    since = _since(day)
    in_force = list(ReminderRule.objects.in_force())
    after, of_all = run.job.params.get("after", 0), reachable(day).count()
    done = run.job.steps_done
    if day != localtime.today():  # its words and rights would be those of another day; the next run makes up for it
        return
    while users := list(reachable(day).filter(pk__gt=after)[:PEOPLE_AT_A_TIME]):
        after, done, moment = users[-1].pk, done + len(users), localtime.now()
        found = gather(users, in_force, since, day)
        messages = [message_for(user, found[user.pk], day=day, moment=moment) for user in users if user.pk in found]
        with transaction.atomic():
            OutgoingMessage.objects.bulk_create(messages, ignore_conflicts=True)
            run.progress(done, max(of_all, done), "Lập thư nhắc việc", after=after)
    _finish(day, since, in_force)


def _finish(day: date, since: rules.Since, in_force: list[ReminderRule]) -> None:
    written = OutgoingMessage.objects.filter(kind=OutgoingMessage.Kind.REMINDER, day=day)
    nobody: set[int] = set()
    for kind in KINDS:
        rows = unreached(kind, in_force, since, day).order_by()
        nobody.update(rows.values_list("doer", flat=True).distinct())
    OutgoingMessage.objects.filter(day__lt=day - KEPT).delete()
    ReminderRun.objects.filter(day=day).update(
        finished_at=localtime.now(),
        messages=written.count(),
        without_mail=written.filter(state=MessageState.IN_APP, address="").count(),
        without_account=len(nobody),
    )


@transaction.atomic
def add_rule(*, actor: Actor, **facts: Any) -> ReminderRule:
    """A new rule, in force from the next digest on."""
    require(rules.may_change_rules(actor))
    _refuse_double(facts)
    rule = ReminderRule.objects.create(**facts)
    audit.record(actor=actor, verb="reminderrule.create", target=rule, after=facts)
    return rule


@transaction.atomic
def change_rule(*, rule_id: int, version: int, actor: Actor, **facts: Any) -> ReminderRule:
    """Other days, another audience, on or off; what was sent stays."""
    rule = locked(ReminderRule.objects.all(), rule_id, version)
    require(rules.may_change_rules(actor))
    _refuse_double(facts, but=rule_id)
    before = {name: getattr(rule, name) for name in facts}
    for name, value in facts.items():
        setattr(rule, name, value)
    rule.version += 1
    rule.save(update_fields=[*facts, "version"])
    audit.record(actor=actor, verb="reminderrule.change", target=rule, before=before, after=facts)
    return rule


def _refuse_double(facts: dict[str, Any], but: int = 0) -> None:
    """One rule for one audience and first day: two would say the same thing twice, or contradict each other."""
    one_at_a_time("reminder-rules")
    same = {name: facts[name] for name in ("kind", "audience", "first_day")}
    if ReminderRule.objects.filter(**same).exclude(pk=but).exists():
        raise Invalid("Đã có quy tắc nhắc những người này về việc này từ đúng ngày ấy. Hãy sửa quy tắc đó.")
