-- CreateIndex
CREATE INDEX "activity_city_code_day_id_idx" ON "activity"("city_code", "day" DESC, "id" DESC);
