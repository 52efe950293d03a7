-- CreateEnum
CREATE TYPE "donation_recipient" AS ENUM ('RECEIVING_SIDE', 'HOUSEHOLD', 'OTHER');

-- AlterEnum
ALTER TYPE "open_question" ADD VALUE 'RECEIPT_DIFFERS';

-- AlterTable
ALTER TABLE "donation" ADD COLUMN     "confirmation_id" UUID,
ADD COLUMN     "drive_id" UUID,
ADD COLUMN     "household_id" UUID,
ADD COLUMN     "quantity" DECIMAL(14,2),
ADD COLUMN     "receipt_evidence_id" UUID,
ADD COLUMN     "receipt_number" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "received_quantity" DECIMAL(14,2),
ADD COLUMN     "received_value_yuan" DECIMAL(14,2),
ADD COLUMN     "recipient" "donation_recipient" NOT NULL DEFAULT 'RECEIVING_SIDE',
ADD COLUMN     "recipient_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "unit" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "donation_drive" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "opens_on" DATE NOT NULL,
    "closes_on" DATE NOT NULL,
    "organiser_id" UUID NOT NULL,
    "zone_id" UUID,
    "version" INTEGER NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "donation_drive_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "donation_confirmation" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "activity_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "activity_version" INTEGER NOT NULL,
    "kind" "donation_kind" NOT NULL,
    "description" TEXT NOT NULL,
    "claimed_quantity" DECIMAL(14,2),
    "unit" TEXT NOT NULL,
    "claimed_value_yuan" DECIMAL(14,2) NOT NULL,
    "received_quantity" DECIMAL(14,2),
    "received_value_yuan" DECIMAL(14,2) NOT NULL,
    "reason" TEXT NOT NULL,
    "confirmed_by_id" UUID NOT NULL,
    "confirmed_by_name" TEXT NOT NULL,
    "confirmed_for_id" UUID NOT NULL,
    "confirmed_for_name" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "donation_confirmation_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateIndex
CREATE INDEX "donation_drive_city_code_opens_on_id_idx" ON "donation_drive"("city_code", "opens_on" DESC, "id");

-- CreateIndex
CREATE INDEX "donation_confirmation_city_code_activity_id_position_confir_idx" ON "donation_confirmation"("city_code", "activity_id", "position", "confirmed_at");

-- CreateIndex
CREATE INDEX "donation_city_code_drive_id_idx" ON "donation"("city_code", "drive_id");

-- CreateIndex
CREATE INDEX "donation_city_code_household_id_idx" ON "donation"("city_code", "household_id");

-- AddForeignKey
ALTER TABLE "donation_drive" ADD CONSTRAINT "donation_drive_city_code_organiser_id_fkey" FOREIGN KEY ("city_code", "organiser_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "donation_drive" ADD CONSTRAINT "donation_drive_city_code_zone_id_fkey" FOREIGN KEY ("city_code", "zone_id") REFERENCES "zone"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "donation" ADD CONSTRAINT "donation_city_code_drive_id_fkey" FOREIGN KEY ("city_code", "drive_id") REFERENCES "donation_drive"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "donation" ADD CONSTRAINT "donation_city_code_household_id_fkey" FOREIGN KEY ("city_code", "household_id") REFERENCES "household"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "donation" ADD CONSTRAINT "donation_city_code_receipt_evidence_id_fkey" FOREIGN KEY ("city_code", "receipt_evidence_id") REFERENCES "evidence"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "donation" ADD CONSTRAINT "donation_city_code_confirmation_id_fkey" FOREIGN KEY ("city_code", "confirmation_id") REFERENCES "donation_confirmation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "donation_confirmation" ADD CONSTRAINT "donation_confirmation_city_code_activity_id_fkey" FOREIGN KEY ("city_code", "activity_id") REFERENCES "activity"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand from here: what the Prisma schema cannot say.
ALTER TABLE "donation"
  ADD CONSTRAINT "donation_quantity" CHECK (quantity > 0),
  ADD CONSTRAINT "donation_to_a_household" CHECK ((recipient = 'HOUSEHOLD') = (household_id IS NOT NULL)),
  ADD CONSTRAINT "donation_to_another" CHECK ((recipient = 'OTHER') = (recipient_name <> '')),
  ADD CONSTRAINT "donation_received" CHECK ((confirmation_id IS NULL) = (received_value_yuan IS NULL) AND received_value_yuan BETWEEN 0 AND value_yuan AND received_quantity BETWEEN 0 AND quantity);
ALTER TABLE "donation_drive" ADD CONSTRAINT "donation_drive_days" CHECK (closes_on >= opens_on);
ALTER TABLE "donation_confirmation"
  ADD CONSTRAINT "donation_confirmation_received" CHECK (received_value_yuan BETWEEN 0 AND claimed_value_yuan AND received_quantity BETWEEN 0 AND claimed_quantity),
  ADD CONSTRAINT "donation_confirmation_reason" CHECK (reason <> '' OR (received_value_yuan = claimed_value_yuan AND received_quantity IS NOT DISTINCT FROM claimed_quantity));
-- What the recipient has signed stays, and what is locked is not confirmed either.
CREATE TRIGGER "donation_confirmation_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "donation_confirmation" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "donation_confirmation_stays_when_locked" BEFORE INSERT ON "donation_confirmation" FOR EACH ROW EXECUTE FUNCTION guard_locked_part();
-- Lines that wait for their recipient are few among all.
CREATE INDEX "donation_awaiting" ON "donation" ("city_code", "activity_id") WHERE "confirmation_id" IS NULL;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON "donation_confirmation" FROM gongjian_app;
    REVOKE DELETE, TRUNCATE ON "donation_drive" FROM gongjian_app;
  END IF;
END $$;
