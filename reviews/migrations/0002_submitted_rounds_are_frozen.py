"""Once a round is submitted, the database refuses every change to it and to what was written in it."""

from django.db import migrations

DIRECT = ["answer", "limitation", "commitment", "explanation", "indicatorsheet"]
UNDER_CARD = ["remedy", "responsibleperson"]

FORWARD = """
CREATE FUNCTION reviews_refuse_if_submitted(checked_round bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM reviews_round WHERE id = checked_round AND submitted_at IS NOT NULL) THEN
        RAISE EXCEPTION 'round % is submitted and frozen', checked_round USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION reviews_round_content_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM reviews_refuse_if_submitted(OLD.round_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM reviews_refuse_if_submitted(NEW.round_id); RETURN NEW; END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION reviews_card_content_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE card record;
BEGIN
    IF TG_OP = 'DELETE' THEN card := OLD; ELSE card := NEW; END IF;
    PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_limitation WHERE id = card.limitation_id;
    PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_explanation WHERE id = card.explanation_id;
    IF TG_OP = 'UPDATE' THEN
        PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_limitation WHERE id = OLD.limitation_id;
        PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_explanation WHERE id = OLD.explanation_id;
    END IF;
    RETURN card;
END $$;

CREATE FUNCTION reviews_note_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE note record;
BEGIN
    IF TG_OP = 'DELETE' THEN note := OLD; ELSE note := NEW; END IF;
    PERFORM reviews_refuse_if_submitted(round_id) FROM reviews_indicatorsheet WHERE id = note.sheet_id;
    RETURN note;
END $$;

CREATE FUNCTION reviews_round_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.submitted_at IS NOT NULL THEN
        RAISE EXCEPTION 'round % is submitted and frozen', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER submitted_round_is_frozen BEFORE UPDATE OR DELETE ON reviews_round
    FOR EACH ROW EXECUTE FUNCTION reviews_round_is_frozen();
CREATE TRIGGER notes_of_submitted_round_are_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_indicatornote
    FOR EACH ROW EXECUTE FUNCTION reviews_note_is_frozen();
""" + "".join(
    f"""
CREATE TRIGGER submitted_round_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_{table}
    FOR EACH ROW EXECUTE FUNCTION reviews_round_content_is_frozen();
"""
    for table in DIRECT
) + "".join(
    f"""
CREATE TRIGGER submitted_round_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reviews_{table}
    FOR EACH ROW EXECUTE FUNCTION reviews_card_content_is_frozen();
"""
    for table in UNDER_CARD
)

BACKWARD = (
    "DROP TRIGGER submitted_round_is_frozen ON reviews_round;"
    "DROP TRIGGER notes_of_submitted_round_are_frozen ON reviews_indicatornote;"
    + "".join(f"DROP TRIGGER submitted_round_is_frozen ON reviews_{table};" for table in [*DIRECT, *UNDER_CARD])
    + "DROP FUNCTION reviews_round_is_frozen(); DROP FUNCTION reviews_note_is_frozen();"
    "DROP FUNCTION reviews_card_content_is_frozen(); DROP FUNCTION reviews_round_content_is_frozen();"
    "DROP FUNCTION reviews_refuse_if_submitted(bigint);"
)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
