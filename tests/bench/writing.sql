-- What people write in rounds: run after the temporary tables `fate` (review_id, fate) and `phrase` (n, words) are filled.
-- %(writer)s is the name under every text. Rounds are written first and submitted afterwards: then they are frozen.

CREATE TEMPORARY TABLE IF NOT EXISTS to_write (round_id bigint, review_id bigint, subject text, unit_id bigint, cadre_id bigint);
TRUNCATE to_write;
INSERT INTO to_write
SELECT r.id, v.id, v.subject, v.unit_id, v.cadre_id
FROM reviews_round r JOIN reviews_review v ON v.id = r.review_id JOIN fate f ON f.review_id = v.id
WHERE f.fate <> 'untouched' AND r.submitted_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM reviews_answer a WHERE a.round_id = r.id);

INSERT INTO reviews_answer (round_id, section_id, segment_id, text, choice, score, version, updated_at, updated_by_name, unread)
SELECT w.round_id, s.id, g.id, p.words, '', CASE WHEN g.id IS NULL AND s.kind = 'graded_text' THEN 7.5 END,
       1, now(), %(writer)s, '{}'::text[]
FROM to_write w
JOIN reviews_review v ON v.id = w.review_id
JOIN reviews_templatesection s ON s.template_id = v.template_id AND s.kind IN ('text', 'graded_text')
LEFT JOIN reviews_segment g ON s.per_segment AND g.review_id = v.id
JOIN phrase p ON p.n = (w.round_id + s.id) %% 8;

INSERT INTO reviews_answer (round_id, section_id, text, choice, version, updated_at, updated_by_name, unread)
SELECT w.round_id, s.id, '', (ARRAY['excellent', 'good', 'completed'])[1 + w.round_id %% 3], 1, now(), %(writer)s, '{}'::text[]
FROM to_write w
JOIN reviews_review v ON v.id = w.review_id
JOIN reviews_templatesection s ON s.template_id = v.template_id AND s.kind = 'rating';

INSERT INTO reviews_limitation (round_id, origin, "order", field_id, fault, responsible_unit_id, responsible_text,
       objective_cause, subjective_cause, version, updated_at, updated_by_name, unread)
SELECT w.round_id, gen_random_uuid(), l.n, (SELECT min(id) FROM reviews_field) + (w.round_id + l.n) %% 5, p.words,
       CASE WHEN w.subject = 'collective' THEN w.unit_id END, 'Trách nhiệm chung của tập thể, trực tiếp là đồng chí phụ trách.',
       'Địa bàn rộng, quy định thay đổi giữa năm.', 'Cấp ủy chưa quyết liệt, kiểm tra chưa thường xuyên.',
       1, now(), %(writer)s, '{}'::text[]
FROM to_write w, generate_series(1, CASE WHEN w.subject = 'collective' THEN 3 ELSE 1 END) l (n)
JOIN phrase p ON p.n = l.n;

INSERT INTO reviews_responsibleperson (limitation_id, cadre_id, position, post_name, share)
SELECT l.id, person.cadre_id, person.position, person.name, ''
FROM reviews_limitation l JOIN to_write w ON w.round_id = l.round_id,
LATERAL (SELECT t.cadre_id, o.position, o.name FROM cadres_tenure t JOIN cadres_post o ON o.id = t.post_id
         WHERE o.unit_id = w.unit_id AND t.ended_on IS NULL ORDER BY t.id LIMIT 2) person;

INSERT INTO reviews_explanation (round_id, topic_id, stance, fault, responsible_text, objective_cause, subjective_cause, lessons,
       version, updated_at, updated_by_name, unread)
SELECT w.round_id, t.id, 'admitted', p.words, 'Trách nhiệm của tập thể và người đứng đầu.', 'Quy hoạch chưa được duyệt.',
       'Chỉ đạo thiếu kiên quyết.', '', 1, now(), %(writer)s, '{}'::text[]
FROM to_write w
JOIN reviews_deepreviewtarget g ON g.review_id = w.review_id
JOIN reviews_deepreview d ON d.id = g.deep_review_id AND d.state = 'issued'
JOIN reviews_deepreviewtopic t ON t.deep_review_id = d.id
JOIN phrase p ON p.n = t.id %% 8;

INSERT INTO reviews_remedy (limitation_id, explanation_id, origin, "order", action, owner_cadre_id, owner_text, due_on,
       measure, version, updated_at, updated_by_name, unread)
SELECT card.limitation_id, card.explanation_id, gen_random_uuid(), n, 'Rà soát, lập bảng tiến độ từng tháng, gắn trách nhiệm người đứng đầu.',
       coalesce(w.cadre_id, (SELECT min(t.cadre_id) FROM cadres_tenure t JOIN cadres_post o ON o.id = t.post_id WHERE o.unit_id = w.unit_id)),
       '', current_date + (w.round_id %% 200)::int, 'Hoàn thành 100 %% khối lượng, báo cáo Ban Thường vụ.', 1, now(), %(writer)s, '{}'::text[]
FROM (SELECT id AS limitation_id, NULL::bigint AS explanation_id, round_id FROM reviews_limitation
      UNION ALL SELECT NULL, id, round_id FROM reviews_explanation) card
JOIN to_write w ON w.round_id = card.round_id, generate_series(1, 2) n;

INSERT INTO reviews_commitment (round_id, origin, "order", kind, text, owner, due_on, measure, version, updated_at, updated_by_name, unread)
SELECT w.round_id, gen_random_uuid(), n,
       CASE WHEN w.subject = 'collective' THEN (ARRAY['key_task', 'remedy_limitations', 'help_grassroots'])[n]
            ELSE (ARRAY['better_work', 'remedy_weaknesses', 'community'])[n] END,
       'Hoàn thành giải phóng mặt bằng khu tái định cư, bàn giao trước thời hạn.', 'Đồng chí phụ trách', current_date + 200,
       'Bàn giao 100 %% mặt bằng', 1, now(), %(writer)s, '{}'::text[]
FROM to_write w, generate_series(1, 3) n;

UPDATE reviews_indicatorsheet s
SET answers = (SELECT array_agg(CASE WHEN i %% 29 = 7 THEN 2 WHEN i %% 43 = 11 THEN 3 ELSE 1 END)
               FROM generate_series(1, cardinality(s.answers)) i),
    version = 2, updated_at = now()
FROM to_write w WHERE w.round_id = s.round_id;

INSERT INTO reviews_indicatornote (sheet_id, position, text, version, updated_at, updated_by_name, unread)
SELECT s.id, i - 1, 'Đã tự sửa từ tháng 6, sinh hoạt chi bộ đều đặn.', 1, now(), %(writer)s, '{}'::text[]
FROM reviews_indicatorsheet s JOIN to_write w ON w.round_id = s.round_id, unnest(s.answers) WITH ORDINALITY u(a, i)
WHERE a > 1;

UPDATE reviews_review v SET started_at = coalesce(started_at, now() - interval '20 days')
FROM to_write w WHERE w.review_id = v.id;
