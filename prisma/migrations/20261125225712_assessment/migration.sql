-- CreateEnum
CREATE TYPE "scheme_status" AS ENUM ('DRAFT', 'IN_FORCE', 'RETIRED');

-- CreateEnum
CREATE TYPE "assessment_run_state" AS ENUM ('GATHERING', 'SCORING', 'DONE', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "marking_level" AS ENUM ('CITY', 'DISTRICT', 'STREET', 'COUNTERPART');

-- CreateEnum
CREATE TYPE "grade" AS ENUM ('EXCELLENT', 'GOOD', 'PASS', 'FAIL');

-- CreateTable
CREATE TABLE "assessment_scheme" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "kind" "organisation_kind" NOT NULL,
    "revision" INTEGER NOT NULL,
    "status" "scheme_status" NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by_name" TEXT NOT NULL,
    "in_force_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "assessment_scheme_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "assessment_mark" (
    "city_code" TEXT NOT NULL,
    "scheme_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "indicator_code" TEXT NOT NULL,
    "level" "marking_level" NOT NULL,
    "points" DECIMAL(10,4) NOT NULL,
    "reason" TEXT NOT NULL,
    "marked_by_id" UUID NOT NULL,
    "marked_by_name" TEXT NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assessment_mark_pkey" PRIMARY KEY ("city_code","scheme_id","organisation_id","indicator_code","level")
);

-- CreateTable
CREATE TABLE "assessment_run" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "scheme_id" UUID NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "state" "assessment_run_state" NOT NULL,
    "done_organisations" INTEGER NOT NULL DEFAULT 0,
    "total_organisations" INTEGER,
    "alive_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "problem" TEXT,
    "period_status" "period_status",
    "frozen_at" TIMESTAMPTZ(3),
    "scoring_version" TEXT NOT NULL,
    "indicator_units" JSONB NOT NULL,
    "inputs_hash" TEXT,
    "result_hash" TEXT,
    "statistics" JSONB,
    "started_by_id" UUID NOT NULL,
    "started_by_name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "assessment_run_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "assessment_input" (
    "city_code" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "organisation_code" TEXT NOT NULL,
    "organisation_name" TEXT NOT NULL,
    "organisation_path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "ranked" BOOLEAN NOT NULL,
    "counts" JSONB NOT NULL,
    "marks" JSONB NOT NULL,

    CONSTRAINT "assessment_input_pkey" PRIMARY KEY ("city_code","run_id","organisation_id")
);

-- CreateTable
CREATE TABLE "assessment_score" (
    "city_code" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "total" DECIMAL(12,2) NOT NULL,
    "grade" "grade" NOT NULL,
    "rank" INTEGER,
    "capped_at" DECIMAL(12,2),
    "parts" JSONB NOT NULL,

    CONSTRAINT "assessment_score_pkey" PRIMARY KEY ("city_code","run_id","organisation_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "assessment_scheme_city_code_programme_year_kind_revision_key" ON "assessment_scheme"("city_code", "programme_year", "kind", "revision");

-- CreateIndex
CREATE INDEX "assessment_run_city_code_started_at_id_idx" ON "assessment_run"("city_code", "started_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "assessment_input_city_code_run_id_organisation_code_key" ON "assessment_input"("city_code", "run_id", "organisation_code");

-- CreateIndex
CREATE INDEX "assessment_score_city_code_run_id_rank_idx" ON "assessment_score"("city_code", "run_id", "rank");

-- CreateIndex
CREATE INDEX "assessment_score_city_code_organisation_id_idx" ON "assessment_score"("city_code", "organisation_id");

-- AddForeignKey
ALTER TABLE "assessment_mark" ADD CONSTRAINT "assessment_mark_city_code_scheme_id_fkey" FOREIGN KEY ("city_code", "scheme_id") REFERENCES "assessment_scheme"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_mark" ADD CONSTRAINT "assessment_mark_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_run" ADD CONSTRAINT "assessment_run_city_code_scheme_id_fkey" FOREIGN KEY ("city_code", "scheme_id") REFERENCES "assessment_scheme"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_input" ADD CONSTRAINT "assessment_input_city_code_run_id_fkey" FOREIGN KEY ("city_code", "run_id") REFERENCES "assessment_run"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_input" ADD CONSTRAINT "assessment_input_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_score" ADD CONSTRAINT "assessment_score_city_code_run_id_fkey" FOREIGN KEY ("city_code", "run_id") REFERENCES "assessment_run"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assessment_score" ADD CONSTRAINT "assessment_score_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand: what Prisma's schema cannot say.
ALTER TABLE "assessment_scheme"
  ADD CONSTRAINT "assessment_scheme_kind" CHECK ("kind" IN ('AGENCY', 'BRANCH', 'STREET', 'COMMUNITY')),
  ADD CONSTRAINT "assessment_scheme_status" CHECK (("status" = 'DRAFT') = ("in_force_at" IS NULL) AND ("status" = 'RETIRED') = ("retired_at" IS NOT NULL));
-- Of a year and a kind one scheme is in force, and one draft is written on, at a time.
CREATE UNIQUE INDEX "assessment_scheme_in_force" ON "assessment_scheme" ("city_code", "programme_year", "kind") WHERE "status" = 'IN_FORCE';
CREATE UNIQUE INDEX "assessment_scheme_draft" ON "assessment_scheme" ("city_code", "programme_year", "kind") WHERE "status" = 'DRAFT';
-- What has been in force is never edited, and never removed.
CREATE FUNCTION guard_assessment_scheme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD."status" <> 'DRAFT' THEN RAISE EXCEPTION 'a scheme that has been in force is never removed'; END IF;
    RETURN OLD;
  END IF;
  IF OLD."status" = 'RETIRED' OR (OLD."status" = 'IN_FORCE' AND (NEW."status" <> 'RETIRED' OR NEW."content" IS DISTINCT FROM OLD."content" OR NEW."title" <> OLD."title")) THEN
    RAISE EXCEPTION 'a scheme that has been in force is never changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "assessment_scheme_is_kept" BEFORE UPDATE OR DELETE ON "assessment_scheme" FOR EACH ROW EXECUTE FUNCTION guard_assessment_scheme();

ALTER TABLE "assessment_run"
  ADD CONSTRAINT "assessment_run_done" CHECK ("state" <> 'DONE' OR ("inputs_hash" ~ '^[0-9a-f]{64}$' AND "result_hash" ~ '^[0-9a-f]{64}$' AND "statistics" IS NOT NULL AND "ended_at" IS NOT NULL)),
  ADD CONSTRAINT "assessment_run_frozen" CHECK ("state" NOT IN ('SCORING', 'DONE') OR ("frozen_at" IS NOT NULL AND "total_organisations" IS NOT NULL));
-- Of two runs of a scheme at once one is refused.
CREATE UNIQUE INDEX "assessment_run_under_way" ON "assessment_run" ("city_code", "scheme_id") WHERE "state" IN ('GATHERING', 'SCORING');
-- A run that has ended is never changed; its inputs and its scores never are.
CREATE FUNCTION guard_assessment_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."state" NOT IN ('GATHERING', 'SCORING') THEN RAISE EXCEPTION 'a run that has ended is never changed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "assessment_run_is_kept" BEFORE UPDATE ON "assessment_run" FOR EACH ROW EXECUTE FUNCTION guard_assessment_run();
CREATE TRIGGER "assessment_input_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "assessment_input" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "assessment_score_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "assessment_score" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "assessment_mark" ADD CONSTRAINT "assessment_mark_points" CHECK ("points" >= 0);
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE TRUNCATE ON "assessment_scheme", "assessment_mark" FROM gongjian_app;
    REVOKE DELETE, TRUNCATE ON "assessment_run" FROM gongjian_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON "assessment_input", "assessment_score" FROM gongjian_app;
  END IF;
END $$;
