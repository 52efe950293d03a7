-- A run reads its inputs by the codes' bytes, whatever the database's language: so the index is ordered, too.
DROP INDEX "assessment_input_city_code_run_id_organisation_code_key";
CREATE UNIQUE INDEX "assessment_input_city_code_run_id_organisation_code_key" ON "assessment_input" ("city_code", "run_id", "organisation_code" COLLATE "C");
