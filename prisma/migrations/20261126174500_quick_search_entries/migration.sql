-- As before, and five times as quick: what a record is found by is gathered by loops. A subquery of five parts was set up
-- anew for each row that was written, which took longer than all else about it.
CREATE OR REPLACE FUNCTION activity_search(p_title text, p_words text, p_agency_path text, p_community_path text, p_zone_id uuid) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
DECLARE
  v_letters text[] := string_to_array(translate(lower(normalize(p_title || ' ' || p_words, NFKC) COLLATE "C"), E'\n', ' '), NULL);
  v_initials text[] := string_to_array(public.pinyin_initials(p_title), NULL);
  v_readings int := cardinality(v_initials);
  v_found text[] := '{}';
  v_letter text;
  v_before text := ' ';
  v_two text;
  v_path text;
BEGIN
  FOREACH v_letter IN ARRAY v_letters LOOP
    IF v_before <> ' ' THEN v_found := v_found || rtrim(v_before || v_letter); END IF;
    v_before := v_letter;
  END LOOP;
  IF v_before <> ' ' THEN v_found := v_found || v_before; END IF;

  FOR v_at IN 1 .. v_readings - 3 BY 2 LOOP
    FOR v_first IN v_at .. v_at + (v_initials[v_at] <> v_initials[v_at + 1])::int LOOP
      FOR v_second IN v_at + 2 .. v_at + 2 + (v_initials[v_at + 2] <> v_initials[v_at + 3])::int LOOP
        v_two := '  ' || v_initials[v_first] || v_initials[v_second];
        v_found := v_found || v_two;
        CONTINUE WHEN v_at + 4 > v_readings;
        FOR v_third IN v_at + 4 .. v_at + 4 + (v_initials[v_at + 4] <> v_initials[v_at + 5])::int LOOP
          v_found := v_found || (v_two || v_initials[v_third]);
        END LOOP;
      END LOOP;
    END LOOP;
  END LOOP;

  v_path := ' ';
  FOREACH v_letter IN ARRAY string_to_array(rtrim(p_agency_path, '/'), '/') LOOP
    v_path := v_path || v_letter || '/';
    v_found := v_found || v_path;
  END LOOP;
  v_path := ' ';
  FOREACH v_letter IN ARRAY string_to_array(rtrim(p_community_path, '/'), '/') LOOP
    v_path := v_path || v_letter || '/';
    v_found := v_found || v_path;
  END LOOP;
  IF p_zone_id IS NOT NULL THEN v_found := v_found || (' ' || p_zone_id); END IF;
  RETURN array_to_tsvector(v_found);
END $$;
