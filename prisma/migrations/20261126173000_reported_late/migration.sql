-- Records that count and were reported late are few; what the analysis says of them is read by them alone.
CREATE INDEX "activity_reported_late" ON "activity" ("city_code", "programme_year") WHERE "status" = 'COUNTERSIGNED' AND 'REPORTED_LATE' = ANY ("open_questions");
