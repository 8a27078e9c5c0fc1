"""The table of who answers for which suggested topic, on plain rows."""

from types import SimpleNamespace as Row

from cadres.roles import Position
from reviews.reports.share_matrix import MOST_TOPICS_IN_A_TABLE, ShareRow, ShareTable, share_tables
from reviews.states import Share, Stance


def person(cadre_id, name, position, share):
    return Row(cadre_id=cadre_id, cadre=Row(full_name=name), position=position, post_name="Bí thư", share=share)


def answer(*persons, stance=Stance.ADMITTED):
    return Row(persons=Row(all=lambda: persons), stance=stance)


HEAD = (1, "Trần Đình Thắng", Position.HEAD)
DEPUTY = (2, "Lê Văn Khải", Position.DEPUTY)


def test_people_stand_down_in_the_order_of_their_posts_and_topics_across():
    answers = [
        (1, answer(person(*DEPUTY, Share.DIRECT), person(*HEAD, Share.RELATED))),
        (2, None),
        (3, answer(person(*HEAD, Share.NONE))),
    ]

    assert share_tables(answers) == (
        ShareTable(
            (1, 3),
            (
                ShareRow(1, "Trần Đình Thắng", "Bí thư", ("liên đới", "không phụ trách")),
                ShareRow(2, "Lê Văn Khải", "Bí thư", ("trực tiếp", "")),
            ),
        ),
    )


def test_more_topics_than_a_page_is_wide_make_more_tables():
    answers = [(n, answer(person(*HEAD, Share.DIRECT))) for n in range(1, MOST_TOPICS_IN_A_TABLE + 2)]

    first, second = share_tables(answers)

    assert (len(first.topics), second.topics) == (MOST_TOPICS_IN_A_TABLE, (MOST_TOPICS_IN_A_TABLE + 1,))


def test_a_refuted_topic_has_no_column():
    told = [(1, answer(person(*HEAD, Share.DIRECT), stance=Stance.REFUTED)), (2, answer(person(*HEAD, Share.RELATED)))]

    (table,) = share_tables(told)

    assert (table.topics, table.rows[0].shares) == ((2,), ("liên đới",))


def test_without_a_decision_there_is_no_table():
    assert share_tables([(1, answer(person(*HEAD, "")))]) == ()
