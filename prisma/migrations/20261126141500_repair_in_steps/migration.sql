-- What the rollups must be is asked month by month, so that putting them right is many short transactions instead of a long one.

-- The months of a city's years of which there are records or lines.
CREATE FUNCTION rollup_months(p_city text) RETURNS TABLE (programme_year int, month date) LANGUAGE sql STABLE AS $$
  SELECT a.programme_year, date_trunc('month', a.day)::date FROM activity a WHERE a.city_code = p_city
  UNION SELECT r.programme_year, r.month FROM activity_rollup r WHERE r.city_code = p_city
  UNION SELECT r.programme_year, r.month FROM output_rollup r WHERE r.city_code = p_city
$$;

CREATE FUNCTION recomputed_activity_rollup(p_city text, p_year int, p_month date) RETURNS SETOF activity_rollup LANGUAGE sql STABLE AS $$
  SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, s.side, s.organisation_id, a.kind, coalesce(a.area::text, ''), a.direction,
    count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
    coalesce(sum(a.person_times + coalesce(c.person_times, 0)) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0)::bigint,
    coalesce(sum(a.hours + coalesce(c.hours, 0)) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0)::numeric(16, 2),
    count(*) FILTER (WHERE a.status = 'SUBMITTED'),
    coalesce(sum(a.person_times) FILTER (WHERE a.status = 'SUBMITTED'), 0)::bigint,
    coalesce(sum(a.hours) FILTER (WHERE a.status = 'SUBMITTED'), 0)::numeric(16, 2),
    coalesce(sum(a.usefulness) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0)::bigint,
    count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
    coalesce(sum(extract(epoch FROM a.decided_at - a.submitted_at)::bigint) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0)::bigint
  FROM activity a
  LEFT JOIN activity_correction_sum c ON c.city_code = a.city_code AND c.activity_id = a.id
  CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, a.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, a.community_side_id)) AS s (side, organisation_id)
  WHERE a.city_code = p_city AND a.programme_year = p_year AND a.day >= p_month AND a.day < (p_month + interval '1 month')::date AND a.status IN ('SUBMITTED', 'COUNTERSIGNED')
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
$$;
CREATE FUNCTION recomputed_output_rollup(p_city text, p_year int, p_month date) RETURNS SETOF output_rollup LANGUAGE sql STABLE AS $$
  SELECT a.city_code, a.programme_year, date_trunc('month', a.day)::date, s.side, s.organisation_id, o.indicator_code, a.direction,
    coalesce(sum(o.accepted + coalesce(c.quantity, 0)) FILTER (WHERE a.status = 'COUNTERSIGNED'), 0)::numeric(20, 4),
    count(*) FILTER (WHERE a.status = 'COUNTERSIGNED'),
    coalesce(sum(o.claimed) FILTER (WHERE a.status = 'SUBMITTED'), 0)::numeric(20, 4),
    count(*) FILTER (WHERE a.status = 'SUBMITTED')
  FROM activity a
  JOIN output o ON o.city_code = a.city_code AND o.activity_id = a.id
  LEFT JOIN output_correction_sum c ON c.city_code = o.city_code AND c.activity_id = o.activity_id AND c.indicator_code = o.indicator_code
  CROSS JOIN LATERAL (VALUES ('AGENCY_SIDE'::rollup_side, a.agency_side_id), ('COMMUNITY_SIDE'::rollup_side, a.community_side_id)) AS s (side, organisation_id)
  WHERE a.city_code = p_city AND a.programme_year = p_year AND a.day >= p_month AND a.day < (p_month + interval '1 month')::date AND a.status IN ('SUBMITTED', 'COUNTERSIGNED')
  GROUP BY 1, 2, 3, 4, 5, 6, 7
$$;

CREATE OR REPLACE FUNCTION recomputed_activity_rollup(p_city text) RETURNS SETOF activity_rollup LANGUAGE sql STABLE AS $$
  SELECT r.* FROM rollup_months(p_city) m CROSS JOIN LATERAL recomputed_activity_rollup(p_city, m.programme_year, m.month) r
$$;
CREATE OR REPLACE FUNCTION recomputed_output_rollup(p_city text) RETURNS SETOF output_rollup LANGUAGE sql STABLE AS $$
  SELECT r.* FROM rollup_months(p_city) m CROSS JOIN LATERAL recomputed_output_rollup(p_city, m.programme_year, m.month) r
$$;

-- As before, of one month. Two that found the same error would both add what is missing: one waits for the other to be
-- committed, and then reads what it left. Of this and a transition that wait for each other this one gives up, before the
-- database ends either: it is asked again.
CREATE FUNCTION repair_rollups(p_city text, p_year int, p_month date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_activities bigint;
  v_outputs bigint;
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
  PERFORM set_config('lock_timeout', v_patience, true);
  RETURN v_activities + v_outputs;
END $$;

-- All of a city in one transaction, for who has one open.
CREATE OR REPLACE FUNCTION repair_rollups(p_city text) RETURNS bigint LANGUAGE sql AS $$
  SELECT coalesce(sum(repair_rollups(p_city, m.programme_year, m.month)), 0)::bigint FROM rollup_months(p_city) m
$$;

-- After a bulk load that switched the triggers' work off. What differs is added, so that nobody has to wait for it.
CREATE OR REPLACE FUNCTION rebuild_rollups(p_city text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM repair_rollups(p_city);
END $$;
