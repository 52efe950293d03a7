-- CreateIndex
CREATE INDEX "activity_city_code_programme_year_updated_at_id_idx" ON "activity"("city_code", "programme_year", "updated_at", "id");

-- CreateIndex
CREATE INDEX "activity_city_code_programme_year_submitted_at_id_idx" ON "activity"("city_code", "programme_year", "submitted_at", "id");
