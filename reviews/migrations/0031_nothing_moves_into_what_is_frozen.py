"""No section, group or item of a draft is moved into a form or a catalogue that submitted rounds rest on."""

from django.db import migrations

# The functions behind the triggers of 0028, now looking at both ends of a move.
FORWARD = """
CREATE OR REPLACE FUNCTION reviews_form_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    IF TG_TABLE_NAME = 'reviews_formtemplate' THEN touched := ARRAY[OLD.id];
    ELSIF TG_OP = 'INSERT' THEN touched := ARRAY[NEW.template_id];
    ELSIF TG_OP = 'DELETE' THEN touched := ARRAY[OLD.template_id];
    ELSE touched := ARRAY[OLD.template_id, NEW.template_id];
    END IF;
    IF EXISTS (SELECT 1 FROM reviews_round WHERE template_id = ANY (touched) AND submitted_at IS NOT NULL) THEN
        RAISE EXCEPTION 'form % is frozen: submitted rounds rest on it', touched
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION reviews_catalogue_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN touched := ARRAY[NEW.catalogue_id];
    ELSIF TG_OP = 'DELETE' THEN touched := ARRAY[OLD.catalogue_id];
    ELSE touched := ARRAY[OLD.catalogue_id, NEW.catalogue_id];
    END IF;
    IF EXISTS (
        SELECT 1 FROM reviews_cycle c JOIN reviews_review r ON r.cycle_id = c.id
        JOIN reviews_round o ON o.review_id = r.id AND o.submitted_at IS NOT NULL
        WHERE c.catalogue_id = ANY (touched)
    ) THEN
        RAISE EXCEPTION 'catalogue % is frozen: submitted rounds rest on it', touched
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""
BACKWARD = FORWARD.replace(", NEW.template_id]", "]").replace(", NEW.catalogue_id]", "]")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0030_rounds_tell_who_wrote_of_their_meeting")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
