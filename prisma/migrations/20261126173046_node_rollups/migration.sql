-- AlterTable
ALTER TABLE "city_activity_rollup" ADD COLUMN     "agency_side_id" UUID,
ADD COLUMN     "community_side_id" UUID;

-- AlterTable
ALTER TABLE "city_output_rollup" ADD COLUMN     "agency_side_id" UUID,
ADD COLUMN     "community_side_id" UUID;

-- CreateTable
CREATE TABLE "node_activity_rollup" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "side" "rollup_side" NOT NULL,
    "code" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "kind" "activity_kind" NOT NULL,
    "area" TEXT NOT NULL,
    "direction" "direction" NOT NULL,
    "countersigned" BIGINT NOT NULL,
    "person_times" BIGINT NOT NULL,
    "hours" DECIMAL(16,2) NOT NULL,
    "submitted" BIGINT NOT NULL,
    "submitted_person_times" BIGINT NOT NULL,
    "submitted_hours" DECIMAL(16,2) NOT NULL,
    "usefulness_sum" BIGINT NOT NULL,
    "usefulness_count" BIGINT NOT NULL,
    "signing_seconds" BIGINT NOT NULL,

    CONSTRAINT "node_activity_rollup_pkey" PRIMARY KEY ("city_code","programme_year","side","code","month","kind","area","direction")
);

-- CreateTable
CREATE TABLE "node_year_rollup" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "side" "rollup_side" NOT NULL,
    "code" TEXT NOT NULL,
    "kind" "activity_kind" NOT NULL,
    "area" TEXT NOT NULL,
    "direction" "direction" NOT NULL,
    "countersigned" BIGINT NOT NULL,
    "person_times" BIGINT NOT NULL,
    "hours" DECIMAL(16,2) NOT NULL,
    "submitted" BIGINT NOT NULL,
    "submitted_person_times" BIGINT NOT NULL,
    "submitted_hours" DECIMAL(16,2) NOT NULL,
    "usefulness_sum" BIGINT NOT NULL,
    "usefulness_count" BIGINT NOT NULL,
    "signing_seconds" BIGINT NOT NULL,

    CONSTRAINT "node_year_rollup_pkey" PRIMARY KEY ("city_code","programme_year","side","code","kind","area","direction")
);

-- CreateTable
CREATE TABLE "node_output_rollup" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "side" "rollup_side" NOT NULL,
    "indicator_code" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "direction" "direction" NOT NULL,
    "accepted" DECIMAL(20,4) NOT NULL,
    "accepted_lines" BIGINT NOT NULL,
    "claimed" DECIMAL(20,4) NOT NULL,
    "claimed_lines" BIGINT NOT NULL,

    CONSTRAINT "node_output_rollup_pkey" PRIMARY KEY ("city_code","programme_year","side","indicator_code","code","month","direction")
);

-- CreateTable
CREATE TABLE "node_year" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "tree_of_day" DATE,
    "version" BIGINT NOT NULL,

    CONSTRAINT "node_year_pkey" PRIMARY KEY ("city_code","programme_year")
);

-- CreateTable
CREATE TABLE "node_version" (
    "city_code" TEXT NOT NULL,
    "version" BIGINT NOT NULL,

    CONSTRAINT "node_version_pkey" PRIMARY KEY ("city_code")
);

-- Which agency or district a path leads through: its second part; '' for the city's committee itself.
CREATE FUNCTION node_code(p_path text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT split_part(p_path, '/', 2) $$;
-- Where an organisation stood on a day; without a day, where it stands.
CREATE FUNCTION node_path(p_city text, p_organisation uuid, p_day date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT v.path FROM organisation_placement v WHERE v.city_code = p_city AND v.organisation_id = p_organisation AND v.valid_from <= p_day ORDER BY v.valid_from DESC LIMIT 1),
    (SELECT o.path FROM organisation o WHERE o.city_code = p_city AND o.id = p_organisation))
$$;
-- The last day of a year that is over by the city's calendar: the year keeps that day's tree. None of a year that is not.
CREATE FUNCTION node_tree_day(p_city text, p_year int) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT p.ends_on FROM period p JOIN city c ON c.code = p.city_code
  WHERE p.city_code = p_city AND p.year = p_year AND p.ends_on < ((now() + make_interval(secs => c.clock_offset_seconds)) AT TIME ZONE c.time_zone)::date
$$;
-- The years whose sums of agencies and districts may be read.
CREATE VIEW "fresh_node_year" AS
  SELECT y.city_code, y.programme_year, y.tree_of_day FROM node_year y LEFT JOIN node_version v ON v.city_code = y.city_code
  WHERE y.version = coalesce(v.version, 0) AND y.tree_of_day IS NOT DISTINCT FROM node_tree_day(y.city_code, y.programme_year);

CREATE FUNCTION node_sums_are_stale(p_city text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO node_version AS v (city_code, version) VALUES (p_city, 1) ON CONFLICT (city_code) DO UPDATE SET version = v.version + 1
$$;
CREATE FUNCTION node_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM node_sums_are_stale(coalesce(NEW.city_code, OLD.city_code));
  RETURN NULL;
END $$;
-- Whatever was recorded under an organisation goes with it to another agency or district. A new one brings nothing along.
CREATE TRIGGER "organisation_moves_sums" AFTER UPDATE OF "path" ON "organisation" FOR EACH ROW WHEN (node_code(OLD.path) <> node_code(NEW.path)) EXECUTE FUNCTION node_moved();
CREATE TRIGGER "placement_moves_sums" AFTER UPDATE OR DELETE ON "organisation_placement" FOR EACH ROW EXECUTE FUNCTION node_moved();
CREATE FUNCTION node_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM organisation_placement v WHERE v.city_code = NEW.city_code AND v.organisation_id = NEW.organisation_id AND node_code(v.path) <> node_code(NEW.path)) THEN
    PERFORM node_sums_are_stale(NEW.city_code);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "new_placement_moves_sums" AFTER INSERT ON "organisation_placement" FOR EACH ROW EXECUTE FUNCTION node_placed();

-- As before, and each part says whose record changed.
CREATE OR REPLACE FUNCTION roll_up(a "activity", p_factor int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_month date := date_trunc('month', a.day)::date;
  v_signed boolean := a.status = 'COUNTERSIGNED';
  v_waits boolean := a.status = 'SUBMITTED';
BEGIN
  IF NOT (v_signed OR v_waits) THEN RETURN; END IF;

  INSERT INTO activity_rollup AS r (city_code, programme_year, month, side, organisation_id, kind, area, direction,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT a.city_code, a.programme_year, v_month, s.side, s.organisation_id, a.kind, coalesce(a.area::text, ''), a.direction,
      p_factor * v_signed::int, p_factor * v_signed::int * a.person_times, p_factor * v_signed::int * a.hours,
      p_factor * v_waits::int, p_factor * v_waits::int * a.person_times, p_factor * v_waits::int * a.hours,
      p_factor * v_signed::int * coalesce(a.usefulness, 0), p_factor * v_signed::int,
      p_factor * v_signed::int * coalesce(extract(epoch FROM a.decided_at - a.submitted_at), 0)::bigint
    FROM (VALUES ('AGENCY_SIDE'::rollup_side, a.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, a.community_side_id)) AS s (side, organisation_id)
    ORDER BY s.side
  ON CONFLICT (city_code, programme_year, month, side, organisation_id, kind, area, direction) DO UPDATE SET
    countersigned = r.countersigned + excluded.countersigned,
    person_times = r.person_times + excluded.person_times,
    hours = r.hours + excluded.hours,
    submitted = r.submitted + excluded.submitted,
    submitted_person_times = r.submitted_person_times + excluded.submitted_person_times,
    submitted_hours = r.submitted_hours + excluded.submitted_hours,
    usefulness_sum = r.usefulness_sum + excluded.usefulness_sum,
    usefulness_count = r.usefulness_count + excluded.usefulness_count,
    signing_seconds = r.signing_seconds + excluded.signing_seconds;

  INSERT INTO output_rollup AS r (city_code, programme_year, month, side, organisation_id, indicator_code, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT a.city_code, a.programme_year, v_month, s.side, s.organisation_id, o.indicator_code, a.direction,
      p_factor * v_signed::int * coalesce(o.accepted, 0), p_factor * v_signed::int,
      p_factor * v_waits::int * o.claimed, p_factor * v_waits::int
    FROM output o
    CROSS JOIN (VALUES ('AGENCY_SIDE'::rollup_side, a.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, a.community_side_id)) AS s (side, organisation_id)
    WHERE o.city_code = a.city_code AND o.activity_id = a.id
    ORDER BY s.side, o.indicator_code
  ON CONFLICT (city_code, programme_year, month, side, organisation_id, indicator_code, direction) DO UPDATE SET
    accepted = r.accepted + excluded.accepted,
    accepted_lines = r.accepted_lines + excluded.accepted_lines,
    claimed = r.claimed + excluded.claimed,
    claimed_lines = r.claimed_lines + excluded.claimed_lines;

  INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction, agency_side_id, community_side_id,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    VALUES (a.city_code, a.programme_year, v_month, a.kind, coalesce(a.area::text, ''), a.direction, a.agency_side_id, a.community_side_id,
      p_factor * v_signed::int, p_factor * v_signed::int * a.person_times, p_factor * v_signed::int * a.hours,
      p_factor * v_waits::int, p_factor * v_waits::int * a.person_times, p_factor * v_waits::int * a.hours,
      p_factor * v_signed::int * coalesce(a.usefulness, 0), p_factor * v_signed::int,
      p_factor * v_signed::int * coalesce(extract(epoch FROM a.decided_at - a.submitted_at), 0)::bigint);
  INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, agency_side_id, community_side_id, accepted, accepted_lines, claimed, claimed_lines)
    SELECT a.city_code, a.programme_year, v_month, o.indicator_code, a.direction, a.agency_side_id, a.community_side_id,
      p_factor * v_signed::int * coalesce(o.accepted, 0), p_factor * v_signed::int, p_factor * v_waits::int * o.claimed, p_factor * v_waits::int
    FROM output o WHERE o.city_code = a.city_code AND o.activity_id = a.id;
END $$;

CREATE OR REPLACE FUNCTION roll_up_many(p_city text, p_ids uuid[], p_factor int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO activity_rollup AS r (city_code, programme_year, month, side, organisation_id, kind, area, direction,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, s.side, s.organisation_id, a.kind, coalesce(a.area::text, ''), a.direction,
      p_factor * count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
      p_factor * coalesce(sum(a.person_times) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0),
      p_factor * coalesce(sum(a.hours) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0),
      p_factor * count(*) FILTER (WHERE a.status = 'SUBMITTED'),
      p_factor * coalesce(sum(a.person_times) FILTER (WHERE a.status = 'SUBMITTED'), 0),
      p_factor * coalesce(sum(a.hours) FILTER (WHERE a.status = 'SUBMITTED'), 0),
      p_factor * coalesce(sum(a.usefulness) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0),
      p_factor * count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
      p_factor * coalesce(sum(extract(epoch FROM a.decided_at - a.submitted_at)::bigint) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0)
    FROM activity a CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, a.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, a.community_side_id)) AS s (side, organisation_id)
    WHERE a.city_code = p_city AND a.id = ANY(p_ids) AND a.status IN ('SUBMITTED', 'COUNTERSIGNED')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 2, 3, 4, 5, 6, 7, 8
  ON CONFLICT (city_code, programme_year, month, side, organisation_id, kind, area, direction) DO UPDATE SET
    countersigned = r.countersigned + excluded.countersigned,
    person_times = r.person_times + excluded.person_times,
    hours = r.hours + excluded.hours,
    submitted = r.submitted + excluded.submitted,
    submitted_person_times = r.submitted_person_times + excluded.submitted_person_times,
    submitted_hours = r.submitted_hours + excluded.submitted_hours,
    usefulness_sum = r.usefulness_sum + excluded.usefulness_sum,
    usefulness_count = r.usefulness_count + excluded.usefulness_count,
    signing_seconds = r.signing_seconds + excluded.signing_seconds;

  INSERT INTO output_rollup AS r (city_code, programme_year, month, side, organisation_id, indicator_code, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, s.side, s.organisation_id, o.indicator_code, a.direction,
      p_factor * coalesce(sum(o.accepted) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0), p_factor * count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
      p_factor * coalesce(sum(o.claimed) FILTER (WHERE a.status = 'SUBMITTED'), 0), p_factor * count(*) FILTER (WHERE a.status = 'SUBMITTED')
    FROM activity a JOIN output o ON o.city_code = a.city_code AND o.activity_id = a.id
    CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, a.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, a.community_side_id)) AS s (side, organisation_id)
    WHERE a.city_code = p_city AND a.id = ANY(p_ids) AND a.status IN ('SUBMITTED', 'COUNTERSIGNED')
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 2, 3, 4, 5, 6, 7
  ON CONFLICT (city_code, programme_year, month, side, organisation_id, indicator_code, direction) DO UPDATE SET
    accepted = r.accepted + excluded.accepted,
    accepted_lines = r.accepted_lines + excluded.accepted_lines,
    claimed = r.claimed + excluded.claimed,
    claimed_lines = r.claimed_lines + excluded.claimed_lines;

  INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction, agency_side_id, community_side_id,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, a.kind, coalesce(a.area::text, ''), a.direction, a.agency_side_id, a.community_side_id,
      p_factor * count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
      p_factor * coalesce(sum(a.person_times) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0),
      p_factor * coalesce(sum(a.hours) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0),
      p_factor * count(*) FILTER (WHERE a.status = 'SUBMITTED'),
      p_factor * coalesce(sum(a.person_times) FILTER (WHERE a.status = 'SUBMITTED'), 0),
      p_factor * coalesce(sum(a.hours) FILTER (WHERE a.status = 'SUBMITTED'), 0),
      p_factor * coalesce(sum(a.usefulness) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0),
      p_factor * count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
      p_factor * coalesce(sum(extract(epoch FROM a.decided_at - a.submitted_at)::bigint) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0)
    FROM activity a
    WHERE a.city_code = p_city AND a.id = ANY(p_ids) AND a.status IN ('SUBMITTED', 'COUNTERSIGNED')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
  INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, agency_side_id, community_side_id, accepted, accepted_lines, claimed, claimed_lines)
    SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, o.indicator_code, a.direction, a.agency_side_id, a.community_side_id,
      p_factor * coalesce(sum(o.accepted) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0), p_factor * count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
      p_factor * coalesce(sum(o.claimed) FILTER (WHERE a.status = 'SUBMITTED'), 0), p_factor * count(*) FILTER (WHERE a.status = 'SUBMITTED')
    FROM activity a JOIN output o ON o.city_code = a.city_code AND o.activity_id = a.id
    WHERE a.city_code = p_city AND a.id = ANY(p_ids) AND a.status IN ('SUBMITTED', 'COUNTERSIGNED')
    GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;

CREATE OR REPLACE FUNCTION correction_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  a "activity";
BEGIN
  IF NEW.status <> 'APPROVED' THEN RETURN NULL; END IF;
  SELECT * INTO STRICT a FROM activity t WHERE t.city_code = NEW.city_code AND t.id = NEW.activity_id;
  UPDATE activity_rollup r SET person_times = r.person_times + NEW.person_times_after - NEW.person_times_before, hours = r.hours + NEW.hours_after - NEW.hours_before
    WHERE r.city_code = a.city_code AND r.programme_year = a.programme_year AND r.month = date_trunc('month', a.day)::date
      AND (r.side, r.organisation_id) IN (('AGENCY_SIDE'::rollup_side, a.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, a.community_side_id))
      AND r.kind = a.kind AND r.area = coalesce(a.area::text, '') AND r.direction = a.direction;
  UPDATE output_rollup r SET accepted = r.accepted + l.after - l.before FROM correction_line l
    WHERE l.city_code = NEW.city_code AND l.correction_id = NEW.id AND r.city_code = a.city_code AND r.programme_year = a.programme_year AND r.month = date_trunc('month', a.day)::date
      AND (r.side, r.organisation_id) IN (('AGENCY_SIDE'::rollup_side, a.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, a.community_side_id))
      AND r.indicator_code = l.indicator_code AND r.direction = a.direction;
  INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction, agency_side_id, community_side_id,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    VALUES (a.city_code, a.programme_year, date_trunc('month', a.day)::date, a.kind, coalesce(a.area::text, ''), a.direction, a.agency_side_id, a.community_side_id,
      0, NEW.person_times_after - NEW.person_times_before, NEW.hours_after - NEW.hours_before, 0, 0, 0, 0, 0, 0);
  INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, agency_side_id, community_side_id, accepted, accepted_lines, claimed, claimed_lines)
    SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, l.indicator_code, a.direction, a.agency_side_id, a.community_side_id, l.after - l.before, 0, 0, 0
    FROM correction_line l WHERE l.city_code = NEW.city_code AND l.correction_id = NEW.id;
  RETURN NULL;
END $$;

-- As before, and what was made of lines that were wrong is made anew.
CREATE OR REPLACE FUNCTION repair_rollups(p_city text, p_year int, p_month date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_activities bigint;
  v_outputs bigint;
  v_city_activities bigint;
  v_city_outputs bigint;
  v_patience text := current_setting('lock_timeout');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('repair_rollups ' || p_city, 0));
  PERFORM set_config('lock_timeout', '500ms', true);
  INSERT INTO activity_rollup AS r (city_code, programme_year, month, side, organisation_id, kind, area, direction,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT city_code, programme_year, month, side, organisation_id, kind, area, direction,
      coalesce(c.countersigned, 0) - coalesce(s.countersigned, 0), coalesce(c.person_times, 0) - coalesce(s.person_times, 0), coalesce(c.hours, 0) - coalesce(s.hours, 0),
      coalesce(c.submitted, 0) - coalesce(s.submitted, 0), coalesce(c.submitted_person_times, 0) - coalesce(s.submitted_person_times, 0), coalesce(c.submitted_hours, 0) - coalesce(s.submitted_hours, 0),
      coalesce(c.usefulness_sum, 0) - coalesce(s.usefulness_sum, 0), coalesce(c.usefulness_count, 0) - coalesce(s.usefulness_count, 0), coalesce(c.signing_seconds, 0) - coalesce(s.signing_seconds, 0)
    FROM recomputed_activity_rollup(p_city, p_year, p_month) c
      FULL JOIN (SELECT * FROM activity_rollup WHERE city_code = p_city AND programme_year = p_year AND month = p_month) s USING (city_code, programme_year, month, side, organisation_id, kind, area, direction)
    WHERE (coalesce(c.countersigned, 0), coalesce(c.person_times, 0), coalesce(c.hours, 0), coalesce(c.submitted, 0), coalesce(c.submitted_person_times, 0), coalesce(c.submitted_hours, 0), coalesce(c.usefulness_sum, 0), coalesce(c.usefulness_count, 0), coalesce(c.signing_seconds, 0))
      IS DISTINCT FROM (coalesce(s.countersigned, 0), coalesce(s.person_times, 0), coalesce(s.hours, 0), coalesce(s.submitted, 0), coalesce(s.submitted_person_times, 0), coalesce(s.submitted_hours, 0), coalesce(s.usefulness_sum, 0), coalesce(s.usefulness_count, 0), coalesce(s.signing_seconds, 0))
    ORDER BY 2, 3, 4, 5, 6, 7, 8
  ON CONFLICT (city_code, programme_year, month, side, organisation_id, kind, area, direction) DO UPDATE SET
    countersigned = r.countersigned + excluded.countersigned,
    person_times = r.person_times + excluded.person_times,
    hours = r.hours + excluded.hours,
    submitted = r.submitted + excluded.submitted,
    submitted_person_times = r.submitted_person_times + excluded.submitted_person_times,
    submitted_hours = r.submitted_hours + excluded.submitted_hours,
    usefulness_sum = r.usefulness_sum + excluded.usefulness_sum,
    usefulness_count = r.usefulness_count + excluded.usefulness_count,
    signing_seconds = r.signing_seconds + excluded.signing_seconds;
  GET DIAGNOSTICS v_activities = ROW_COUNT;

  INSERT INTO output_rollup AS r (city_code, programme_year, month, side, organisation_id, indicator_code, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT city_code, programme_year, month, side, organisation_id, indicator_code, direction,
      coalesce(c.accepted, 0) - coalesce(s.accepted, 0), coalesce(c.accepted_lines, 0) - coalesce(s.accepted_lines, 0),
      coalesce(c.claimed, 0) - coalesce(s.claimed, 0), coalesce(c.claimed_lines, 0) - coalesce(s.claimed_lines, 0)
    FROM recomputed_output_rollup(p_city, p_year, p_month) c
      FULL JOIN (SELECT * FROM output_rollup WHERE city_code = p_city AND programme_year = p_year AND month = p_month) s USING (city_code, programme_year, month, side, organisation_id, indicator_code, direction)
    WHERE (coalesce(c.accepted, 0), coalesce(c.accepted_lines, 0), coalesce(c.claimed, 0), coalesce(c.claimed_lines, 0))
      IS DISTINCT FROM (coalesce(s.accepted, 0), coalesce(s.accepted_lines, 0), coalesce(s.claimed, 0), coalesce(s.claimed_lines, 0))
    ORDER BY 2, 3, 4, 5, 6, 7
  ON CONFLICT (city_code, programme_year, month, side, organisation_id, indicator_code, direction) DO UPDATE SET
    accepted = r.accepted + excluded.accepted,
    accepted_lines = r.accepted_lines + excluded.accepted_lines,
    claimed = r.claimed + excluded.claimed,
    claimed_lines = r.claimed_lines + excluded.claimed_lines;
  GET DIAGNOSTICS v_outputs = ROW_COUNT;

  INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction, countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT city_code, programme_year, month, kind, area, direction,
      coalesce(c.countersigned, 0) - coalesce(s.countersigned, 0), coalesce(c.person_times, 0) - coalesce(s.person_times, 0), coalesce(c.hours, 0) - coalesce(s.hours, 0), coalesce(c.submitted, 0) - coalesce(s.submitted, 0), coalesce(c.submitted_person_times, 0) - coalesce(s.submitted_person_times, 0), coalesce(c.submitted_hours, 0) - coalesce(s.submitted_hours, 0), coalesce(c.usefulness_sum, 0) - coalesce(s.usefulness_sum, 0), coalesce(c.usefulness_count, 0) - coalesce(s.usefulness_count, 0), coalesce(c.signing_seconds, 0) - coalesce(s.signing_seconds, 0)
    FROM (SELECT city_code, programme_year, month, kind, area, direction, sum(countersigned)::bigint AS countersigned, sum(person_times)::bigint AS person_times, sum(hours)::numeric(16, 2) AS hours, sum(submitted)::bigint AS submitted, sum(submitted_person_times)::bigint AS submitted_person_times, sum(submitted_hours)::numeric(16, 2) AS submitted_hours, sum(usefulness_sum)::bigint AS usefulness_sum, sum(usefulness_count)::bigint AS usefulness_count, sum(signing_seconds)::bigint AS signing_seconds FROM activity_rollup
        WHERE city_code = p_city AND programme_year = p_year AND month = p_month AND side = 'AGENCY_SIDE' GROUP BY city_code, programme_year, month, kind, area, direction) c
      FULL JOIN (SELECT * FROM city_activity_total WHERE city_code = p_city AND programme_year = p_year AND month = p_month) s USING (city_code, programme_year, month, kind, area, direction)
    WHERE (coalesce(c.countersigned, 0), coalesce(c.person_times, 0), coalesce(c.hours, 0), coalesce(c.submitted, 0), coalesce(c.submitted_person_times, 0), coalesce(c.submitted_hours, 0), coalesce(c.usefulness_sum, 0), coalesce(c.usefulness_count, 0), coalesce(c.signing_seconds, 0))
      IS DISTINCT FROM (coalesce(s.countersigned, 0), coalesce(s.person_times, 0), coalesce(s.hours, 0), coalesce(s.submitted, 0), coalesce(s.submitted_person_times, 0), coalesce(s.submitted_hours, 0), coalesce(s.usefulness_sum, 0), coalesce(s.usefulness_count, 0), coalesce(s.signing_seconds, 0));
  GET DIAGNOSTICS v_city_activities = ROW_COUNT;
  INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT city_code, programme_year, month, indicator_code, direction,
      coalesce(c.accepted, 0) - coalesce(s.accepted, 0), coalesce(c.accepted_lines, 0) - coalesce(s.accepted_lines, 0), coalesce(c.claimed, 0) - coalesce(s.claimed, 0), coalesce(c.claimed_lines, 0) - coalesce(s.claimed_lines, 0)
    FROM (SELECT city_code, programme_year, month, indicator_code, direction, sum(accepted)::numeric(20, 4) AS accepted, sum(accepted_lines)::bigint AS accepted_lines, sum(claimed)::numeric(20, 4) AS claimed, sum(claimed_lines)::bigint AS claimed_lines FROM output_rollup
        WHERE city_code = p_city AND programme_year = p_year AND month = p_month AND side = 'AGENCY_SIDE' GROUP BY city_code, programme_year, month, indicator_code, direction) c
      FULL JOIN (SELECT * FROM city_output_total WHERE city_code = p_city AND programme_year = p_year AND month = p_month) s USING (city_code, programme_year, month, indicator_code, direction)
    WHERE (coalesce(c.accepted, 0), coalesce(c.accepted_lines, 0), coalesce(c.claimed, 0), coalesce(c.claimed_lines, 0))
      IS DISTINCT FROM (coalesce(s.accepted, 0), coalesce(s.accepted_lines, 0), coalesce(s.claimed, 0), coalesce(s.claimed_lines, 0));
  GET DIAGNOSTICS v_city_outputs = ROW_COUNT;

  -- The lines are what the sums of agencies and districts are made of.
  IF v_activities + v_outputs > 0 THEN PERFORM node_sums_are_stale(p_city); END IF;

  PERFORM set_config('lock_timeout', v_patience, true);
  RETURN v_activities + v_outputs + v_city_activities + v_city_outputs;
END $$;

-- As before, and what the city's sums take in, those of agencies and districts take in with them, by the tree they were made of.
CREATE OR REPLACE FUNCTION fold_city_rollups(p_city text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_whole uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('fold_city_rollups ' || p_city, 0)) THEN RETURN; END IF;
  WITH gone AS (DELETE FROM city_activity_rollup WHERE city_code = p_city AND part <> v_whole RETURNING *),
  placed AS (
    SELECT g.*, s.side, node_code(node_path(g.city_code, s.organisation_id, y.tree_of_day)) AS code
    FROM gone g JOIN node_year y ON y.city_code = g.city_code AND y.programme_year = g.programme_year
    CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, g.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, g.community_side_id)) AS s (side, organisation_id)
    WHERE s.organisation_id IS NOT NULL),
  of_months AS (INSERT INTO node_activity_rollup AS n (city_code, programme_year, side, code, month, kind, area, direction, countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT city_code, programme_year, side, code, month, kind, area, direction, sum(countersigned) AS countersigned, sum(person_times) AS person_times, sum(hours) AS hours, sum(submitted) AS submitted, sum(submitted_person_times) AS submitted_person_times, sum(submitted_hours) AS submitted_hours, sum(usefulness_sum) AS usefulness_sum, sum(usefulness_count) AS usefulness_count, sum(signing_seconds) AS signing_seconds FROM placed GROUP BY city_code, programme_year, side, code, month, kind, area, direction ORDER BY city_code, programme_year, side, code, month, kind, area, direction
  ON CONFLICT (city_code, programme_year, side, code, month, kind, area, direction) DO UPDATE SET
    countersigned = n.countersigned + excluded.countersigned,
    person_times = n.person_times + excluded.person_times,
    hours = n.hours + excluded.hours,
    submitted = n.submitted + excluded.submitted,
    submitted_person_times = n.submitted_person_times + excluded.submitted_person_times,
    submitted_hours = n.submitted_hours + excluded.submitted_hours,
    usefulness_sum = n.usefulness_sum + excluded.usefulness_sum,
    usefulness_count = n.usefulness_count + excluded.usefulness_count,
    signing_seconds = n.signing_seconds + excluded.signing_seconds),
  of_year AS (INSERT INTO node_year_rollup AS n (city_code, programme_year, side, code, kind, area, direction, countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT city_code, programme_year, side, code, kind, area, direction, sum(countersigned) AS countersigned, sum(person_times) AS person_times, sum(hours) AS hours, sum(submitted) AS submitted, sum(submitted_person_times) AS submitted_person_times, sum(submitted_hours) AS submitted_hours, sum(usefulness_sum) AS usefulness_sum, sum(usefulness_count) AS usefulness_count, sum(signing_seconds) AS signing_seconds FROM placed GROUP BY city_code, programme_year, side, code, kind, area, direction ORDER BY city_code, programme_year, side, code, kind, area, direction
  ON CONFLICT (city_code, programme_year, side, code, kind, area, direction) DO UPDATE SET
    countersigned = n.countersigned + excluded.countersigned,
    person_times = n.person_times + excluded.person_times,
    hours = n.hours + excluded.hours,
    submitted = n.submitted + excluded.submitted,
    submitted_person_times = n.submitted_person_times + excluded.submitted_person_times,
    submitted_hours = n.submitted_hours + excluded.submitted_hours,
    usefulness_sum = n.usefulness_sum + excluded.usefulness_sum,
    usefulness_count = n.usefulness_count + excluded.usefulness_count,
    signing_seconds = n.signing_seconds + excluded.signing_seconds)
  INSERT INTO city_activity_rollup AS r (city_code, programme_year, month, kind, area, direction, part, countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT city_code, programme_year, month, kind, area, direction, v_whole, sum(countersigned), sum(person_times), sum(hours), sum(submitted), sum(submitted_person_times), sum(submitted_hours), sum(usefulness_sum), sum(usefulness_count), sum(signing_seconds) FROM gone GROUP BY city_code, programme_year, month, kind, area, direction
  ON CONFLICT (city_code, programme_year, month, kind, area, direction, part) DO UPDATE SET
    countersigned = r.countersigned + excluded.countersigned,
    person_times = r.person_times + excluded.person_times,
    hours = r.hours + excluded.hours,
    submitted = r.submitted + excluded.submitted,
    submitted_person_times = r.submitted_person_times + excluded.submitted_person_times,
    submitted_hours = r.submitted_hours + excluded.submitted_hours,
    usefulness_sum = r.usefulness_sum + excluded.usefulness_sum,
    usefulness_count = r.usefulness_count + excluded.usefulness_count,
    signing_seconds = r.signing_seconds + excluded.signing_seconds;

  WITH gone AS (DELETE FROM city_output_rollup WHERE city_code = p_city AND part <> v_whole RETURNING *),
  placed AS (
    SELECT g.*, s.side, node_code(node_path(g.city_code, s.organisation_id, y.tree_of_day)) AS code
    FROM gone g JOIN node_year y ON y.city_code = g.city_code AND y.programme_year = g.programme_year
    CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, g.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, g.community_side_id)) AS s (side, organisation_id)
    WHERE s.organisation_id IS NOT NULL),
  of_nodes AS (INSERT INTO node_output_rollup AS n (city_code, programme_year, side, indicator_code, code, month, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT city_code, programme_year, side, indicator_code, code, month, direction, sum(accepted) AS accepted, sum(accepted_lines) AS accepted_lines, sum(claimed) AS claimed, sum(claimed_lines) AS claimed_lines FROM placed GROUP BY city_code, programme_year, side, indicator_code, code, month, direction ORDER BY city_code, programme_year, side, indicator_code, code, month, direction
  ON CONFLICT (city_code, programme_year, side, indicator_code, code, month, direction) DO UPDATE SET
    accepted = n.accepted + excluded.accepted,
    accepted_lines = n.accepted_lines + excluded.accepted_lines,
    claimed = n.claimed + excluded.claimed,
    claimed_lines = n.claimed_lines + excluded.claimed_lines)
  INSERT INTO city_output_rollup AS r (city_code, programme_year, month, indicator_code, direction, part, accepted, accepted_lines, claimed, claimed_lines)
    SELECT city_code, programme_year, month, indicator_code, direction, v_whole, sum(accepted), sum(accepted_lines), sum(claimed), sum(claimed_lines) FROM gone GROUP BY city_code, programme_year, month, indicator_code, direction
  ON CONFLICT (city_code, programme_year, month, indicator_code, direction, part) DO UPDATE SET
    accepted = r.accepted + excluded.accepted,
    accepted_lines = r.accepted_lines + excluded.accepted_lines,
    claimed = r.claimed + excluded.claimed,
    claimed_lines = r.claimed_lines + excluded.claimed_lines;
END $$;

-- Makes the sums of a year's agencies and districts from the lines of the organisations: without what lies in parts that
-- are still by themselves, which is read beside them. Nobody who reads or writes waits for it; folding does.
CREATE FUNCTION rebuild_node_rollups(p_city text, p_year int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_version bigint;
  v_day date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('fold_city_rollups ' || p_city, 0));
  -- Read before the tree is: what moves meanwhile makes this one stale.
  v_version := coalesce((SELECT version FROM node_version WHERE city_code = p_city), 0);
  v_day := node_tree_day(p_city, p_year);
  DELETE FROM node_activity_rollup WHERE city_code = p_city AND programme_year = p_year;
  DELETE FROM node_year_rollup WHERE city_code = p_city AND programme_year = p_year;
  DELETE FROM node_output_rollup WHERE city_code = p_city AND programme_year = p_year;
  WITH nodes AS MATERIALIZED (
      SELECT o.id, node_code(CASE WHEN v_day IS NULL THEN o.path ELSE coalesce(v.path, o.path) END) AS code FROM organisation o
      LEFT JOIN LATERAL (SELECT v.path FROM organisation_placement v WHERE v.city_code = o.city_code AND v.organisation_id = o.id AND v.valid_from <= v_day ORDER BY v.valid_from DESC LIMIT 1) v ON v_day IS NOT NULL
      WHERE o.city_code = p_city)
  INSERT INTO node_activity_rollup (city_code, programme_year, side, code, month, kind, area, direction, countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT p_city, p_year, x.side, n.code, x.month, x.kind, x.area, x.direction, sum(x.countersigned) AS countersigned, sum(x.person_times) AS person_times, sum(x.hours) AS hours, sum(x.submitted) AS submitted, sum(x.submitted_person_times) AS submitted_person_times, sum(x.submitted_hours) AS submitted_hours, sum(x.usefulness_sum) AS usefulness_sum, sum(x.usefulness_count) AS usefulness_count, sum(x.signing_seconds) AS signing_seconds FROM (
      SELECT r.side, r.organisation_id, r.month, r.kind, r.area, r.direction, r.countersigned, r.person_times, r.hours, r.submitted, r.submitted_person_times, r.submitted_hours, r.usefulness_sum, r.usefulness_count, r.signing_seconds FROM activity_rollup r WHERE r.city_code = p_city AND r.programme_year = p_year
      UNION ALL SELECT s.side, s.organisation_id, r.month, r.kind, r.area, r.direction, -r.countersigned, -r.person_times, -r.hours, -r.submitted, -r.submitted_person_times, -r.submitted_hours, -r.usefulness_sum, -r.usefulness_count, -r.signing_seconds FROM city_activity_rollup r CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, r.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, r.community_side_id)) AS s (side, organisation_id)
        WHERE r.city_code = p_city AND r.programme_year = p_year AND s.organisation_id IS NOT NULL) x JOIN nodes n ON n.id = x.organisation_id
    GROUP BY x.side, n.code, x.month, x.kind, x.area, x.direction;
  INSERT INTO node_year_rollup (city_code, programme_year, side, code, kind, area, direction, countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT city_code, programme_year, side, code, kind, area, direction, sum(countersigned) AS countersigned, sum(person_times) AS person_times, sum(hours) AS hours, sum(submitted) AS submitted, sum(submitted_person_times) AS submitted_person_times, sum(submitted_hours) AS submitted_hours, sum(usefulness_sum) AS usefulness_sum, sum(usefulness_count) AS usefulness_count, sum(signing_seconds) AS signing_seconds FROM node_activity_rollup WHERE city_code = p_city AND programme_year = p_year GROUP BY city_code, programme_year, side, code, kind, area, direction;
  WITH nodes AS MATERIALIZED (
      SELECT o.id, node_code(CASE WHEN v_day IS NULL THEN o.path ELSE coalesce(v.path, o.path) END) AS code FROM organisation o
      LEFT JOIN LATERAL (SELECT v.path FROM organisation_placement v WHERE v.city_code = o.city_code AND v.organisation_id = o.id AND v.valid_from <= v_day ORDER BY v.valid_from DESC LIMIT 1) v ON v_day IS NOT NULL
      WHERE o.city_code = p_city)
  INSERT INTO node_output_rollup (city_code, programme_year, side, indicator_code, code, month, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT p_city, p_year, x.side, x.indicator_code, n.code, x.month, x.direction, sum(x.accepted) AS accepted, sum(x.accepted_lines) AS accepted_lines, sum(x.claimed) AS claimed, sum(x.claimed_lines) AS claimed_lines FROM (
      SELECT r.side, r.organisation_id, r.indicator_code, r.month, r.direction, r.accepted, r.accepted_lines, r.claimed, r.claimed_lines FROM output_rollup r WHERE r.city_code = p_city AND r.programme_year = p_year
      UNION ALL SELECT s.side, s.organisation_id, r.indicator_code, r.month, r.direction, -r.accepted, -r.accepted_lines, -r.claimed, -r.claimed_lines FROM city_output_rollup r CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, r.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, r.community_side_id)) AS s (side, organisation_id)
        WHERE r.city_code = p_city AND r.programme_year = p_year AND s.organisation_id IS NOT NULL) x JOIN nodes n ON n.id = x.organisation_id
    GROUP BY x.side, x.indicator_code, n.code, x.month, x.direction;
  INSERT INTO node_year (city_code, programme_year, tree_of_day, version) VALUES (p_city, p_year, v_day, v_version)
  ON CONFLICT (city_code, programme_year) DO UPDATE SET tree_of_day = excluded.tree_of_day, version = excluded.version;
END $$;
-- The years that have something and whose sums of agencies and districts are not there, or are of another tree.
CREATE FUNCTION stale_node_years(p_city text) RETURNS SETOF int LANGUAGE sql STABLE AS $$
  SELECT r.programme_year FROM (SELECT DISTINCT c.programme_year FROM city_activity_rollup c WHERE c.city_code = p_city) r
  WHERE NOT EXISTS (SELECT FROM fresh_node_year y WHERE y.city_code = p_city AND y.programme_year = r.programme_year) ORDER BY 1 DESC
$$;

CREATE OR REPLACE FUNCTION rebuild_rollups(p_city text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM repair_rollups(p_city);
  PERFORM fold_city_rollups(p_city);
  PERFORM node_sums_are_stale(p_city);
  PERFORM rebuild_node_rollups(p_city, y) FROM stale_node_years(p_city) AS y;
END $$;

-- What they come to with the parts beside them, and what they must be from the records themselves.
CREATE VIEW "node_activity_total" AS
  SELECT city_code, programme_year, side, code, month, kind, area, direction, sum(countersigned)::bigint AS countersigned, sum(person_times)::bigint AS person_times, sum(hours)::numeric(16, 2) AS hours, sum(submitted)::bigint AS submitted, sum(submitted_person_times)::bigint AS submitted_person_times, sum(submitted_hours)::numeric(16, 2) AS submitted_hours, sum(usefulness_sum)::bigint AS usefulness_sum, sum(usefulness_count)::bigint AS usefulness_count, sum(signing_seconds)::bigint AS signing_seconds FROM (
    SELECT n.city_code, n.programme_year, n.side, n.code, n.month, n.kind, n.area, n.direction, n.countersigned, n.person_times, n.hours, n.submitted, n.submitted_person_times, n.submitted_hours, n.usefulness_sum, n.usefulness_count, n.signing_seconds FROM node_activity_rollup n JOIN fresh_node_year y ON y.city_code = n.city_code AND y.programme_year = n.programme_year
    UNION ALL SELECT r.city_code, r.programme_year, s.side, node_code(node_path(r.city_code, s.organisation_id, y.tree_of_day)), r.month, r.kind, r.area, r.direction, r.countersigned, r.person_times, r.hours, r.submitted, r.submitted_person_times, r.submitted_hours, r.usefulness_sum, r.usefulness_count, r.signing_seconds FROM city_activity_rollup r JOIN fresh_node_year y ON y.city_code = r.city_code AND y.programme_year = r.programme_year CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, r.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, r.community_side_id)) AS s (side, organisation_id) WHERE s.organisation_id IS NOT NULL) t
  GROUP BY city_code, programme_year, side, code, month, kind, area, direction;
CREATE VIEW "node_year_total" AS
  SELECT city_code, programme_year, side, code, kind, area, direction, sum(countersigned)::bigint AS countersigned, sum(person_times)::bigint AS person_times, sum(hours)::numeric(16, 2) AS hours, sum(submitted)::bigint AS submitted, sum(submitted_person_times)::bigint AS submitted_person_times, sum(submitted_hours)::numeric(16, 2) AS submitted_hours, sum(usefulness_sum)::bigint AS usefulness_sum, sum(usefulness_count)::bigint AS usefulness_count, sum(signing_seconds)::bigint AS signing_seconds FROM (
    SELECT n.city_code, n.programme_year, n.side, n.code, n.kind, n.area, n.direction, n.countersigned, n.person_times, n.hours, n.submitted, n.submitted_person_times, n.submitted_hours, n.usefulness_sum, n.usefulness_count, n.signing_seconds FROM node_year_rollup n JOIN fresh_node_year y ON y.city_code = n.city_code AND y.programme_year = n.programme_year
    UNION ALL SELECT r.city_code, r.programme_year, s.side, node_code(node_path(r.city_code, s.organisation_id, y.tree_of_day)), r.kind, r.area, r.direction, r.countersigned, r.person_times, r.hours, r.submitted, r.submitted_person_times, r.submitted_hours, r.usefulness_sum, r.usefulness_count, r.signing_seconds FROM city_activity_rollup r JOIN fresh_node_year y ON y.city_code = r.city_code AND y.programme_year = r.programme_year CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, r.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, r.community_side_id)) AS s (side, organisation_id) WHERE s.organisation_id IS NOT NULL) t
  GROUP BY city_code, programme_year, side, code, kind, area, direction;
CREATE VIEW "node_output_total" AS
  SELECT city_code, programme_year, side, indicator_code, code, month, direction, sum(accepted)::numeric(20, 4) AS accepted, sum(accepted_lines)::bigint AS accepted_lines, sum(claimed)::numeric(20, 4) AS claimed, sum(claimed_lines)::bigint AS claimed_lines FROM (
    SELECT n.city_code, n.programme_year, n.side, n.indicator_code, n.code, n.month, n.direction, n.accepted, n.accepted_lines, n.claimed, n.claimed_lines FROM node_output_rollup n JOIN fresh_node_year y ON y.city_code = n.city_code AND y.programme_year = n.programme_year
    UNION ALL SELECT r.city_code, r.programme_year, s.side, r.indicator_code, node_code(node_path(r.city_code, s.organisation_id, y.tree_of_day)), r.month, r.direction, r.accepted, r.accepted_lines, r.claimed, r.claimed_lines FROM city_output_rollup r JOIN fresh_node_year y ON y.city_code = r.city_code AND y.programme_year = r.programme_year CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, r.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, r.community_side_id)) AS s (side, organisation_id) WHERE s.organisation_id IS NOT NULL) t
  GROUP BY city_code, programme_year, side, indicator_code, code, month, direction;
CREATE FUNCTION recomputed_node_activity_total(p_city text) RETURNS SETOF node_activity_total LANGUAGE sql STABLE AS $$
  SELECT city_code, programme_year, side, code, month, kind, area, direction, sum(countersigned)::bigint AS countersigned, sum(person_times)::bigint AS person_times, sum(hours)::numeric(16, 2) AS hours, sum(submitted)::bigint AS submitted, sum(submitted_person_times)::bigint AS submitted_person_times, sum(submitted_hours)::numeric(16, 2) AS submitted_hours, sum(usefulness_sum)::bigint AS usefulness_sum, sum(usefulness_count)::bigint AS usefulness_count, sum(signing_seconds)::bigint AS signing_seconds FROM (
    SELECT r.city_code, r.programme_year, r.side, node_code(node_path(r.city_code, r.organisation_id, y.tree_of_day)) AS code, r.month, r.kind, r.area, r.direction, r.countersigned, r.person_times, r.hours, r.submitted, r.submitted_person_times, r.submitted_hours, r.usefulness_sum, r.usefulness_count, r.signing_seconds FROM recomputed_activity_rollup(p_city) r JOIN fresh_node_year y ON y.city_code = r.city_code AND y.programme_year = r.programme_year) t
  GROUP BY city_code, programme_year, side, code, month, kind, area, direction
$$;
CREATE FUNCTION recomputed_node_year_total(p_city text) RETURNS SETOF node_year_total LANGUAGE sql STABLE AS $$
  SELECT city_code, programme_year, side, code, kind, area, direction, sum(countersigned)::bigint AS countersigned, sum(person_times)::bigint AS person_times, sum(hours)::numeric(16, 2) AS hours, sum(submitted)::bigint AS submitted, sum(submitted_person_times)::bigint AS submitted_person_times, sum(submitted_hours)::numeric(16, 2) AS submitted_hours, sum(usefulness_sum)::bigint AS usefulness_sum, sum(usefulness_count)::bigint AS usefulness_count, sum(signing_seconds)::bigint AS signing_seconds FROM (
    SELECT r.city_code, r.programme_year, r.side, node_code(node_path(r.city_code, r.organisation_id, y.tree_of_day)) AS code, r.kind, r.area, r.direction, r.countersigned, r.person_times, r.hours, r.submitted, r.submitted_person_times, r.submitted_hours, r.usefulness_sum, r.usefulness_count, r.signing_seconds FROM recomputed_activity_rollup(p_city) r JOIN fresh_node_year y ON y.city_code = r.city_code AND y.programme_year = r.programme_year) t
  GROUP BY city_code, programme_year, side, code, kind, area, direction
$$;
CREATE FUNCTION recomputed_node_output_total(p_city text) RETURNS SETOF node_output_total LANGUAGE sql STABLE AS $$
  SELECT city_code, programme_year, side, indicator_code, code, month, direction, sum(accepted)::numeric(20, 4) AS accepted, sum(accepted_lines)::bigint AS accepted_lines, sum(claimed)::numeric(20, 4) AS claimed, sum(claimed_lines)::bigint AS claimed_lines FROM (
    SELECT r.city_code, r.programme_year, r.side, r.indicator_code, node_code(node_path(r.city_code, r.organisation_id, y.tree_of_day)) AS code, r.month, r.direction, r.accepted, r.accepted_lines, r.claimed, r.claimed_lines FROM recomputed_output_rollup(p_city) r JOIN fresh_node_year y ON y.city_code = r.city_code AND y.programme_year = r.programme_year) t
  GROUP BY city_code, programme_year, side, indicator_code, code, month, direction
$$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    GRANT SELECT ON "fresh_node_year", "node_activity_total", "node_year_total", "node_output_total" TO gongjian_app;
  END IF;
END $$;
