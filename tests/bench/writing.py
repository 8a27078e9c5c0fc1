"""What is written, submitted, appraised and remedied in both cycles, in bulk; every round keeps the rules of the tables."""

from pathlib import Path

from django.apps import apps
from django.db import connection

from cadres.models import User
from core import localtime
from reviews.models import (
    Cycle,
    DeepReview,
    DeepReviewTarget,
    DeepReviewTopic,
    IndicatorSheet,
    Review,
    Round,
)
from reviews.states import DeepReviewState, Ground, Opening
from tests.bench.cycles import Years
from tests.bench.province import Province
from units.models import Unit

# Of twenty reviews in a row in the middle of a cycle.
FATES = ["untouched"] * 7 + ["draft"] * 4 + ["submitted"] * 4 + ["returned"] + ["accepted"] * 4
PHRASES = (
    "Ban Thường vụ giữ nghiêm nguyên tắc tập trung dân chủ, tự phê bình và phê bình; họp thường kỳ hằng tháng.",
    "Có 18/21 chỉ tiêu đạt và vượt kế hoạch; thu ngân sách đạt 31,4 tỷ đồng, bằng 104 % dự toán.",
    "Thu hồi 19,6 tỷ đồng tạm ứng vượt giá trị thanh toán, số còn phải thu từ trên 26 tỷ đồng xuống còn 6,4 tỷ đồng.",
    "Kết nạp 27 đảng viên mới; kiểm tra 6 tổ chức đảng, 11 đảng viên; các chi bộ sinh hoạt đúng quy định.",
    "Giải ngân vốn đầu tư công chậm: đến hết tháng 11 mới đạt 54,2 % kế hoạch, thấp hơn yêu cầu 12 điểm phần trăm.",
    "Số vụ vi phạm lâm luật tăng so với cùng kỳ năm trước, diện tích rừng bị xâm hại 4,6 ha; phát hiện còn chậm.",
    "Quy chế làm việc được sửa đổi sau khi sắp xếp đơn vị hành chính; phân công lại trách nhiệm theo địa bàn.",
    "Cải cách hành chính có chuyển biến: 98 % hồ sơ giải quyết đúng hạn, còn 42 hồ sơ quá hạn về đất đai.",
)
SENTENCES_OF_AN_ANSWER = 4
_HERE = Path(__file__).parent


def write_everything(world: Province, years: Years) -> None:
    """Last year's reviews are all accepted, with their plans; this year's stand at every step."""
    _let_columns_fill_in_what_models_do()
    _phrases()
    _fate_of_all(years.former, "accepted")
    _run("writing.sql")
    _run("settling.sql")
    _issue_letters(world, years.current)
    _fate_by_turns(world, years.current)
    _run("writing.sql")
    _run("settling.sql")
    _open_second_rounds()
    _run("writing.sql")


def _let_columns_fill_in_what_models_do() -> None:
    """A column without a value gets the default of its field here too, so that the SQL below names only what it writes."""
    with connection.schema_editor() as editor:
        for model in apps.get_app_config("reviews").get_models():
            for field in model._meta.local_concrete_fields:
                value = editor.effective_default(field)
                if not field.null and not field.primary_key and isinstance(value, bool | int | str | list):
                    table, column = editor.quote_name(model._meta.db_table), editor.quote_name(str(field.column))
                    editor.execute(
                        f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT %s::{field.db_type(connection)}",
                        [value],
                    )


def written_review(world: Province, cycle: Cycle) -> Review:
    """The commune's review in the hands of its secretary, every text in it."""
    return Review.objects.get(cycle=cycle, unit=world.communes[0], cadre=None)


def submitted_review(world: Province, cycle: Cycle) -> Review:
    """Another commune's review, submitted and waiting for the province."""
    return Review.objects.get(cycle=cycle, unit=world.communes[1], cadre=None)


def _phrases() -> None:
    rows = [
        (n, " ".join(PHRASES[(n + i) % len(PHRASES)] for i in range(SENTENCES_OF_AN_ANSWER)))
        for n in range(len(PHRASES))
    ]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE phrase (n bigint, words text)")
        cursor.executemany("INSERT INTO phrase VALUES (%s, %s)", rows)
        cursor.execute("CREATE TEMPORARY TABLE fate (review_id bigint PRIMARY KEY, fate text)")


def _fate_of_all(cycle: Cycle, fate: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE fate")
        cursor.execute("INSERT INTO fate SELECT id, %s FROM reviews_review WHERE cycle_id = %s", [fate, cycle.pk])


def _fate_by_turns(world: Province, cycle: Cycle) -> None:
    pks = Review.objects.filter(cycle=cycle).order_by("pk").values_list("pk", flat=True)
    fates = {pk: FATES[place % len(FATES)] for place, pk in enumerate(pks)}
    fates[written_review(world, cycle).pk] = "draft"
    fates[submitted_review(world, cycle).pk] = "submitted"
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE fate")
        cursor.execute(
            "INSERT INTO fate SELECT * FROM unnest(%s::bigint[], %s::text[])", [list(fates), list(fates.values())]
        )


def _open_second_rounds() -> None:
    """What was returned is open again, with the answers to indicators of the first round."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT review_id FROM fate WHERE fate = 'returned'")
        returned = [pk for (pk,) in cursor.fetchall()]
    rounds = Round.objects.bulk_create(
        Round(review_id=pk, number=2, turn=2, opened_because=Opening.SUPPLEMENT, reason="Chưa rõ nguyên nhân chủ quan.")
        for pk in returned
    )
    of_first = IndicatorSheet.objects.filter(round__review_id__in=returned, round__number=1)
    answers = dict(of_first.values_list("round__review_id", "answers"))
    IndicatorSheet.objects.bulk_create(IndicatorSheet(round=row, answers=answers[row.review_id]) for row in rounds)


def _issue_letters(world: Province, cycle: Cycle) -> None:
    """One letter of the province to each commune and two of its leaders, with two topics."""
    now, today = localtime.now(), localtime.today()
    letters = DeepReview.objects.bulk_create(
        DeepReview(
            cycle=cycle,
            issuer=world.top,
            title=f"Gợi ý kiểm điểm sâu đối với {commune.name}",
            introduction=PHRASES[0],
            grounds=[Ground.INSPECTION],
            due_on=today,
        )
        for commune in world.communes
    )
    of_unit = {review.unit_id: review for review in Review.objects.filter(cycle=cycle, cadre=None)}
    of_cadre = {review.cadre_id: review for review in Review.objects.filter(cycle=cycle).exclude(cadre=None)}
    DeepReviewTarget.objects.bulk_create(
        DeepReviewTarget(deep_review=letter, review=review, due_on=letter.due_on)
        for letter, commune in zip(letters, world.communes, strict=True)
        for review in (of_unit[commune.pk], *(of_cadre[cadre.pk] for cadre in world.leaders[commune.pk][:2]))
    )
    DeepReviewTopic.objects.bulk_create(
        DeepReviewTopic(deep_review=letter, order=order, title=PHRASES[order + 3], clarify="Làm rõ trách nhiệm.")
        for letter in letters
        for order in (1, 2)
    )
    for number, letter in enumerate(letters, start=1):
        DeepReview.objects.filter(pk=letter.pk).update(
            state=DeepReviewState.ISSUED,
            number=f"{number}-CV/TU",
            proposed_at=now,
            approved_at=now,
            issued_on=today,
            issued_at=now,
        )


def _run(file: str) -> None:
    accounts = dict(User.objects.filter(username__in=["chuyenvien", "thuongtruc"]).values_list("username", "pk"))
    known: dict[str, str | int] = {
        "writer": "Thư ký",
        "staff": accounts["chuyenvien"],
        "standing": accounts["thuongtruc"],
    }
    known["top"] = Unit.objects.get(parent=None).pk
    with connection.cursor() as cursor:
        cursor.execute((_HERE / file).read_text(), known)
