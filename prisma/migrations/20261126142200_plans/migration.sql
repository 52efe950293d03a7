-- CreateEnum
CREATE TYPE "plan_state" AS ENUM ('DRAFT', 'PROPOSED', 'RETURNED', 'AGREED', 'SUPERSEDED', 'DISCARDED');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "notification_kind" ADD VALUE 'PLAN_PROPOSED';
ALTER TYPE "notification_kind" ADD VALUE 'PLAN_RETURNED';
ALTER TYPE "notification_kind" ADD VALUE 'PLAN_AGREED';
ALTER TYPE "notification_kind" ADD VALUE 'PLAN_LINE_DUE';
ALTER TYPE "notification_kind" ADD VALUE 'PLAN_LINE_OVERDUE';

-- CreateTable
CREATE TABLE "plan" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "pairing_id" UUID NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "edition" INTEGER NOT NULL,
    "state" "plan_state" NOT NULL,
    "version" INTEGER NOT NULL,
    "side" "rollup_side" NOT NULL,
    "words" TEXT NOT NULL,
    "writer_ids" UUID[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "proposed_by_id" UUID,
    "proposed_by_name" TEXT,
    "proposed_at" TIMESTAMPTZ(3),
    "decided_by_name" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_words" TEXT NOT NULL DEFAULT '',
    "agreed_on" DATE,
    "content_hash" TEXT NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "plan_line" (
    "city_code" TEXT NOT NULL,
    "plan_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "indicator_code" TEXT,
    "kind" "activity_kind" NOT NULL,
    "area" "help_area",
    "quantity" DECIMAL(16,4) NOT NULL,
    "due_on" DATE NOT NULL,
    "side" "rollup_side" NOT NULL,
    "responsible" TEXT NOT NULL,
    "words" TEXT NOT NULL,

    CONSTRAINT "plan_line_pkey" PRIMARY KEY ("city_code","plan_id","position")
);

-- CreateTable
CREATE TABLE "plan_reminder" (
    "city_code" TEXT NOT NULL,
    "plan_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "kind" "notification_kind" NOT NULL,
    "reminded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_reminder_pkey" PRIMARY KEY ("city_code","plan_id","position","kind")
);

-- CreateIndex
CREATE INDEX "plan_city_code_programme_year_state_idx" ON "plan"("city_code", "programme_year", "state");

-- CreateIndex
CREATE UNIQUE INDEX "plan_city_code_pairing_id_programme_year_edition_key" ON "plan"("city_code", "pairing_id", "programme_year", "edition");

-- CreateIndex
CREATE INDEX "plan_line_city_code_due_on_idx" ON "plan_line"("city_code", "due_on");

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_city_code_pairing_id_fkey" FOREIGN KEY ("city_code", "pairing_id") REFERENCES "pairing"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "plan_line" ADD CONSTRAINT "plan_line_city_code_plan_id_fkey" FOREIGN KEY ("city_code", "plan_id") REFERENCES "plan"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "plan_line" ADD CONSTRAINT "plan_line_city_code_indicator_code_fkey" FOREIGN KEY ("city_code", "indicator_code") REFERENCES "indicator"("city_code", "code") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "plan_reminder" ADD CONSTRAINT "plan_reminder_city_code_plan_id_fkey" FOREIGN KEY ("city_code", "plan_id") REFERENCES "plan"("city_code", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Of a pairing's year one edition holds, and one is being written at most.
CREATE UNIQUE INDEX "plan_one_agreed" ON "plan" ("city_code", "pairing_id", "programme_year") WHERE "state" = 'AGREED';
CREATE UNIQUE INDEX "plan_one_written" ON "plan" ("city_code", "pairing_id", "programme_year") WHERE "state" IN ('DRAFT', 'PROPOSED', 'RETURNED');
ALTER TABLE "plan"
  ADD CONSTRAINT "plan_agreed_on" CHECK (("agreed_on" IS NOT NULL) = ("state" IN ('AGREED', 'SUPERSEDED'))),
  ADD CONSTRAINT "plan_proposed" CHECK ("state" IN ('DRAFT', 'DISCARDED') OR "proposed_at" IS NOT NULL),
  ADD CONSTRAINT "plan_returned" CHECK ("state" <> 'RETURNED' OR "decision_words" <> '');
ALTER TABLE "plan_line"
  ADD CONSTRAINT "plan_line_quantity" CHECK ("quantity" > 0),
  ADD CONSTRAINT "plan_line_area" CHECK ("indicator_code" IS NOT NULL OR ("kind" = 'SIX_HELPS') = ("area" IS NOT NULL));

-- What was agreed stays as it was agreed: neither a plan's words nor its lines change any more.
CREATE FUNCTION keep_agreed_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('AGREED', 'SUPERSEDED') AND (TG_OP = 'DELETE' OR NEW.words <> OLD.words OR NEW.agreed_on <> OLD.agreed_on OR NEW.content_hash <> OLD.content_hash) THEN
    RAISE EXCEPTION 'an agreed plan is not changed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "plan_keep_agreed" BEFORE UPDATE OR DELETE ON "plan" FOR EACH ROW EXECUTE FUNCTION keep_agreed_plan();
CREATE FUNCTION keep_agreed_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM plan p WHERE p.city_code = OLD.city_code AND p.id = OLD.plan_id AND p.state IN ('AGREED', 'SUPERSEDED')) THEN
    RAISE EXCEPTION 'the lines of an agreed plan are not changed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "plan_line_keep_agreed" BEFORE UPDATE OR DELETE ON "plan_line" FOR EACH ROW EXECUTE FUNCTION keep_agreed_lines();
