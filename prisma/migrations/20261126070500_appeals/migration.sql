-- CreateEnum
CREATE TYPE "appeal_state" AS ENUM ('FILED', 'WITHDRAWN', 'UPHELD', 'PARTLY_UPHELD', 'REJECTED');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "notification_kind" ADD VALUE 'RESULT_PUBLISHED';
ALTER TYPE "notification_kind" ADD VALUE 'APPEAL_FILED';
ALTER TYPE "notification_kind" ADD VALUE 'APPEAL_ANSWERED';

-- AlterTable
ALTER TABLE "assessment_run" ADD COLUMN     "previous_run_id" UUID;

-- AlterTable
ALTER TABLE "joint_assessment" ADD COLUMN     "appeals_until" DATE,
ADD COLUMN     "decided_at" TIMESTAMPTZ(3),
ADD COLUMN     "decided_by_name" TEXT;

-- CreateTable
CREATE TABLE "run_publication" (
    "city_code" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "joint_id" UUID NOT NULL,
    "published_by_name" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_publication_pkey" PRIMARY KEY ("city_code","run_id")
);

-- CreateTable
CREATE TABLE "appeal" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "joint_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "indicator_code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "appeal_state" NOT NULL,
    "version" INTEGER NOT NULL,
    "filed_by_id" UUID NOT NULL,
    "filed_by_name" TEXT NOT NULL,
    "filed_at" TIMESTAMPTZ(3) NOT NULL,
    "answer_words" TEXT NOT NULL DEFAULT '',
    "correction" TEXT NOT NULL DEFAULT '',
    "answered_by_name" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "appeal_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateIndex
CREATE INDEX "run_publication_city_code_joint_id_published_at_idx" ON "run_publication"("city_code", "joint_id", "published_at");

-- CreateIndex
CREATE INDEX "appeal_city_code_joint_id_state_idx" ON "appeal"("city_code", "joint_id", "state");

-- CreateIndex
CREATE INDEX "appeal_city_code_organisation_id_idx" ON "appeal"("city_code", "organisation_id");

-- CreateIndex
CREATE INDEX "appeal_city_code_filed_at_id_idx" ON "appeal"("city_code", "filed_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "assessment_run" ADD CONSTRAINT "assessment_run_city_code_previous_run_id_fkey" FOREIGN KEY ("city_code", "previous_run_id") REFERENCES "assessment_run"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "run_publication" ADD CONSTRAINT "run_publication_city_code_run_id_fkey" FOREIGN KEY ("city_code", "run_id") REFERENCES "assessment_run"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "run_publication" ADD CONSTRAINT "run_publication_city_code_joint_id_fkey" FOREIGN KEY ("city_code", "joint_id") REFERENCES "joint_assessment"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "appeal" ADD CONSTRAINT "appeal_city_code_joint_id_fkey" FOREIGN KEY ("city_code", "joint_id") REFERENCES "joint_assessment"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "appeal" ADD CONSTRAINT "appeal_city_code_run_id_fkey" FOREIGN KEY ("city_code", "run_id") REFERENCES "assessment_run"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "appeal" ADD CONSTRAINT "appeal_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
-- By hand: what Prisma's schema cannot say.
ALTER TABLE "joint_assessment"
  ADD CONSTRAINT "joint_assessment_published" CHECK (("state" IN ('APPEALS', 'DECIDED')) = ("appeals_until" IS NOT NULL)),
  ADD CONSTRAINT "joint_assessment_decided" CHECK (("state" = 'DECIDED') = ("decided_at" IS NOT NULL) AND ("decided_at" IS NULL) = ("decided_by_name" IS NULL));
ALTER TABLE "assessment_run" ADD CONSTRAINT "assessment_run_follows_another" CHECK ("previous_run_id" <> "id");
CREATE INDEX "assessment_run_previous_run_id" ON "assessment_run" ("city_code", "previous_run_id") WHERE "previous_run_id" IS NOT NULL;
ALTER TABLE "appeal"
  ADD CONSTRAINT "appeal_answered" CHECK (("state" IN ('UPHELD', 'PARTLY_UPHELD', 'REJECTED')) = ("answered_at" IS NOT NULL) AND ("answered_at" IS NULL) = ("answered_by_name" IS NULL) AND ("answered_at" IS NOT NULL) = ("answer_words" <> '')),
  ADD CONSTRAINT "appeal_corrects" CHECK (("state" IN ('UPHELD', 'PARTLY_UPHELD')) = ("correction" <> ''));
-- Of one part once: an answer is final.
CREATE UNIQUE INDEX "appeal_of_a_part" ON "appeal" ("city_code", "joint_id", "organisation_id", "indicator_code") WHERE "state" <> 'WITHDRAWN';
CREATE FUNCTION guard_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD."state" <> 'FILED' OR (to_jsonb(NEW) - ARRAY['state', 'version', 'answer_words', 'correction', 'answered_by_name', 'answered_at']) <> (to_jsonb(OLD) - ARRAY['state', 'version', 'answer_words', 'correction', 'answered_by_name', 'answered_at'])
  THEN RAISE EXCEPTION 'an appeal is only answered, once, and never removed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "appeal_is_kept" BEFORE UPDATE OR DELETE ON "appeal" FOR EACH ROW EXECUTE FUNCTION guard_appeal();
CREATE TRIGGER "run_publication_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "run_publication" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE DELETE, TRUNCATE ON "appeal" FROM gongjian_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON "run_publication" FROM gongjian_app;
  END IF;
END $$;
