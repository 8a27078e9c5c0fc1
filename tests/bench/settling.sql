-- Submitting, appraising and remedying what `writing.sql` wrote, by `fate`; %(staff)s and %(standing)s are the accounts
-- of the provincial committee, %(top)s.

UPDATE reviews_round r
SET submitted_at = now() - interval '10 days', submitted_by_name = 'Người ký', unit_name = u.name, held_on = current_date - 12,
    held_at = 'Trụ sở Đảng ủy', chair = 'Bí thư', present = 9, total = 9, conclusion = 'Thống nhất nội dung kiểm điểm.'
FROM reviews_review v JOIN fate f ON f.review_id = v.id JOIN units_unit u ON u.id = v.unit_id
WHERE r.review_id = v.id AND f.fate IN ('submitted', 'returned', 'accepted');

UPDATE reviews_review v
SET state = f.fate, submitted_at = now() - interval '10 days',
    settled_at = CASE WHEN f.fate = 'accepted' THEN now() - interval '3 days' END, version = 2
FROM fate f WHERE f.review_id = v.id AND f.fate IN ('submitted', 'returned', 'accepted');

INSERT INTO reviews_appraisal (round_id, proposed_outcome, remark, drafted_at, drafted_by_id, drafted_by_name, proposed_at,
       outcome, reason, decided_at, decided_by_id, decided_by_name, decided_office, version)
SELECT r.id, o.outcome, 'Kiểm điểm nghiêm túc, đủ nội dung.', now() - interval '5 days',
       CASE WHEN v.managing_unit_id = %(top)s THEN %(staff)s END, 'Chuyên viên', now() - interval '4 days',
       CASE WHEN f.fate = 'submitted' THEN '' ELSE o.outcome END,
       CASE WHEN f.fate = 'returned' THEN 'Chưa rõ nguyên nhân chủ quan.' ELSE '' END,
       CASE WHEN f.fate <> 'submitted' THEN now() - interval '3 days' END,
       CASE WHEN f.fate <> 'submitted' AND v.managing_unit_id = %(top)s THEN %(standing)s END, 'Thường trực', 'Thường trực cấp ủy', 1
FROM reviews_round r JOIN reviews_review v ON v.id = r.review_id JOIN fate f ON f.review_id = v.id,
LATERAL (SELECT CASE WHEN f.fate = 'returned' THEN 'supplement' ELSE 'accept' END AS outcome) o
WHERE f.fate IN ('returned', 'accepted') OR (f.fate = 'submitted' AND v.id %% 3 = 0);

UPDATE reviews_review v SET handed_up_at = a.proposed_at, handed_up_by_id = a.drafted_by_id
FROM fate f, reviews_round r, reviews_appraisal a
WHERE f.review_id = v.id AND r.review_id = v.id AND a.round_id = r.id AND a.decided_at IS NULL;

INSERT INTO reviews_remediationplan (review_id, created_at, version)
SELECT review_id, now() - interval '3 days', 1 FROM fate WHERE fate = 'accepted';

INSERT INTO reviews_remediationitem (plan_id, cycle_id, unit_id, managing_unit_id, cadre_id, "order", limitation_origin, remedy_origin, limitation, field_id, action,
       owner_cadre_id, owner_text, kind, co_owner_ids, co_owner_text, difficulty, due_on, first_due_on, extensions,
       transferred_to, transfer_paper, measure, measure_kind, measure_verb, measure_unit, baseline, target, state, created_at, reported_at,
       verified_at, closed_at, done_on, on_time, version)
SELECT p.id, v.cycle_id, v.unit_id, v.managing_unit_id, v.cadre_id, row_number() OVER (PARTITION BY p.id ORDER BY m.id), l.origin, m.origin, l.fault, l.field_id, m.action, m.owner_cadre_id,
       '', 'remedy', '{}', '', 'ordinary', current_date + (m.id %% 240)::int - 60, current_date + (m.id %% 240)::int - 60, 0,
       '', '', m.measure, 'number', '', 'tỷ đồng', 26, 6, s.state, now() - interval '3 days',
       CASE WHEN s.state IN ('reported', 'verified', 'closed') THEN now() - interval '2 days' END,
       CASE WHEN s.state IN ('verified', 'closed') THEN now() - interval '1 day' END,
       CASE WHEN s.state = 'closed' THEN now() END, CASE WHEN s.state = 'closed' THEN current_date - 2 END,
       CASE WHEN s.state = 'closed' THEN m.id %% 4 > 0 END, 1
FROM reviews_remediationplan p
JOIN fate f ON f.review_id = p.review_id
JOIN reviews_review v ON v.id = p.review_id
JOIN reviews_round r ON r.review_id = p.review_id
JOIN reviews_limitation l ON l.round_id = r.id
JOIN reviews_remedy m ON m.limitation_id = l.id,
LATERAL (SELECT (ARRAY['planned', 'in_progress', 'in_progress', 'reported', 'verified', 'closed', 'closed', 'closed'])[1 + m.id %% 8] AS state) s;

INSERT INTO reviews_progressreport (item_id, step, text, percent, at, by_name, by_office, is_public)
SELECT i.id, 'progress', 'Đã xong phần rà soát, đang thực hiện.', 40, now() - interval '2 days', 'Người chủ trì', '', false
FROM reviews_remediationitem i JOIN reviews_remediationplan p ON p.id = i.plan_id JOIN fate f ON f.review_id = p.review_id
WHERE i.state <> 'planned';

INSERT INTO reviews_reviewread (review_id, part, at, reader_id, reader_name, reader_office)
SELECT v.id, 'form', now() - interval '1 day', %(staff)s, 'Chuyên viên', 'Chuyên viên'
FROM reviews_review v JOIN fate f ON f.review_id = v.id WHERE v.cadre_id IS NOT NULL AND v.id %% 5 = 0;

INSERT INTO reviews_hardtask (cycle_id, unit_id, text, measure, due_on, registered_at, registered_by_name, version)
SELECT v.cycle_id, v.unit_id, 'Xóa điểm sạt lở bờ sông, di dời 62 hộ.', 'Di dời hết 62 hộ', current_date + (v.id %% 300)::int - 100, now(), 'Thư ký', 1
FROM reviews_review v JOIN fate f ON f.review_id = v.id WHERE v.cadre_id IS NULL AND v.id %% 4 = 0;
