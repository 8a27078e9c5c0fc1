-- Items of remediation in every way that a filter of their list asks about, topped up to %(items)s.

INSERT INTO reviews_remediationitem (plan_id, cycle_id, unit_id, managing_unit_id, cadre_id, "order", limitation_origin, remedy_origin,
       limitation, field_id, action, owner_cadre_id, owner_text, kind, co_owner_ids, co_owner_text, difficulty, due_on,
       first_due_on, extensions, transferred_to, transfer_paper, measure, measure_kind, measure_verb, measure_unit, baseline,
       target, state, created_at, reported_at, verified_at, closed_at, done_on, on_time, version)
SELECT i.plan_id, i.cycle_id, i.unit_id, i.managing_unit_id, i.cadre_id, i."order" + 20 * further, NULL, gen_random_uuid(), i.limitation, i.field_id,
       i.action, i.owner_cadre_id, i.owner_text, i.kind, i.co_owner_ids, i.co_owner_text, i.difficulty, i.due_on + further,
       i.first_due_on + further, i.extensions, '', '', i.measure, i.measure_kind, '', i.measure_unit, i.baseline, i.target, i.state,
       i.created_at, i.reported_at, i.verified_at, i.closed_at, i.done_on, i.on_time, 1
FROM reviews_remediationitem i, generate_series(1, 100) further ORDER BY further, i.id
LIMIT greatest(0, %(items)s - (SELECT count(*) FROM reviews_remediationitem));

UPDATE reviews_remediationitem
SET kind = (ARRAY['remedy', 'remedy', 'remedy', 'remedy', 'commitment', 'commitment', 'meeting', 'conclusion'])[1 + id %% 8],
    created_at = created_at - (id %% 400) * interval '1 day',
    extensions = CASE WHEN id %% 11 = 0 THEN 1 ELSE 0 END,
    owner_text = CASE WHEN id %% 3 = 0 THEN 'Văn phòng Đảng ủy' ELSE '' END,
    measure_unit = CASE WHEN id %% 40 = 0 THEN 'hộ' ELSE measure_unit END,
    target = CASE WHEN id %% 40 = 0 THEN 60 ELSE target END;

UPDATE reviews_remediationitem SET state = 'transferred', transferred_to = 'Cơ quan cảnh sát điều tra', closed_at = NULL,
       done_on = NULL, on_time = NULL
WHERE id %% 200 = 0;

INSERT INTO reviews_reading (item_id, read_on, value, measure_unit, note, at, by_name)
SELECT id, current_date - 2, CASE WHEN measure_unit = 'hộ' THEN 40 ELSE 20 - id %% 10 END, measure_unit, '',
       now() - interval '2 days', 'Người chủ trì'
FROM reviews_remediationitem WHERE state <> 'planned';

INSERT INTO reviews_progressreport (item_id, step, text, at, by_name, by_office, is_public)
SELECT id, 'transfer', '', created_at + interval '1 day', 'Người chủ trì', '', false
FROM reviews_remediationitem WHERE state = 'transferred';
