"""Once a suggestion is issued or an appraisal decided, the database refuses every change of what was signed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reviews_refuse_if_issued(checked_letter bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM reviews_deepreview WHERE id = checked_letter AND issued_at IS NOT NULL) THEN
        RAISE EXCEPTION 'suggestion % is issued and frozen', checked_letter
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION reviews_letter_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    withdrawal CONSTANT text[] := ARRAY['state', 'withdrawn_at', 'withdrawn_reason', 'version'];
BEGIN
    IF OLD.issued_at IS NOT NULL AND (TG_OP = 'DELETE' OR to_jsonb(OLD) - withdrawal <> to_jsonb(NEW) - withdrawal) THEN
        RAISE EXCEPTION 'suggestion % is issued and frozen', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_letter_content_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM reviews_refuse_if_issued(OLD.deep_review_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    PERFORM reviews_refuse_if_issued(NEW.deep_review_id);
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_letter_target_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    receipt CONSTANT text[] := ARRAY['acknowledged_at', 'acknowledged_by_name'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - receipt = to_jsonb(NEW) - receipt THEN RETURN NEW; END IF;
    IF TG_OP <> 'INSERT' THEN PERFORM reviews_refuse_if_issued(OLD.deep_review_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    PERFORM reviews_refuse_if_issued(NEW.deep_review_id);
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_letter_assignment_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE assigned record;
BEGIN
    IF TG_OP = 'DELETE' THEN assigned := OLD; ELSE assigned := NEW; END IF;
    PERFORM reviews_refuse_if_issued(deep_review_id) FROM reviews_deepreviewtopic WHERE id = assigned.deepreviewtopic_id;
    RETURN assigned;
END $$;

CREATE FUNCTION reviews_decision_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decided_at IS NOT NULL THEN
        RAISE EXCEPTION 'appraisal % is decided and frozen', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_decision_mark_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE marked record;
BEGIN
    IF TG_OP = 'DELETE' THEN marked := OLD; ELSE marked := NEW; END IF;
    IF EXISTS (SELECT 1 FROM reviews_appraisal WHERE id = marked.appraisal_id AND decided_at IS NOT NULL) THEN
        RAISE EXCEPTION 'appraisal % is decided and frozen', marked.appraisal_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN marked;
END $$;

CREATE TRIGGER issued_letter_is_frozen BEFORE UPDATE OR DELETE ON reviews_deepreview
    FOR EACH ROW EXECUTE FUNCTION reviews_letter_is_frozen();
CREATE TRIGGER issued_letter_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_deepreviewtopic
    FOR EACH ROW EXECUTE FUNCTION reviews_letter_content_is_frozen();
CREATE TRIGGER issued_letter_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_deepreviewtarget
    FOR EACH ROW EXECUTE FUNCTION reviews_letter_target_is_frozen();
CREATE TRIGGER issued_letter_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_deepreviewtopic_only_for
    FOR EACH ROW EXECUTE FUNCTION reviews_letter_assignment_is_frozen();
CREATE TRIGGER decision_is_frozen BEFORE UPDATE OR DELETE ON reviews_appraisal
    FOR EACH ROW EXECUTE FUNCTION reviews_decision_is_frozen();
CREATE TRIGGER decision_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_appraisalmark
    FOR EACH ROW EXECUTE FUNCTION reviews_decision_mark_is_frozen();
"""

BACKWARD = """
DROP TRIGGER issued_letter_is_frozen ON reviews_deepreview;
DROP TRIGGER issued_letter_is_frozen ON reviews_deepreviewtopic;
DROP TRIGGER issued_letter_is_frozen ON reviews_deepreviewtarget;
DROP TRIGGER issued_letter_is_frozen ON reviews_deepreviewtopic_only_for;
DROP TRIGGER decision_is_frozen ON reviews_appraisal;
DROP TRIGGER decision_is_frozen ON reviews_appraisalmark;
DROP FUNCTION reviews_decision_mark_is_frozen(); DROP FUNCTION reviews_decision_is_frozen();
DROP FUNCTION reviews_letter_assignment_is_frozen(); DROP FUNCTION reviews_letter_target_is_frozen();
DROP FUNCTION reviews_letter_content_is_frozen(); DROP FUNCTION reviews_letter_is_frozen();
DROP FUNCTION reviews_refuse_if_issued(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_withdrawals_have_a_time_and_appraisals_their_marks")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
