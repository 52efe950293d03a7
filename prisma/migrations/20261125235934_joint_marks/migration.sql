-- CreateEnum
CREATE TYPE "joint_state" AS ENUM ('SCORING', 'CLOSED', 'APPEALS', 'DECIDED');

-- CreateEnum
CREATE TYPE "joint_body_state" AS ENUM ('MARKING', 'DELIVERED', 'LEFT_OUT');

-- AlterEnum
ALTER TYPE "marking_level" ADD VALUE 'ZONE';

-- AlterEnum
ALTER TYPE "notification_kind" ADD VALUE 'JOINT_MARKS_WANTED';

-- CreateTable
CREATE TABLE "joint_assessment" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "scheme_id" UUID NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "state" "joint_state" NOT NULL,
    "version" INTEGER NOT NULL,
    "due_on" DATE NOT NULL,
    "opening_run_id" UUID NOT NULL,
    "result_run_id" UUID,
    "opened_by_name" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "joint_assessment_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "joint_body" (
    "city_code" TEXT NOT NULL,
    "joint_id" UUID NOT NULL,
    "level" "marking_level" NOT NULL,
    "body_id" UUID NOT NULL,
    "body_name" TEXT NOT NULL,
    "state" "joint_body_state" NOT NULL,
    "delivered_by_name" TEXT,
    "delivered_at" TIMESTAMPTZ(3),
    "left_out_reason" TEXT,

    CONSTRAINT "joint_body_pkey" PRIMARY KEY ("city_code","joint_id","level","body_id")
);

-- CreateTable
CREATE TABLE "joint_mark" (
    "city_code" TEXT NOT NULL,
    "joint_id" UUID NOT NULL,
    "level" "marking_level" NOT NULL,
    "body_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "indicator_code" TEXT NOT NULL,
    "points" DECIMAL(10,2),
    "marked_by_name" TEXT,
    "marked_at" TIMESTAMPTZ(3),

    CONSTRAINT "joint_mark_pkey" PRIMARY KEY ("city_code","joint_id","level","body_id","organisation_id","indicator_code")
);

-- CreateIndex
CREATE UNIQUE INDEX "joint_assessment_city_code_scheme_id_key" ON "joint_assessment"("city_code", "scheme_id");

-- CreateIndex
CREATE INDEX "joint_body_city_code_body_id_idx" ON "joint_body"("city_code", "body_id");

-- AddForeignKey
ALTER TABLE "joint_assessment" ADD CONSTRAINT "joint_assessment_city_code_scheme_id_fkey" FOREIGN KEY ("city_code", "scheme_id") REFERENCES "assessment_scheme"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "joint_assessment" ADD CONSTRAINT "joint_assessment_city_code_opening_run_id_fkey" FOREIGN KEY ("city_code", "opening_run_id") REFERENCES "assessment_run"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "joint_assessment" ADD CONSTRAINT "joint_assessment_city_code_result_run_id_fkey" FOREIGN KEY ("city_code", "result_run_id") REFERENCES "assessment_run"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "joint_body" ADD CONSTRAINT "joint_body_city_code_joint_id_fkey" FOREIGN KEY ("city_code", "joint_id") REFERENCES "joint_assessment"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "joint_mark" ADD CONSTRAINT "joint_mark_city_code_joint_id_level_body_id_fkey" FOREIGN KEY ("city_code", "joint_id", "level", "body_id") REFERENCES "joint_body"("city_code", "joint_id", "level", "body_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "joint_mark" ADD CONSTRAINT "joint_mark_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand: what Prisma's schema cannot say.
ALTER TABLE "joint_assessment"
  ADD CONSTRAINT "joint_assessment_closed" CHECK (("state" = 'SCORING') = ("closed_at" IS NULL) AND ("state" = 'SCORING') = ("result_run_id" IS NULL));
ALTER TABLE "joint_body"
  ADD CONSTRAINT "joint_body_delivered" CHECK (("state" = 'DELIVERED') = ("delivered_at" IS NOT NULL)),
  ADD CONSTRAINT "joint_body_left_out" CHECK (("state" = 'LEFT_OUT') = ("left_out_reason" IS NOT NULL));
ALTER TABLE "joint_mark"
  ADD CONSTRAINT "joint_mark_points" CHECK ("points" >= 0),
  ADD CONSTRAINT "joint_mark_given" CHECK (("points" IS NULL) = ("marked_at" IS NULL));
-- Marks are given while their body marks, and never after.
CREATE FUNCTION guard_joint_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "joint_body" b WHERE b."city_code" = NEW."city_code" AND b."joint_id" = NEW."joint_id" AND b."level" = NEW."level" AND b."body_id" = NEW."body_id" AND b."state" = 'MARKING') THEN
    RAISE EXCEPTION 'marks that were delivered are never changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "joint_mark_is_kept" BEFORE UPDATE ON "joint_mark" FOR EACH ROW EXECUTE FUNCTION guard_joint_mark();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE DELETE, TRUNCATE ON "joint_assessment", "joint_body", "joint_mark" FROM gongjian_app;
  END IF;
END $$;
