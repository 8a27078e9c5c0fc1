"""The course of an item besides its main way: moved deadlines, another owner, other hands, a pause, an end without result."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.item_history import count_plan, keep_step, locked_in_plan, locked_item, require_words
from reviews.actions.locking import advance, require
from reviews.models import Extension, ProgressReport, RemediationItem
from reviews.rules import remediation as rules
from reviews.states import ExtensionOutcome
from reviews.workflow.remediation import REMEDIATION_WORKFLOW

Step = ProgressReport.Step
MOST_CO_OWNERS = 20


@transaction.atomic
def transfer(
    *, item_id: int, version: int, actor: Actor, transferred_to: str, transfer_paper: str = "", text: str = ""
) -> RemediationItem:
    """Another authority has it now, e.g. the investigating agency; it is not overdue any more, and may come back."""
    item = locked_item(item_id, version)
    require_words(transferred_to, "Hãy ghi cơ quan nhận việc.")
    require_words(transfer_paper, "Hãy ghi số, ngày của văn bản chuyển.")
    item.transferred_to, item.transfer_paper = fold_space(transferred_to), fold_space(transfer_paper)
    changed = ("transferred_to", "transfer_paper")
    advance(REMEDIATION_WORKFLOW, "transfer", item, actor, changed=changed, to=item.transferred_to)
    keep_step(item, Step.TRANSFER, actor, "\n".join((f"{item.transferred_to} ({item.transfer_paper})", text)))
    return item


@transaction.atomic
def suspend(*, item_id: int, version: int, actor: Actor, reason: str) -> RemediationItem:
    """Let it rest, with the reason; it is not overdue until it goes on."""
    return _turn(item_id, version, actor, "suspend", Step.SUSPEND, reason, "Hãy ghi lý do tạm dừng.")


@transaction.atomic
def resume(*, item_id: int, version: int, actor: Actor, text: str) -> RemediationItem:
    """Go on with what was suspended or comes back from another authority; the deadline is the old one."""
    return _turn(item_id, version, actor, "resume", Step.RESUME, text, "Hãy ghi vì sao làm tiếp và việc cần làm.")


@transaction.atomic
def give_up(*, item_id: int, version: int, actor: Actor, reason: str) -> RemediationItem:
    """State that it was not done, with the reason; the ledger of the next cycle still names it."""
    return _turn(item_id, version, actor, "not_done", Step.NOT_DONE, reason, "Hãy ghi lý do không thực hiện được.")


@transaction.atomic
def reopen(*, item_id: int, version: int, actor: Actor, text: str) -> RemediationItem:
    """Take up again what had been given up, while its cycle runs."""
    return _turn(item_id, version, actor, "reopen", Step.RESUME, text, "Hãy ghi lý do mở lại.")


def _turn(
    item_id: int, version: int, actor: Actor, verb: str, step: ProgressReport.Step, words: str, sentence: str
) -> RemediationItem:
    item = locked_item(item_id, version)
    require_words(words, sentence)
    advance(REMEDIATION_WORKFLOW, verb, item, actor, reason=words)
    keep_step(item, step, actor, words)
    return item


@transaction.atomic
def ask_extension(*, item_id: int, version: int, actor: Actor, new_due_on: date, reason: str) -> RemediationItem:
    """Ask for a later deadline, with the reason; the old one counts until the managing committee has decided.

    Refused: a day not after the present deadline, a day already past, and a second request beside one that waits."""
    item = locked_item(item_id, version)
    require(rules.may_ask_extension(actor, item))
    require_words(reason, "Hãy ghi lý do xin gia hạn.")
    if new_due_on <= item.due_on:
        raise Invalid(f"Hạn mới phải sau hạn đang có ({formats.day(item.due_on)}).")
    if new_due_on < localtime.today():
        raise Invalid("Hạn mới đã qua; hãy chọn ngày từ hôm nay trở đi.")
    if item.asked_extensions.filter(outcome=ExtensionOutcome.WAITING).exists():
        raise Invalid("Đang có một đề nghị gia hạn chờ quyết định.")
    Extension.objects.create(
        item=item,
        old_due_on=item.due_on,
        new_due_on=new_due_on,
        reason=reason.strip(),
        asked_at=localtime.now(),
        asked_by_id=actor.user_id,
        asked_by_name=actor.name,
    )
    _save(item, actor, "ask_extension", (), before=item.due_on, after=new_due_on, reason=reason)
    return item


@transaction.atomic
def decide_extension(
    *, item_id: int, version: int, actor: Actor, outcome: ExtensionOutcome, answer: str = ""
) -> RemediationItem:
    """Grant or refuse the extension that waits; a granted one moves the deadline and is counted for ever.

    Refused: the owner's side and who asked, a refusal without reason, and granting a day that has passed meanwhile
    or is no later than the deadline has become."""
    item = locked_in_plan(item_id, version)
    require(rules.may_decide_extension(actor, item))
    asked = item.asked_extensions.filter(outcome=ExtensionOutcome.WAITING).first()
    if asked is None:
        raise Invalid("Không có đề nghị gia hạn nào đang chờ.")
    if actor.user_id is not None and asked.asked_by_id == actor.user_id:
        raise Invalid("Người đề nghị không tự quyết định gia hạn.")
    granted = outcome == ExtensionOutcome.GRANTED
    if granted and asked.new_due_on < localtime.today():
        raise Invalid("Hạn được đề nghị đã qua; hãy trả lời không cho gia hạn để đơn vị đề nghị hạn khác.")
    if granted and asked.new_due_on <= item.due_on:
        raise Invalid(
            f"Hạn được đề nghị không sau hạn đang có ({formats.day(item.due_on)}); hãy trả lời không cho gia hạn."
        )
    if not granted:
        require_words(answer, "Hãy ghi lý do không cho gia hạn.")
    asked.outcome, asked.answer, asked.decided_at = outcome, answer.strip(), localtime.now()
    asked.decided_by_id, asked.decided_by_name = actor.user_id, actor.name
    asked.save(update_fields=["outcome", "answer", "decided_at", "decided_by_id", "decided_by_name"])
    before = item.due_on
    if granted:
        item.due_on, item.extensions = asked.new_due_on, item.extensions + 1
        words = f"Từ ngày {formats.day(before)} đến ngày {formats.day(item.due_on)}. Lý do: {asked.reason}"
        keep_step(item, Step.EXTEND, actor, words)
        count_plan(item)
    _save(item, actor, "decide_extension", ("due_on", "extensions"), before=before, after=item.due_on, outcome=outcome)
    return item


@transaction.atomic
def hand_over(
    *,
    item_id: int,
    version: int,
    actor: Actor,
    owner_cadre_id: int | None,
    owner_text: str,
    reason: str,
    co_owner_ids: Sequence[int] = (),
    co_owner_text: str = "",
) -> RemediationItem:
    """Give the item to another owner, and say who works on it too; who had it before stays in the history.

    Refused: nobody at all, without a reason, more co-owners than can be answerable."""
    item = locked_in_plan(item_id, version)
    require(rules.may_hand_over(actor, item))
    require_words(reason, "Hãy ghi lý do giao lại, ví dụ người cũ đã thôi giữ chức.")
    if owner_cadre_id is None and not fold_space(owner_text):
        raise Invalid("Hãy chọn người thực hiện, hoặc ghi cơ quan, bộ phận thực hiện.")
    others = sorted(set(co_owner_ids) - {owner_cadre_id})
    if len(others) > MOST_CO_OWNERS:
        raise Invalid(f"Một việc có nhiều nhất {MOST_CO_OWNERS} người phối hợp.")
    before = {"cadre": item.owner_cadre_id, "text": item.owner_text, "co_owners": item.co_owner_ids}
    former = item.owner_cadre.full_name if item.owner_cadre else item.owner_text or "đơn vị"
    item.owner_cadre_id, item.owner_text = owner_cadre_id, fold_space(owner_text)
    item.co_owner_ids, item.co_owner_text = others, fold_space(co_owner_text)
    columns = ("owner_cadre_id", "owner_text", "co_owner_ids", "co_owner_text")
    after = {"cadre": owner_cadre_id, "text": item.owner_text, "co_owners": others}
    _save(item, actor, "hand_over", columns, before=before, after=after, reason=reason)
    count_plan(item)
    keep_step(item, Step.HAND_OVER, actor, f"Trước đây: {former}. {reason.strip()}")
    return item


def _save(item: RemediationItem, actor: Actor, verb: str, columns: tuple[str, ...], **data: object) -> None:
    item.version += 1
    item.save(update_fields=["version", *columns])
    audit.record(actor=actor, verb=f"remediationitem.{verb}", target=item, **data)
