-- As before; what a correction forbids has a code of its own, so that it can be said in the reader's words.
CREATE OR REPLACE FUNCTION guard_locked_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF period_status_for(OLD.city_code, OLD.id, OLD.day, OLD.agency_side_path, OLD.community_side_path) = 'LOCKED' THEN PERFORM refuse_locked(); END IF;
    IF OLD.status = 'COUNTERSIGNED' AND EXISTS (SELECT FROM correction c WHERE c.city_code = OLD.city_code AND c.activity_id = OLD.id AND c.status IN ('PROPOSED', 'APPROVED')) THEN
      RAISE EXCEPTION 'a record that has a correction is not changed' USING ERRCODE = 'GJ002';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  END IF;
  IF TG_OP = 'INSERT' OR (NEW.day, NEW.agency_side_path, NEW.community_side_path) IS DISTINCT FROM (OLD.day, OLD.agency_side_path, OLD.community_side_path) THEN
    IF period_status_for(NEW.city_code, NEW.id, NEW.day, NEW.agency_side_path, NEW.community_side_path) = 'LOCKED' THEN PERFORM refuse_locked(); END IF;
  END IF;
  RETURN NEW;
END $$;
