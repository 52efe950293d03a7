-- Records are found by their words (docs/decisions/026-records-are-found-by-pairs-of-letters.md).

-- A text in the form in which it is searched: half width, Latin letters small, on one line. The same as searchForm() in
-- packages/domain/src/search-query.ts; collation "C", so that every database says the same.
CREATE FUNCTION search_form(p_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(lower(normalize(p_text, NFKC) COLLATE "C"), E'\n', ' ')
$$;

-- What a record is found by: each two letters that follow each other in its title and words (a last letter alone), and,
-- behind a space that no such pair begins with, its zone and every path of the tree at or above its sides.
-- Dear on paper, so that it is read from the index and worked out for no row.
CREATE FUNCTION activity_search(p_title text, p_words text, p_agency_path text, p_community_path text, p_zone_id uuid) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
DECLARE
  v_letters text[] := string_to_array(translate(lower(normalize(p_title || ' ' || p_words, NFKC) COLLATE "C"), E'\n', ' '), NULL);
BEGIN
  RETURN array_to_tsvector(ARRAY(
    SELECT rtrim(pair.one || coalesce(pair.next, '')) FROM unnest(v_letters, v_letters[2:]) AS pair (one, next) WHERE pair.one <> ' '
    UNION ALL
    SELECT ' ' || array_to_string(side.steps[1:depth], '/') || '/'
      FROM (VALUES (string_to_array(rtrim(p_agency_path, '/'), '/')), (string_to_array(rtrim(p_community_path, '/'), '/'))) AS side (steps),
        generate_series(1, cardinality(side.steps)) AS depth
    UNION ALL
    SELECT ' ' || p_zone_id WHERE p_zone_id IS NOT NULL
  ));
END $$;

-- Entered at once: a search reads no list of what is still to be entered, and no writer is kept waiting to enter it.
CREATE INDEX "activity_search_idx" ON "activity" USING gin (activity_search("title", "words", "agency_side_path", "community_side_path", "zone_id")) WITH (fastupdate = off);
