"""A submitted paper goes on naming people, units, fields and posts as it did, and printing what was said of its posts."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

import core.fields

# Of rounds submitted before this, what they name is kept as it is called today; `actions/round_facts.py` keeps the rest.
KEEP_NAMES = """
WITH submitted AS (
    SELECT o.id AS round_id, o.submitted_by_name, r.id AS review_id, r.subject, r.cadre_id, r.unit_id, r.managing_unit_id,
        r.post_line, c.owner_id, (o.submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
    FROM reviews_round o JOIN reviews_review r ON r.id = o.review_id JOIN reviews_cycle c ON c.id = r.cycle_id
    WHERE o.submitted_at IS NOT NULL
), cards AS (
    SELECT round_id, id AS limitation_id, NULL::bigint AS explanation_id FROM reviews_limitation
    UNION ALL SELECT round_id, NULL, id FROM reviews_explanation
), people AS (
    SELECT k.round_id, p.cadre_id FROM cards k
    JOIN reviews_responsibleperson p ON p.limitation_id = k.limitation_id OR p.explanation_id = k.explanation_id
    UNION SELECT k.round_id, m.owner_cadre_id FROM cards k
    JOIN reviews_remedy m ON m.limitation_id = k.limitation_id OR m.explanation_id = k.explanation_id
    WHERE m.owner_cadre_id IS NOT NULL
), mentioned AS (
    SELECT round_id, unit_id FROM submitted
    UNION SELECT round_id, managing_unit_id FROM submitted
    UNION SELECT round_id, owner_id FROM submitted
    UNION SELECT s.round_id, p.unit_id FROM submitted s JOIN reviews_reviewplace p ON p.review_id = s.review_id
    UNION SELECT s.round_id, p.unit_id FROM submitted s JOIN reviews_segment p ON p.review_id = s.review_id
    UNION SELECT round_id, responsible_unit_id FROM reviews_limitation
    UNION SELECT s.round_id, d.issuer_id FROM submitted s JOIN reviews_deepreviewtarget t ON t.review_id = s.review_id
        JOIN reviews_deepreview d ON d.id = t.deep_review_id AND d.issued_at IS NOT NULL
), units AS (
    SELECT round_id, unit_id FROM mentioned WHERE unit_id IS NOT NULL
    UNION SELECT m.round_id, u.parent_id FROM mentioned m JOIN units_unit u ON u.id = m.unit_id
    WHERE u.parent_id IS NOT NULL
), named AS (
    SELECT round_id, 'reviews_review' AS tbl, review_id AS id, jsonb_build_object(
        'unit_id', unit_id, 'managing_unit_id', managing_unit_id, 'post_line', post_line) AS row FROM submitted
    UNION ALL SELECT s.round_id, 'reviews_reviewplace', p.id, jsonb_build_object('unit_id', p.unit_id, 'kind', p.kind)
        FROM submitted s JOIN reviews_reviewplace p ON p.review_id = s.review_id
    UNION ALL SELECT s.round_id, 'reviews_segment', p.id, jsonb_build_object('unit_id', p.unit_id,
        'post_name', p.post_name, 'held_from', p.held_from, 'held_to', p.held_to, 'order', p.order)
        FROM submitted s JOIN reviews_segment p ON p.review_id = s.review_id WHERE s.subject = 'individual'
    UNION ALL SELECT n.round_id, 'units_unit', u.id, jsonb_build_object('name', u.name, 'place', u.place,
        'symbol', u.symbol, 'kind_id', u.kind_id, 'parent_id', u.parent_id) FROM units n JOIN units_unit u ON u.id = n.unit_id
    UNION ALL SELECT DISTINCT n.round_id, 'units_unitkind', k.id, jsonb_build_object('name', k.name,
        'committee_name', k.committee_name, 'symbol', k.symbol, 'is_cell', k.is_cell, 'tier', k.tier)
        FROM units n JOIN units_unit u ON u.id = n.unit_id JOIN units_unitkind k ON k.id = u.kind_id
    UNION ALL SELECT DISTINCT l.round_id, 'reviews_field', f.id, jsonb_build_object('name', f.name)
        FROM reviews_limitation l JOIN reviews_field f ON f.id = l.field_id
    UNION ALL SELECT s.round_id, 'cadres_cadre', c.id, jsonb_build_object('full_name', c.full_name, 'born_on', c.born_on,
        'government_post', c.government_post, 'union_post', c.union_post, 'workplace', c.workplace)
        FROM submitted s JOIN cadres_cadre c ON c.id = s.cadre_id
    UNION ALL SELECT p.round_id, 'cadres_cadre', c.id, jsonb_build_object('full_name', c.full_name)
        FROM people p JOIN submitted s ON s.round_id = p.round_id JOIN cadres_cadre c ON c.id = p.cadre_id
        WHERE c.id IS DISTINCT FROM s.cadre_id
), by_table AS (
    SELECT round_id, tbl, jsonb_object_agg(id::text, row) AS rows FROM named GROUP BY round_id, tbl
), facts AS (
    SELECT round_id, jsonb_object_agg(tbl, rows) AS rows FROM by_table GROUP BY round_id
)
INSERT INTO reviews_roundfacts (round_id, rows, signer_post, signer_name)
SELECT s.round_id, f.rows,
    CASE WHEN s.cadre_id IS NULL THEN coalesce(head.post, 'Bí thư') ELSE '' END,
    CASE WHEN s.cadre_id IS NULL THEN coalesce(head.name, s.submitted_by_name) ELSE '' END
FROM submitted s JOIN facts f ON f.round_id = s.round_id
LEFT JOIN LATERAL (
    SELECT t.name AS post, c.full_name AS name FROM cadres_tenure h
    JOIN cadres_post p ON p.id = h.post_id AND p.unit_id = s.unit_id AND p.position = 'head'
    JOIN cadres_title t ON t.id = p.title_id JOIN cadres_cadre c ON c.id = h.cadre_id
    WHERE h.started_on <= s.day AND (h.ended_on IS NULL OR h.ended_on >= s.day) ORDER BY p.order, h.id LIMIT 1
) head ON TRUE;
"""
# Of what was overwritten before this nothing is known any more: only what was said while the round was the last one.
KEEP_REMARKS = """
INSERT INTO reviews_segmentremark (round_id, segment_id, remark, confirmed_by_id, confirmed_by_name, confirmed_at)
SELECT r.id, s.id, s.remark, s.confirmed_by_id, s.confirmed_by_name, s.confirmed_at
FROM reviews_segment s
JOIN reviews_round r ON r.review_id = s.review_id
JOIN reviews_round following ON following.review_id = r.review_id AND following.number = r.number + 1
WHERE s.remark <> '' AND (s.confirmed_at IS NULL OR s.confirmed_at <= following.opened_at);
"""
FREEZE = """
CREATE TRIGGER submitted_round_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_roundfacts
    FOR EACH ROW EXECUTE FUNCTION reviews_round_content_is_frozen();
CREATE TRIGGER what_units_said_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_segmentremark
    FOR EACH ROW EXECUTE FUNCTION reviews_place_remark_is_frozen();
"""
THAW = """
DROP TRIGGER submitted_round_is_frozen ON reviews_roundfacts;
DROP TRIGGER what_units_said_is_frozen ON reviews_segmentremark;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0034_members_say_what_they_think_of_a_draft")]
    operations = [
        migrations.CreateModel(
            name="RoundFacts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rows", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("signer_post", core.fields.NFCCharField(blank=True, max_length=250)),
                ("signer_name", core.fields.NFCCharField(blank=True, max_length=200)),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="reviews.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SegmentRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remark", core.fields.NFCTextField()),
                ("confirmed_by_id", models.BigIntegerField(null=True)),
                ("confirmed_by_name", core.fields.NFCCharField(blank=True, max_length=200)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="segment_remarks", to="reviews.round"
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_remarks",
                        to="reviews.segment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "segment"), name="segment_has_one_remark_on_a_round")
                ],
            },
        ),
        migrations.RunSQL(KEEP_NAMES, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP_REMARKS, migrations.RunSQL.noop),
        migrations.RunSQL(FREEZE, THAW),
    ]
