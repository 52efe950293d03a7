-- CreateEnum
CREATE TYPE "designation_decision" AS ENUM ('GRANTED', 'REFUSED');

-- CreateTable
CREATE TABLE "designation" (
    "city_code" TEXT NOT NULL,
    "joint_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "decision" "designation_decision" NOT NULL,
    "reason" TEXT NOT NULL,
    "basis" JSONB NOT NULL,
    "archive_id" UUID,
    "archive_hash" TEXT,
    "decided_by_id" UUID NOT NULL,
    "decided_by_name" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "designation_pkey" PRIMARY KEY ("city_code","joint_id","organisation_id")
);

-- AddForeignKey
ALTER TABLE "designation" ADD CONSTRAINT "designation_city_code_joint_id_fkey" FOREIGN KEY ("city_code", "joint_id") REFERENCES "joint_assessment"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "designation" ADD CONSTRAINT "designation_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "designation" ADD CONSTRAINT "designation_city_code_archive_id_fkey" FOREIGN KEY ("city_code", "archive_id") REFERENCES "archive"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand: what Prisma's schema cannot say.
ALTER TABLE "designation"
  ADD CONSTRAINT "designation_granted" CHECK ("decision" <> 'GRANTED' OR ("archive_id" IS NOT NULL AND "archive_hash" IS NOT NULL)),
  ADD CONSTRAINT "designation_refused" CHECK ("decision" <> 'REFUSED' OR "reason" <> '');
CREATE TRIGGER "designation_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "designation" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON "designation" FROM gongjian_app;
  END IF;
END $$;
