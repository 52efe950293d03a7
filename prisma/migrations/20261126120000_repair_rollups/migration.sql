-- Puts right what the rollups of a city say, while everybody works on: adds to each line by how much it differs from the
-- records. Records and lines are read in one snapshot, in which every transition is in both or in neither, so that what is
-- added is the error alone; who writes meanwhile adds theirs, before or after, and readers see all of it at once, when it
-- is committed. Gives how many lines were put right.
CREATE FUNCTION repair_rollups(p_city text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_activities bigint;
  v_outputs bigint;
BEGIN
  INSERT INTO activity_rollup AS r (city_code, programme_year, month, side, organisation_id, kind, area, direction,
      countersigned, person_times, hours, submitted, submitted_person_times, submitted_hours, usefulness_sum, usefulness_count, signing_seconds)
    SELECT city_code, programme_year, month, side, organisation_id, kind, area, direction,
      coalesce(c.countersigned, 0) - coalesce(s.countersigned, 0), coalesce(c.person_times, 0) - coalesce(s.person_times, 0), coalesce(c.hours, 0) - coalesce(s.hours, 0),
      coalesce(c.submitted, 0) - coalesce(s.submitted, 0), coalesce(c.submitted_person_times, 0) - coalesce(s.submitted_person_times, 0), coalesce(c.submitted_hours, 0) - coalesce(s.submitted_hours, 0),
      coalesce(c.usefulness_sum, 0) - coalesce(s.usefulness_sum, 0), coalesce(c.usefulness_count, 0) - coalesce(s.usefulness_count, 0), coalesce(c.signing_seconds, 0) - coalesce(s.signing_seconds, 0)
    FROM recomputed_activity_rollup(p_city) c
      FULL JOIN (SELECT * FROM activity_rollup WHERE city_code = p_city) s USING (city_code, programme_year, month, side, organisation_id, kind, area, direction)
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
    FROM recomputed_output_rollup(p_city) c
      FULL JOIN (SELECT * FROM output_rollup WHERE city_code = p_city) s USING (city_code, programme_year, month, side, organisation_id, indicator_code, direction)
    WHERE (coalesce(c.accepted, 0), coalesce(c.accepted_lines, 0), coalesce(c.claimed, 0), coalesce(c.claimed_lines, 0))
      IS DISTINCT FROM (coalesce(s.accepted, 0), coalesce(s.accepted_lines, 0), coalesce(s.claimed, 0), coalesce(s.claimed_lines, 0))
    ORDER BY 2, 3, 4, 5, 6, 7
  ON CONFLICT (city_code, programme_year, month, side, organisation_id, indicator_code, direction) DO UPDATE SET
    accepted = r.accepted + excluded.accepted,
    accepted_lines = r.accepted_lines + excluded.accepted_lines,
    claimed = r.claimed + excluded.claimed,
    claimed_lines = r.claimed_lines + excluded.claimed_lines;
  GET DIAGNOSTICS v_outputs = ROW_COUNT;
  RETURN v_activities + v_outputs;
END $$;
