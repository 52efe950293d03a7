-- CreateTable
CREATE TABLE "assessment_simulation" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "scheme_id" UUID NOT NULL,
    "side" JSONB NOT NULL,
    "other" JSONB,
    "indicator_units" JSONB NOT NULL,
    "state" "assessment_run_state" NOT NULL,
    "done_organisations" INTEGER NOT NULL DEFAULT 0,
    "total_organisations" INTEGER,
    "alive_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "problem" TEXT,
    "result" JSONB,
    "started_by_id" UUID NOT NULL,
    "started_by_name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "assessment_simulation_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateIndex
CREATE INDEX "assessment_simulation_city_code_scheme_id_started_at_id_idx" ON "assessment_simulation"("city_code", "scheme_id", "started_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "assessment_simulation" ADD CONSTRAINT "assessment_simulation_city_code_scheme_id_fkey" FOREIGN KEY ("city_code", "scheme_id") REFERENCES "assessment_scheme"("city_code", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- By hand: what Prisma's schema cannot say.
ALTER TABLE "assessment_simulation"
  ADD CONSTRAINT "assessment_simulation_done" CHECK (("state" = 'DONE') = ("result" IS NOT NULL) AND ("state" IN ('GATHERING', 'SCORING')) = ("ended_at" IS NULL)),
  ADD CONSTRAINT "assessment_simulation_side" CHECK (jsonb_typeof("side") = 'object' AND ("other" IS NULL OR jsonb_typeof("other") = 'object'));
CREATE TRIGGER "assessment_simulation_is_kept" BEFORE UPDATE ON "assessment_simulation" FOR EACH ROW EXECUTE FUNCTION guard_assessment_run();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE TRUNCATE ON "assessment_simulation" FROM gongjian_app;
  END IF;
END $$;
