-- What roll_up does for one record, for many at once: each line of the rollups is written once, however many records of a
-- batch stand in it. A row that is updated five hundred times in one transaction is passed over five hundred times.
CREATE FUNCTION roll_up_many(p_city text, p_ids uuid[], p_factor int) RETURNS void LANGUAGE plpgsql AS $$
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
END $$;

-- Says of many records that they moved, as activity_moved() says of one.
CREATE FUNCTION tell_moved(p_city text, p_ids uuid[], p_was_sent boolean) RETURNS void LANGUAGE sql AS $$
  SELECT pg_notify('activity_moved', json_build_object(
    'city', a.city_code, 'id', a.id, 'status', a.status, 'version', a.version,
    'agencySidePath', a.agency_side_path, 'communitySidePath', a.community_side_path, 'zoneId', a.zone_id,
    'recordingSide', a.recording_side, 'wasSent', p_was_sent)::text)
  FROM activity a WHERE a.city_code = p_city AND a.id = ANY(p_ids);
$$;
