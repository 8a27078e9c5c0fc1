"""What a submitted paper prints of its profile, catalogue and cycle stays, and so does what was said of it to the end."""

from django.db import migrations

FROZEN_ROWS = ("reviews_profilechoice", "reviews_regulationprofile", "reviews_catalogue", "reviews_cycle")
OF_A_REVIEW = ("reviews_review", "reviews_segment", "reviews_reviewplace")

FREEZE = """
CREATE FUNCTION reviews_refuse_what_papers_rest_on(thing text, number bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% % is frozen: submitted rounds rest on it', thing, number
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION reviews_profile_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    IF TG_TABLE_NAME = 'reviews_regulationprofile' THEN
        -- the day on which a profile ends is printed nowhere, and comes to be known later
        IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'valid_to' = to_jsonb(NEW) - 'valid_to' THEN RETURN NEW; END IF;
        touched := ARRAY[OLD.id];
    ELSIF TG_OP = 'INSERT' THEN touched := ARRAY[NEW.profile_id];
    ELSIF TG_OP = 'DELETE' THEN touched := ARRAY[OLD.profile_id];
    ELSE touched := ARRAY[OLD.profile_id, NEW.profile_id];
    END IF;
    IF EXISTS (
        SELECT 1 FROM reviews_cycle c JOIN reviews_review r ON r.cycle_id = c.id
        JOIN reviews_round o ON o.review_id = r.id AND o.submitted_at IS NOT NULL
        WHERE c.profile_id = ANY (touched)
    ) THEN PERFORM reviews_refuse_what_papers_rest_on('profile', touched[1]);
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_catalogue_head_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM reviews_cycle c JOIN reviews_review r ON r.cycle_id = c.id
        JOIN reviews_round o ON o.review_id = r.id AND o.submitted_at IS NOT NULL
        WHERE c.catalogue_id = OLD.id
    ) THEN PERFORM reviews_refuse_what_papers_rest_on('catalogue', OLD.id);
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_cycle_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    goes_on CONSTANT text[] := ARRAY['state', 'opened_at', 'closed_at', 'pledge_due_on', 'version'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - goes_on = to_jsonb(NEW) - goes_on THEN RETURN NEW; END IF;
    IF EXISTS (
        SELECT 1 FROM reviews_review r JOIN reviews_round o ON o.review_id = r.id AND o.submitted_at IS NOT NULL
        WHERE r.cycle_id = OLD.id
    ) THEN PERFORM reviews_refuse_what_papers_rest_on('cycle', OLD.id);
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_review_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.cycle_id, OLD.subject, coalesce(OLD.cadre_id, 0))
        = (NEW.cycle_id, NEW.subject, coalesce(NEW.cadre_id, 0)) THEN RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM reviews_round WHERE review_id = OLD.id AND submitted_at IS NOT NULL) THEN
        PERFORM reviews_refuse_what_papers_rest_on('review', OLD.id);
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

-- Its unit says something of a post once; where the text is written anew in the next round, it is asked anew.
CREATE FUNCTION reviews_segment_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was_submitted boolean; is_submitted boolean;
BEGIN
    SELECT bool_or(submitted_at IS NOT NULL), bool_and(submitted_at IS NOT NULL) INTO was_submitted, is_submitted
        FROM reviews_round WHERE review_id = OLD.review_id;
    IF was_submitted AND (TG_OP = 'DELETE' OR NEW.review_id <> OLD.review_id) THEN
        PERFORM reviews_refuse_what_papers_rest_on('segment', OLD.id);
    END IF;
    IF is_submitted AND OLD.state = 'confirmed' AND (NEW.state, NEW.remark, NEW.confirmed_by_name, NEW.confirmed_at)
        IS DISTINCT FROM (OLD.state, OLD.remark, OLD.confirmed_by_name, OLD.confirmed_at) THEN
        PERFORM reviews_refuse_what_papers_rest_on('segment', OLD.id);
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

-- A place may say something until the review is accepted.
CREATE FUNCTION reviews_place_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR (NEW.review_id, NEW.remark) IS DISTINCT FROM (OLD.review_id, OLD.remark))
        AND EXISTS (SELECT 1 FROM reviews_review WHERE id = OLD.review_id AND state = 'accepted') THEN
        PERFORM reviews_refuse_what_papers_rest_on('place', OLD.id);
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_profilechoice
    FOR EACH ROW EXECUTE FUNCTION reviews_profile_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE UPDATE OR DELETE ON reviews_regulationprofile
    FOR EACH ROW EXECUTE FUNCTION reviews_profile_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE UPDATE OR DELETE ON reviews_catalogue
    FOR EACH ROW EXECUTE FUNCTION reviews_catalogue_head_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE UPDATE OR DELETE ON reviews_cycle
    FOR EACH ROW EXECUTE FUNCTION reviews_cycle_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE UPDATE OR DELETE ON reviews_review
    FOR EACH ROW EXECUTE FUNCTION reviews_review_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE UPDATE OR DELETE ON reviews_segment
    FOR EACH ROW EXECUTE FUNCTION reviews_segment_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE UPDATE OR DELETE ON reviews_reviewplace
    FOR EACH ROW EXECUTE FUNCTION reviews_place_is_frozen();
"""
FUNCTIONS = (
    "profile_is_frozen()",
    "catalogue_head_is_frozen()",
    "cycle_is_frozen()",
    "review_is_frozen()",
    "segment_is_frozen()",
    "place_is_frozen()",
    "refuse_what_papers_rest_on(text, bigint)",
)
THAW = "".join(
    f"DROP TRIGGER what_submitted_rounds_rest_on_is_frozen ON {table};" for table in (*FROZEN_ROWS, *OF_A_REVIEW)
) + "".join(f"DROP FUNCTION reviews_{function};" for function in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0035_what_submitted_papers_name_is_kept")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
