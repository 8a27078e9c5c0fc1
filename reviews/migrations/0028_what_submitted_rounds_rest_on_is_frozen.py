"""The words that a submitted round answers, and the files attached to it, stay as they were when it was submitted."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION reviews_form_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE rested_on bigint;
BEGIN
    IF TG_TABLE_NAME = 'reviews_formtemplate' THEN rested_on := OLD.id;
    ELSIF TG_OP = 'INSERT' THEN rested_on := NEW.template_id;
    ELSE rested_on := OLD.template_id;
    END IF;
    IF EXISTS (SELECT 1 FROM reviews_round WHERE template_id = rested_on AND submitted_at IS NOT NULL) THEN
        RAISE EXCEPTION 'form % is frozen: submitted rounds rest on it', rested_on
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_catalogue_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE rested_on bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN rested_on := NEW.catalogue_id; ELSE rested_on := OLD.catalogue_id; END IF;
    IF EXISTS (
        SELECT 1 FROM reviews_cycle c JOIN reviews_review r ON r.cycle_id = c.id
        JOIN reviews_round o ON o.review_id = r.id AND o.submitted_at IS NOT NULL
        WHERE c.catalogue_id = rested_on
    ) THEN
        RAISE EXCEPTION 'catalogue % is frozen: submitted rounds rest on it', rested_on
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reviews_attached_file_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_attachment WHERE stored_id = OLD.id;
    RETURN OLD;
END $$;

CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE UPDATE OR DELETE ON reviews_formtemplate
    FOR EACH ROW EXECUTE FUNCTION reviews_form_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_templatesection
    FOR EACH ROW EXECUTE FUNCTION reviews_form_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_indicatorgroup
    FOR EACH ROW EXECUTE FUNCTION reviews_catalogue_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_indicatoritem
    FOR EACH ROW EXECUTE FUNCTION reviews_catalogue_is_frozen();
CREATE TRIGGER what_submitted_rounds_rest_on_is_frozen BEFORE DELETE ON core_storedfile
    FOR EACH ROW EXECUTE FUNCTION reviews_attached_file_is_frozen();
"""
TABLES = (
    "reviews_formtemplate",
    "reviews_templatesection",
    "reviews_indicatorgroup",
    "reviews_indicatoritem",
    "core_storedfile",
)
THAW = (
    "".join(f"DROP TRIGGER what_submitted_rounds_rest_on_is_frozen ON {table};" for table in TABLES)
    + "DROP FUNCTION reviews_form_is_frozen(); DROP FUNCTION reviews_catalogue_is_frozen();"
    "DROP FUNCTION reviews_attached_file_is_frozen();"
)


class Migration(migrations.Migration):
    dependencies = [("core", "0005_stored_files"), ("reviews", "0027_topics_leave_lessons")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
