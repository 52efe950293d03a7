-- CreateEnum
CREATE TYPE "diagnosis_follow_up_state" AS ENUM ('FOLLOWING', 'UNDERSTOOD', 'CLEARED');

-- CreateTable
CREATE TABLE "diagnosis_threshold" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "sign" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "value" DECIMAL(10,4) NOT NULL,
    "reason" TEXT NOT NULL,
    "set_by_id" UUID NOT NULL,
    "set_by_name" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "diagnosis_threshold_pkey" PRIMARY KEY ("city_code","programme_year","sign","name","revision")
);

-- CreateTable
CREATE TABLE "diagnosis_follow_up" (
    "city_code" TEXT NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "sign" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "state" "diagnosis_follow_up_state" NOT NULL,
    "note" TEXT NOT NULL,
    "marked_by_id" UUID NOT NULL,
    "marked_by_name" TEXT NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "diagnosis_follow_up_pkey" PRIMARY KEY ("city_code","programme_year","sign","subject_id","revision")
);

-- By hand: what Prisma's schema cannot say.
CREATE TRIGGER "diagnosis_threshold_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "diagnosis_threshold" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "diagnosis_follow_up_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "diagnosis_follow_up" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON "diagnosis_threshold", "diagnosis_follow_up" FROM gongjian_app;
  END IF;
END $$;
