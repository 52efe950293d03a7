-- CreateTable
CREATE TABLE "city_activity_rollup" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "kind" "activity_kind" NOT NULL,
    "area" TEXT NOT NULL,
    "direction" "direction" NOT NULL,
    "part" UUID NOT NULL DEFAULT gen_random_uuid(),
    "countersigned" BIGINT NOT NULL,
    "person_times" BIGINT NOT NULL,
    "hours" DECIMAL(16,2) NOT NULL,
    "submitted" BIGINT NOT NULL,
    "submitted_person_times" BIGINT NOT NULL,
    "submitted_hours" DECIMAL(16,2) NOT NULL,
    "usefulness_sum" BIGINT NOT NULL,
    "usefulness_count" BIGINT NOT NULL,
    "signing_seconds" BIGINT NOT NULL,

    CONSTRAINT "city_activity_rollup_pkey" PRIMARY KEY ("city_code","programme_year","month","kind","area","direction","part")
);

-- CreateTable
CREATE TABLE "city_output_rollup" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "indicator_code" TEXT NOT NULL,
    "direction" "direction" NOT NULL,
    "part" UUID NOT NULL DEFAULT gen_random_uuid(),
    "accepted" DECIMAL(20,4) NOT NULL,
    "accepted_lines" BIGINT NOT NULL,
    "claimed" DECIMAL(20,4) NOT NULL,
    "claimed_lines" BIGINT NOT NULL,

    CONSTRAINT "city_output_rollup_pkey" PRIMARY KEY ("city_code","programme_year","month","indicator_code","direction","part")
);

-- What the parts come to.
CREATE VIEW "city_activity_total" AS
  SELECT city_code, programme_year, month, kind, area, direction, sum(countersigned)::bigint AS countersigned, sum(person_times)::bigint AS person_times, sum(hours)::numeric(16, 2) AS hours, sum(submitted)::bigint AS submitted, sum(submitted_person_times)::bigint AS submitted_person_times, sum(submitted_hours)::numeric(16, 2) AS submitted_hours, sum(usefulness_sum)::bigint AS usefulness_sum, sum(usefulness_count)::bigint AS usefulness_count, sum(signing_seconds)::bigint AS signing_seconds
  FROM city_activity_rollup GROUP BY city_code, programme_year, month, kind, area, direction;
CREATE VIEW "city_output_total" AS
  SELECT city_code, programme_year, month, indicator_code, direction, sum(accepted)::numeric(20, 4) AS accepted, sum(accepted_lines)::bigint AS accepted_lines, sum(claimed)::numeric(20, 4) AS claimed, sum(claimed_lines)::bigint AS claimed_lines
  FROM city_output_rollup GROUP BY city_code, programme_year, month, indicator_code, direction;

-- As before, and adds what changes to the sums of the whole city, in rows of its own.
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

  INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    VALUES (a.city_code, a.programme_year, v_month, a.kind, coalesce(a.area::text, ''), a.direction,
      p_factor * v_signed::int, p_factor * v_signed::int * a.person_times, p_factor * v_signed::int * a.hours,
      p_factor * v_waits::int, p_factor * v_waits::int * a.person_times, p_factor * v_waits::int * a.hours,
      p_factor * v_signed::int * coalesce(a.usefulness, 0), p_factor * v_signed::int,
      p_factor * v_signed::int * coalesce(extract(epoch FROM a.decided_at - a.submitted_at), 0)::bigint);
  INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT a.city_code, a.programme_year, v_month, o.indicator_code, a.direction,
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

  INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, a.kind, coalesce(a.area::text, ''), a.direction,
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
    GROUP BY 1, 2, 3, 4, 5, 6;
  INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, o.indicator_code, a.direction,
      p_factor * coalesce(sum(o.accepted) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0), p_factor * count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
      p_factor * coalesce(sum(o.claimed) FILTER (WHERE a.status = 'SUBMITTED'), 0), p_factor * count(*) FILTER (WHERE a.status = 'SUBMITTED')
    FROM activity a JOIN output o ON o.city_code = a.city_code AND o.activity_id = a.id
    WHERE a.city_code = p_city AND a.id = ANY(p_ids) AND a.status IN ('SUBMITTED', 'COUNTERSIGNED')
    GROUP BY 1, 2, 3, 4, 5;
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
  INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    VALUES (a.city_code, a.programme_year, date_trunc('month', a.day)::date, a.kind, coalesce(a.area::text, ''), a.direction,
      0, NEW.person_times_after - NEW.person_times_before, NEW.hours_after - NEW.hours_before, 0, 0, 0, 0, 0, 0);
  INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, accepted, accepted_lines, claimed, claimed_lines)
    SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, l.indicator_code, a.direction, l.after - l.before, 0, 0, 0
    FROM correction_line l WHERE l.city_code = NEW.city_code AND l.correction_id = NEW.id;
  RETURN NULL;
END $$;

-- What they must be, from the records themselves.
CREATE FUNCTION recomputed_city_activity_total(p_city text) RETURNS SETOF city_activity_total LANGUAGE sql STABLE AS $$
  SELECT city_code, programme_year, month, kind, area, direction, sum(countersigned)::bigint AS countersigned, sum(person_times)::bigint AS person_times, sum(hours)::numeric(16, 2) AS hours, sum(submitted)::bigint AS submitted, sum(submitted_person_times)::bigint AS submitted_person_times, sum(submitted_hours)::numeric(16, 2) AS submitted_hours, sum(usefulness_sum)::bigint AS usefulness_sum, sum(usefulness_count)::bigint AS usefulness_count, sum(signing_seconds)::bigint AS signing_seconds
  FROM recomputed_activity_rollup(p_city) r WHERE r.side = 'AGENCY_SIDE' GROUP BY city_code, programme_year, month, kind, area, direction
$$;
CREATE FUNCTION recomputed_city_output_total(p_city text) RETURNS SETOF city_output_total LANGUAGE sql STABLE AS $$
  SELECT city_code, programme_year, month, indicator_code, direction, sum(accepted)::numeric(20, 4) AS accepted, sum(accepted_lines)::bigint AS accepted_lines, sum(claimed)::numeric(20, 4) AS claimed, sum(claimed_lines)::bigint AS claimed_lines
  FROM recomputed_output_rollup(p_city) r WHERE r.side = 'AGENCY_SIDE' GROUP BY city_code, programme_year, month, indicator_code, direction
$$;

-- As before, and then those of the city by what the lines, which are right now, come to.
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

  PERFORM set_config('lock_timeout', v_patience, true);
  RETURN v_activities + v_outputs + v_city_activities + v_city_outputs;
END $$;

-- Adds the parts of a city's sums together. What is read comes to the same before, meanwhile and afterwards; who writes
-- does not wait. Where somebody else is at it already, nothing is done.
CREATE FUNCTION fold_city_rollups(p_city text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_whole uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('fold_city_rollups ' || p_city, 0)) THEN RETURN; END IF;
  WITH gone AS (DELETE FROM city_activity_rollup WHERE city_code = p_city AND part <> v_whole RETURNING *)
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

  WITH gone AS (DELETE FROM city_output_rollup WHERE city_code = p_city AND part <> v_whole RETURNING *)
  INSERT INTO city_output_rollup AS r (city_code, programme_year, month, indicator_code, direction, part, accepted, accepted_lines, claimed, claimed_lines)
    SELECT city_code, programme_year, month, indicator_code, direction, v_whole, sum(accepted), sum(accepted_lines), sum(claimed), sum(claimed_lines) FROM gone GROUP BY city_code, programme_year, month, indicator_code, direction
  ON CONFLICT (city_code, programme_year, month, indicator_code, direction, part) DO UPDATE SET
    accepted = r.accepted + excluded.accepted,
    accepted_lines = r.accepted_lines + excluded.accepted_lines,
    claimed = r.claimed + excluded.claimed,
    claimed_lines = r.claimed_lines + excluded.claimed_lines;
END $$;

-- The months are those that have a sum too.
CREATE OR REPLACE FUNCTION rollup_months(p_city text) RETURNS TABLE (programme_year int, month date) LANGUAGE sql STABLE AS $$
  SELECT a.programme_year, date_trunc('month', a.day)::date FROM activity a WHERE a.city_code = p_city
  UNION SELECT r.programme_year, r.month FROM activity_rollup r WHERE r.city_code = p_city
  UNION SELECT r.programme_year, r.month FROM output_rollup r WHERE r.city_code = p_city
  UNION SELECT r.programme_year, r.month FROM city_activity_rollup r WHERE r.city_code = p_city
  UNION SELECT r.programme_year, r.month FROM city_output_rollup r WHERE r.city_code = p_city
$$;

CREATE OR REPLACE FUNCTION rebuild_rollups(p_city text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM repair_rollups(p_city);
  PERFORM fold_city_rollups(p_city);
END $$;

-- What is there already.
INSERT INTO city_activity_rollup (city_code, programme_year, month, kind, area, direction, part, countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
  SELECT city_code, programme_year, month, kind, area, direction, '00000000-0000-0000-0000-000000000000', sum(countersigned), sum(person_times), sum(hours), sum(submitted), sum(submitted_person_times), sum(submitted_hours), sum(usefulness_sum), sum(usefulness_count), sum(signing_seconds)
  FROM activity_rollup WHERE side = 'AGENCY_SIDE' GROUP BY city_code, programme_year, month, kind, area, direction;
INSERT INTO city_output_rollup (city_code, programme_year, month, indicator_code, direction, part, accepted, accepted_lines, claimed, claimed_lines)
  SELECT city_code, programme_year, month, indicator_code, direction, '00000000-0000-0000-0000-000000000000', sum(accepted), sum(accepted_lines), sum(claimed), sum(claimed_lines)
  FROM output_rollup WHERE side = 'AGENCY_SIDE' GROUP BY city_code, programme_year, month, indicator_code, direction;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    GRANT SELECT ON "city_activity_total", "city_output_total" TO gongjian_app;
  END IF;
END $$;
