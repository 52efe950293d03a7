-- Scores are listed in an order that an index has: a page reads as many of them as it shows, however many there are.
ALTER TABLE "assessment_score" ADD COLUMN "organisation_path" TEXT;
ALTER TABLE "assessment_score" DISABLE TRIGGER "assessment_score_is_append_only";
UPDATE "assessment_score" s SET "organisation_path" = i.organisation_path FROM "assessment_input" i
  WHERE i.city_code = s.city_code AND i.run_id = s.run_id AND i.organisation_id = s.organisation_id;
ALTER TABLE "assessment_score" ENABLE TRIGGER "assessment_score_is_append_only";
ALTER TABLE "assessment_score" ALTER COLUMN "organisation_path" SET NOT NULL;
CREATE INDEX "assessment_score_by_rank" ON "assessment_score" ("city_code", "run_id", (coalesce("rank", 2147483647)), "organisation_path" COLLATE "C");
CREATE INDEX "assessment_score_from_the_last" ON "assessment_score" ("city_code", "run_id", (-coalesce("rank", 0)), "organisation_path" COLLATE "C");
CREATE INDEX "assessment_score_by_organisation" ON "assessment_score" ("city_code", "run_id", "organisation_path" COLLATE "C");

-- Lists in the order of the tree. The other index by path finds what lies below one, in any collation, but sorts nothing.
CREATE INDEX "organisation_in_tree_order" ON "organisation" ("city_code", "path" COLLATE "C");
