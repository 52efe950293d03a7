-- CreateEnum
CREATE TYPE "report_expectation" AS ENUM ('EVERY_MONTH', 'PLAN_MONTHS');

-- CreateTable
CREATE TABLE "report_rule" (
    "city_code" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "from_month" DATE NOT NULL,
    "due_day" SMALLINT NOT NULL,
    "expects" "report_expectation" NOT NULL,
    "reason" TEXT NOT NULL,
    "set_by_id" UUID NOT NULL,
    "set_by_name" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_rule_pkey" PRIMARY KEY ("city_code","year","revision")
);

-- AddForeignKey
ALTER TABLE "report_rule" ADD CONSTRAINT "report_rule_city_code_year_fkey" FOREIGN KEY ("city_code", "year") REFERENCES "period"("city_code", "year") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand: what Prisma's schema cannot say.
ALTER TABLE "report_rule" ADD CONSTRAINT "report_rule_due_day_is_in_every_month" CHECK ("due_day" BETWEEN 1 AND 28);
ALTER TABLE "report_rule" ADD CONSTRAINT "report_rule_holds_from_the_first" CHECK (extract(day FROM "from_month") = 1);
CREATE TRIGGER "report_rule_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "report_rule" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON "report_rule" FROM gongjian_app;
  END IF;
END $$;
